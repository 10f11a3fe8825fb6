import Wire

/// How records look as lines for people.
///
/// `[alice]: hi`, `#ops [alice]: hi` where that is not the only room, `[alice -> bob]: hi` in private, `* alice waves`,
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

  /// How a text that mentions the own name is marked where there are no colours.
  public enum MentionMark: Equatable, Sendable {
    /// It is not.
    case none
    /// The text is bold.
    case bold
    /// `[bob!]: alice, look`: no name holds the sign.
    case sign
  }

  /// What stands before each line.
  public var time: Time
  /// Whether to use colours (SGR sequences).
  public var hasColour: Bool
  /// The rooms that the reader is in: a line names its room unless that is the only one. Nil: no line does.
  public var rooms: [[UInt8]]?
  /// How mentions are marked where there are no colours.
  public var mentions = MentionMark.none
  /// The own name: text that mentions it is marked.
  public var ownName: [UInt8]
  /// Further words that mark a text as the own name does.
  public var highlights: [[UInt8]] = []
  /// Whether tabs of the own text are shown as a terminal shows them (``TabStops``), and not escaped.
  public var hasTabStops = false

  /// A rendering.
  public init(
    time: Time = .hidden, hasColour: Bool = false, rooms: [[UInt8]]? = nil, ownName: [UInt8] = []
  ) {
    self.time = time
    self.hasColour = hasColour
    self.rooms = rooms
    self.ownName = ownName
  }

  /// Appends the record as a line without an end.
  public func append(_ record: Record, to line: inout [UInt8]) {
    let start = line.count
    appendTime(record.time, to: &line)
    switch record.event {
    case _ where record.isRequest: appendEvent(record, to: &line)
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
    let style = style(of: record)
    appendParties(record, to: &line)
    if !hasColour, style == .mention, mentions == .sign { line.append("!") }
    line.append(after)
    let shown = hasTabStops && isOwn(record) ? TabStops.expanded(record.text) : record.text
    let text = shown.span
    guard var end = Bytes.firstIndex(of: 0x0A, in: text) else { return appendText(text, style, to: &line) }
    let indentation = repeatElement(UInt8(ascii: " "), count: cells(of: line[start...]))
    var position = 0
    while true {
      appendText(text.extracting(position..<end), style, to: &line)
      if end == text.count { return }
      line.append("\n")
      line += indentation
      position = end + 1
      end = Bytes.firstIndex(of: 0x0A, in: text, from: position) ?? text.count
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
    guard let rooms, Record.isRoom(record.to) else { return }
    if rooms.count == 1, ASCIIFold.equal(rooms[0], record.to) { return }
    Escaping.appendVisible(record.to, as: .name, to: &line)
    line.append(" ")
  }

  func isOwn(_ record: Record) -> Bool {
    record.event == .sent || !ownName.isEmpty && ASCIIFold.equal(record.from, ownName)
  }

  private func style(of record: Record) -> TextStyle {
    if record.event != .sent && isMention(record) { return .mention }
    return record.isPrivate ? .private : record.isHistory ? .dim : .plain
  }

  private func appendText(_ text: borrowing Span<UInt8>, _ style: TextStyle, to line: inout [UInt8]) {
    if text.isEmpty { return }
    beginStyle(style, to: &line)
    beginMark(style, to: &line)
    var visible = VisibleText(as: .text, over: hasColour ? style : nil)
    visible.append(text, to: &line)
    endMark(style, to: &line)
    endStyle(style, to: &line)
  }

  /// Whether the record is speech of somebody else that holds the own name as a word, or one of ``highlights``.
  public func isMention(_ record: Record) -> Bool {
    guard record.isSpeech, !ASCIIFold.equal(record.from, ownName) else { return false }
    return Mention.stands(ownName, in: record.text)
      || highlights.contains { Mention.stands($0, in: record.text) }
  }

  /// In which column, counted from 0, the text of a record's line begins.
  func indent(of record: Record) -> Int {
    guard record.isSpeech || record.event == .sent, !record.isRequest else { return timeCells + 3 }
    var line: [UInt8] = []
    var record = record
    record.text = []
    append(record, to: &line)
    return cells(of: line[...])
  }

  // MARK: Time

  /// How wide the time is, with the blank behind it.
  var timeCells: Int {
    switch time {
    case .hidden: 0
    case .clock: 6
    case .full: 25
    }
  }

  func appendTime(_ timestamp: Timestamp, to line: inout [UInt8]) {
    if time == .hidden { return }
    appendStyled(.dim, to: &line) { line in
      switch time {
      case .hidden: break
      case .full: timestamp.append(to: &line)
      case .clock(let offset): line.append(clockOf: timestamp, secondsFromUTC: offset)
      }
    }
    line.append(" ")
  }
}
