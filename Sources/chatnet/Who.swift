import Client
import Options
import Pipe
import Reactor

/// `chatnet who`.
struct Who {
  private let client: ClientRun
  private let operands: [String]

  init(_ values: OptionValues, operands: [String]) throws(OptionsError) {
    client = try ClientRun(.who, values)
    self.operands = operands
  }

  /// Asks, prints the answer, and ends the process.
  func run() -> Never {
    let output = OutputFile(1)
    let request = request(output)
    let front = PipeFront(input: nil, output: output, errors: client.errors) { _, _ in }
    client.run(front) { WhoSession(request, as: $0) }
  }

  private func request(_ output: OutputFile) -> WhoRequest {
    let values = client.values
    let rendering = WhoRendering(
      client.format(toTerminal: output.isTerminal), end: client.recordEnd, isLong: values.flag(.long))
    var request = WhoRequest(rendering: rendering, timeout: client.timeout)
    request.room = values.string(.room).map(ClientRun.room)
    request.names = operands.map { Array($0.utf8) }
    request.isLong = values.flag(.long)
    request.isQuiet = values.flag(.quiet)
    return request
  }
}
