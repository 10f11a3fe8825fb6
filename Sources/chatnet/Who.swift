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
    if let fault = Who.fault(values, operands) { throw OptionTable.chatnet.usageError(.who, fault) }
  }

  private static func fault(_ values: OptionValues, _ operands: [String]) -> String? {
    if operands.contains("") { return "a name is empty" }
    if values.flag(.wait), operands.isEmpty { return "--wait needs the names to wait for" }
    if values.flag(.rooms), !operands.isEmpty { return "--rooms takes no names" }
    return nil
  }

  /// Asks, prints the answer, and ends the process.
  func run() -> Never {
    let output = OutputFile(1)
    let format = client.format(toTerminal: output.isTerminal)
    let request = request(format)
    let writer = RecordWriter(format, end: client.recordEnd)
    let front = PipeFront(input: nil, output: output, errors: client.errors) { writer.append($0, to: &$1) }
    client.run(front) { WhoSession(request, as: $0) }
  }

  private func request(_ format: RecordFormat) -> WhoRequest {
    let values = client.values
    let rendering = WhoRendering(format, end: client.recordEnd, isLong: values.flag(.long))
    var request = WhoRequest(rendering: rendering, timeout: client.timeout)
    request.room = values.string(.room).map(ClientRun.room)
    request.names = operands.map { Array($0.utf8) }
    request.isLong = values.flag(.long)
    request.isQuiet = values.flag(.quiet)
    request.question = question
    return request
  }

  private var question: WhoQuestion {
    let values = client.values
    if values.flag(.rooms) { return .rooms }
    if values.flag(.watch) { return .watch }
    // The table's default bounds an answer, not how long a person may stay away.
    return values.flag(.wait) ? .wait(values.isGiven(.timeout) ? client.timeout : nil) : .who
  }
}
