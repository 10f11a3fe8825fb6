import Wire

/// How records look as lines for people.
///
/// `[alice]: hi`, `#ops [alice]: hi` when in several rooms, `[alice -> bob]: hi` in private, `* alice waves`,
/// `-alice- hi` for a notice, and `-- …` for all else: no text looks like an event, since no name holds a blank.
/// What others wrote is escaped (``Escaping/appendVisible(_:as:to:)``).
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
    appendTime(record.time, to: &line)
    switch record.event {
    case .message, .notice, .action: appendSpeech(record, as: record.event, to: &line)
    case .sent: appendSpeech(record, as: record.sentAs ?? .message, to: &line)
    default: appendEvent(record, to: &line)
    }
  }

  // MARK: Speech

  private func appendSpeech(_ record: Record, as kind: RecordEvent, to line: inout [UInt8]) {
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
    appendText(record, to: &line)
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

  private func appendText(_ record: Record, to line: inout [UInt8]) {
    let isMarked = record.event != .sent && isMention(record)
    appendStyled(isMarked ? .mention : record.isPrivate ? .private : .plain, to: &line) {
      Escaping.appendVisible(record.text, to: &$0)
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
