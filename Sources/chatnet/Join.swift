import Client
import Options
import Pipe
import Reactor
import Terminal
import Wire

/// `chatnet join`.
struct Join {
  let client: ClientRun
  private let output: OutputFile
  private let since: HistoryPoint?
  private let bridge: [UInt8]?
  let hidden: HiddenEvents
  let cursorPath: String?

  init(_ values: OptionValues) throws(OptionsError) {
    client = try ClientRun(.join, values)
    try Join.checkExec(values)
    output = OutputFile(1, recordEnd: client.recordEnd.rawValue, beginsLine: true)
    since = try Join.since(values)
    bridge = try Join.bridge(values)
    hidden = try Join.hiddenEvents(values)
    cursorPath = try Join.cursorPath(values)
  }

  /// Takes part, and ends the process.
  func run() -> Never {
    let cursor = cursorFile
    let ignored = isInteractive ? IgnoreFile.standard : nil
    if let fault = ignored?.fault { client.errors.say("nobody is ignored: \(fault)") }
    var request = request(cursor)
    request.ignored = ignored?.names ?? []
    let front = front(request, cursor, ignored, openLog())
    sayWhatWaits(cursor)
    client.run(front) { server throws(SystemError) in
      try commandRunner(server, cursor)
    } _: { [request] in
      JoinSession(request, as: $0)
    }
  }

  private func front(
    _ request: JoinRequest, _ cursor: CursorFile?, _ ignored: IgnoreFile?, _ log: RecordLog?
  ) -> any Front {
    let ledgers: [(any Ledger)?] = [cursor, log, ignored]
    let ledger = Ledgers(ledgers.compactMap(\.self))
    var writer = RecordWriter(format, end: client.recordEnd, rendering: rendering(request))
    guard isInteractive else {
      log?.report = { [errors = client.errors] in errors.say($0) }
      return PipeFront(
        input: readsInput ? InputFile(0) : nil, inputEnd: inputEnd, output: output, errors: client.errors,
        write: {
          writer.append($0, to: &$1)
          writer.rendering.learn($0)
        }, ledger: log == nil ? cursor : ledger)
    }
    let front = TerminalFront(
      writer: writer, hasBell: !client.values.flag(.noBell), hidden: hidden,
      isLiteral: client.values.flag(.literal),
      notifier: client.values.string(.notify).map { Notifier(Notifier.Way($0)) }, ledger: ledger)
    log?.report = { [weak front] in front?.show(.remark($0)) }
    ignored?.report = { [weak front] in front?.show(.remark($0)) }
    return front
  }

  // MARK: Streams

  private var format: RecordFormat { client.format(toTerminal: output.isTerminal) }
  private var readsInput: Bool { !client.values.flag(.noInput) }

  private var inputForm: InputForm {
    client.values.string(.input).flatMap(InputForm.init) ?? .lines
  }

  /// Records on the input end as those on the output do.
  private var inputEnd: RecordEnd { inputForm == .lines ? .newline : client.recordEnd }

  /// Whether a person types lines on a terminal and reads what comes there.
  var isInteractive: Bool {
    TerminalFront.isPossible && readsInput && format == .text && inputForm == .lines
  }

  // MARK: What is asked for

  private func request(_ cursor: CursorFile?) -> JoinRequest {
    let values = client.values
    let named = client.roomOfServer.map { [ClientRun.room($0)] } ?? []
    let rooms = named + values.strings(.room).map(ClientRun.room).filter { !named.contains($0) }
    var request = JoinRequest(rooms: rooms.isEmpty ? [Array("#lobby".utf8)] : rooms, timeout: client.timeout)
    request.isInteractive = isInteractive
    request.isBot = !readsInput || values.string(.exec) != nil
    request.isLiteral = values.flag(.literal)
    request.count = values.int(.count)
    request.countTimeout = values.isGiven(.timeout) ? client.timeout : nil
    request.recordsFailures = format != .text
    request.input = inputForm
    request.carriageReturns = client.carriageReturns
    request.linger = client.milliseconds(.linger) ?? 0
    request.history = values.int(.history)
    request.since = since
    request.cursor = cursor?.cursor
    request.retry = retry
    request.bridge = bridge
    request.via = ClientRun.via
    return request
  }

  /// How long to try to get a lost connection back, in milliseconds; nil: for ever.
  private var retry: Int64? {
    if let limit = client.milliseconds(.retry) { return limit }
    return switch client.values.string(.retry) {
    case "never": 0
    case "forever": nil
    default: isInteractive || !readsInput || cursorPath != nil ? nil : 30_000
    }
  }

  private func rendering(_ request: JoinRequest) -> TextRendering {
    let values = client.values
    let isTerminal = output.isTerminal
    let showsTime = values.toggle(.timestamps) ?? isTerminal
    let hasColour =
      switch values.string(.color) {
      case "always": true
      case "never": false
      default: isTerminal && Environment.value("NO_COLOR") == nil && Environment.value("TERM") != "dumb"
      }
    // The terminal's front knows how far its clock is from UTC at each record's time.
    let clock: TextRendering.Time = request.isInteractive ? .clock(secondsFromUTC: 0) : .full
    var rendering = TextRendering(
      time: showsTime ? clock : .hidden,
      hasColour: hasColour,
      rooms: request.rooms)
    rendering.highlights = values.strings(.highlight).map { Array($0.utf8) }
    rendering.hasTabStops = isTerminal
    if isTerminal {
      let isBare = values.string(.color) == "never" || Environment.value("TERM") == "dumb"
      rendering.mentions = isBare ? .sign : .bold
    }
    return rendering
  }
}
