import Client
import Options
import Pipe
import Reactor

/// `chatnet send`.
struct Send {
  private let client: ClientRun
  private let targets: [[UInt8]]

  /// - Parameter given: What the command line alone says.
  init(_ values: OptionValues, operands: [String], given: OptionValues) throws(OptionsError) {
    client = try ClientRun(.send, values)
    if operands.contains("") { throw OptionTable.chatnet.usageError(.send, "a target is empty") }
    // A room of the configuration file stands in for targets: it must not hear what is for somebody else.
    let rooms = (operands.isEmpty ? values : given).strings(.room)
    let targets = operands.map { Array($0.utf8) } + rooms.map(ClientRun.room)
    self.targets = targets.isEmpty ? [Array("#lobby".utf8)] : targets
  }

  /// Sends, and ends the process.
  func run() -> Never {
    let unsent = unsentFile
    var request = request
    request.keepsUnsent = unsent != nil
    request.unsent = unsent?.messages ?? []
    let front = PipeFront(
      input: request.text == nil ? InputFile(0) : nil, output: OutputFile(1), errors: client.errors,
      write: recordWriter, ledger: unsent)
    client.run(front) { identity in
      var identity = identity
      identity.otherThan = request.targets
      return SendSession(request, as: identity)
    }
  }

  /// The file of what was not accepted, where one is kept.
  private var unsentFile: UnsentFile? {
    guard let path = client.values.string(.unsent) else { return nil }
    do {
      let file = try UnsentFile(path: path)
      if let warning = file.warning { client.errors.say(warning) }
      return file
    } catch {
      client.errors.say(error)
      Exit.with(Ending(error.outcome))
    }
  }

  /// Writes answers and what was accepted: the bare text or id, or a record where one was asked for.
  private var recordWriter: (Record, inout [UInt8]) -> Void {
    let end = client.recordEnd
    let format = client.values.string(.format).flatMap(RecordFormat.init) ?? .text
    if format != .text {
      let writer = RecordWriter(format, end: end)
      return { writer.append($0, to: &$1) }
    }
    return { record, output in
      if record.event == .sent {
        Escaping.appendColumn(record.id ?? [UInt8(ascii: "-")], to: &output)
      } else {
        Send.appendText(of: record, to: &output)
      }
      output.append(end.rawValue)
    }
  }

  /// Appends the text of an answer as it is, its lines too, but for what a terminal would obey.
  private static func appendText(of record: Record, to output: inout [UInt8]) {
    for (index, line) in record.text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { output.append(0x0A) }
      Escaping.appendVisible(Array(line), to: &output)
    }
  }

  private var request: SendRequest {
    let values = client.values
    var request = SendRequest(targets: targets, timeout: client.timeout)
    request.kind = values.flag(.notice) ? .notice : values.flag(.action) ? .action : .message
    request.text = values.string(.message).map { Array($0.utf8) }
    request.carriageReturns = client.carriageReturns
    request.splits = !values.flag(.noSplit)
    request.isWhole = values.flag(.whole)
    request.isForThoseHere = values.flag(.online)
    request.reportsAccepted = values.flag(.printID)
    request.reply = client.milliseconds(.reply)
    request.via = ClientRun.via
    request.saysOtherName = ClientRun.bot == nil
    request.inputIsTerminal = InputFile(0).isTerminal
    return request
  }
}
