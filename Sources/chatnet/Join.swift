import Client
import Options
import Pipe
import Reactor
import Terminal

/// `chatnet join`.
struct Join {
  private let client: ClientRun

  init(_ values: OptionValues) throws(OptionsError) {
    client = try ClientRun(.join, values)
  }

  /// Takes part, and ends the process.
  func run() -> Never {
    let output = OutputFile(1)
    let format = client.format(toTerminal: output.isTerminal)
    let readsInput = !client.values.flag(.noInput)
    let isInteractive = TerminalFront.isPossible && readsInput && format == .text
    let request = request(format, isInteractive: isInteractive)
    let writer = RecordWriter(
      format, end: client.recordEnd, rendering: rendering(request, toTerminal: output.isTerminal))
    let front: any Front =
      isInteractive
      ? TerminalFront(writer: writer, hasBell: !client.values.flag(.noBell))
      : PipeFront(
        input: readsInput ? InputFile(0) : nil, output: output, errors: client.errors,
        write: { writer.append($0, to: &$1) })
    client.run(front) { JoinSession(request, as: $0) }
  }

  private func request(_ format: RecordFormat, isInteractive: Bool) -> JoinRequest {
    let values = client.values
    let rooms = values.strings(.room).map(ClientRun.room)
    var request = JoinRequest(rooms: rooms.isEmpty ? [Array("#lobby".utf8)] : rooms, timeout: client.timeout)
    request.isInteractive = isInteractive
    request.isLiteral = values.flag(.literal)
    request.count = values.int(.count)
    request.recordsFailures = format != .text
    return request
  }

  private func rendering(_ request: JoinRequest, toTerminal isTerminal: Bool) -> TextRendering {
    let values = client.values
    let showsTime = values.toggle(.timestamps) ?? isTerminal
    let hasColour =
      switch values.string(.color) {
      case "always": true
      case "never": false
      default: isTerminal && Environment.value("NO_COLOR") == nil && Environment.value("TERM") != "dumb"
      }
    // The terminal's front knows how far its clock is from UTC at each record's time.
    let clock: TextRendering.Time = request.isInteractive ? .clock(secondsFromUTC: 0) : .full
    return TextRendering(
      time: showsTime ? clock : .hidden,
      hasColour: hasColour,
      namesRooms: request.rooms.count > 1)
  }
}
