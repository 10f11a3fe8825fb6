import Wire

/// How records look as lines for people.
///
/// `[alice]: hi`, `#ops [alice]: hi` when in several rooms, `[alice -> bob]: hi` in private, `* alice waves`,
/// `-alice- hi` for a notice, and `-- …` for all else: no text looks like an event, since no name holds a blank.
/// What others wrote is escaped (``Escaping/appendVisible(_:as:to:)``). The further lines of a text of several stand
/// below the first, as far to the right: no record begins with a blank.
public struct TextRendering: Sendable {
  /// What stands before a line to say when.
  public enum Time: Equatable, Sendable {
    /// Nothing.
    case hidden
    /// `10:42 `, the time of day so many seconds east of Greenwich.
    case clock(secondsFromUTC: Int)
    /// `2026-11-21T08:54:03.120Z `.
    case full
  }

  /// What stands before each line.
  public var time: Time
  /// Whether to use colours (SGR sequences).
  public var hasColour: Bool
  /// Whether lines of rooms name their room.
  public var namesRooms: Bool
  /// The own name: text that mentions it is marked where there are colours.
  public var ownName: [UInt8]

  /// A rendering.
  public init(
    time: Time = .hidden, hasColour: Bool = false, namesRooms: Bool = false, ownName: [UInt8] = []
  ) {
    self.time = time
    self.hasColour = hasColour
    self.namesRooms = namesRooms
    self.ownName = ownName
  }

  /// Appends the record as a line without an end.
  public func append(_ record: Record, to line: inout [UInt8]) {
    let start = line.count
    appendTime(record.time, to: &line)
    switch record.event {
    case .message, .notice, .action: appendSpeech(record, as: record.event, from: start, to: &line)
    case .sent: appendSpeech(record, as: record.sentAs ?? .message, from: start, to: &line)
    default: appendEvent(record, to: &line)
    }
  }

  // MARK: Speech

  private func appendSpeech(
    _ record: Record, as kind: RecordEvent, from start: Int, to line: inout [UInt8]
  ) {
    let (before, after): (StaticString, StaticString) =
      switch kind {
      case .notice: ("-", "- ")
      case .action: ("* ", " ")
      default: ("[", "]: ")
      }
    appendRoom(record, to: &line)
    line.append(before)
    appendParties(record, to: &line)
    line.append(after)
    let parts = record.text.split(separator: 0x0A, omittingEmptySubsequences: false)
    let indentation = parts.count < 2 ? 0 : cells(of: line[start...])
    for (index, part) in parts.enumerated() {
      if index > 0 {
        line.append("\n")
        line += repeatElement(0x20, count: indentation)
      }
      appendText(Array(part), of: record, to: &line)
    }
  }

  /// How wide the beginning of a line is, without its colours.
  private func cells(of bytes: ArraySlice<UInt8>) -> Int {
    var cells = 0
    var isColour = false
    for character in String(decoding: bytes, as: UTF8.self) {
      if character == "\u{1B}" { isColour = true }
      if !isColour { cells += character.cells }
      if character == "m" { isColour = false }
    }
    return max(cells, 1)
  }

  private func appendParties(_ record: Record, to line: inout [UInt8]) {
    appendSpeaker(record.from, to: &line)
    guard !Record.isRoom(record.to) else { return }
    line.append(" -> ")
    appendSpeaker(record.to, to: &line)
  }

  private func appendRoom(_ record: Record, to line: inout [UInt8]) {
    guard namesRooms, Record.isRoom(record.to) else { return }
    Escaping.appendVisible(record.to, as: .name, to: &line)
    line.append(" ")
  }

  private func appendText(_ text: [UInt8], of record: Record, to line: inout [UInt8]) {
    let isMarked = record.event != .sent && isMention(record)
    appendStyled(isMarked ? .mention : record.isPrivate ? .private : .plain, to: &line) {
      Escaping.appendVisible(text, to: &$0)
    }
  }

  /// Whether the record is speech of somebody else that holds the own name as a word.
  public func isMention(_ record: Record) -> Bool {
    record.isSpeech && !ASCIIFold.equal(record.from, ownName) && Mention.stands(ownName, in: record.text)
  }

  // MARK: Time

  func appendTime(_ timestamp: Timestamp, to line: inout [UInt8]) {
    if time == .hidden { return }
    appendStyled(.dim, to: &line) { line in
      switch time {
      case .hidden: break
      case .full: timestamp.append(to: &line)
      case .clock(let offset):
        let seconds = Int(timestamp.milliseconds / 1000) + offset
        let minutes = seconds / 60 % 1440
        line.append(decimal: (minutes + 1440) % 1440 / 60, width: 2)
        line.append(":")
        line.append(decimal: (minutes + 1440) % 60, width: 2)
      }
    }
    line.append(" ")
  }
}
