import Options
import Pipe
import Reactor

@main
enum Main {
  static func main() {
    OpenFiles.occupyStandardDescriptors()
    Signals.ignoreThoseOfWriting()
    Signals.keepEndsOfChildren()
    do {
      switch try OptionTable.chatnet.parse(Arguments.all()) {
      case .show(let text): show(text)
      case .run(let invocation): try run(invocation)
      }
    } catch {
      Diagnostics.write(error.text)
      Exit.with(error.exitCode)
    }
  }

  private static func run(_ invocation: Invocation) throws(OptionsError) {
    let values = invocation.values(
      environment: Environment.value, config: try Configuration.load(invocation.configPath))
    switch invocation.command {
    case .join: try Join(values).run()
    case .send:
      let given = invocation.values(environment: { _ in nil })
      try Send(values, operands: invocation.operands, given: given).run()
    case .who: try Who(values, operands: invocation.operands).run()
    case .serve: Exit.with(Serve.run(values))
    case .completions, .help: break
    }
  }

  private static func show(_ text: String) {
    let output = OutputFile(1)
    output.append(Array(text.utf8))
    if case .failed(let error) = output.flush(deadline: .max) {
      Diagnostics().say("standard output: \(error.message)")
      Exit.with(.cannotWriteOutput)
    }
  }
}
