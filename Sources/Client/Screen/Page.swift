import Wire

/// What stands above a person's prompt: records become lines, and what they tell about people is remembered.
///
/// A turn's lines collect, and their owner takes them out at its end. Nothing that others wrote gets into them but as
/// ``Escaping/appendVisible(_:as:to:)`` writes it: they hold no controls but SGR sequences, the ends of lines, and the
/// bell where it is due.
public struct Page {
  private static let bell: UInt8 = 0x07

  private var writer: RecordWriter
  private let hasBell: Bool
  private var lines: [UInt8] = []
  private var arrivals = ArrivalFolding()
  private var list = NameList()
  /// The rooms, in small letters, whose list of names comes without being asked for.
  private var expectedLists: Set<[UInt8]> = []
  private var speakers = Speakers()
  private let hidden: HiddenEvents
  /// How many cells the screen is wide: lines that come are broken for it. 0: they are not broken.
  public var columns = 0
  private let secondsFromUTC: (Timestamp) -> Int
  private var day: Int64?
  private var lostAt: Timestamp?
  /// The name by which the server knows this client; nil before it is known.
  public private(set) var ownName: [UInt8]?

  /// A page that begins now.
  ///
  /// - Parameters:
  ///   - writer: The form of the records. A clock in its rendering is set to the reader's.
  ///   - hasBell: Whether to ring for private messages and mentions.
  ///   - hidden: What others do that is not shown.
  ///   - secondsFromUTC: How far east of Greenwich the reader's clock was at a moment. Asked for each line.
  public init(
    writer: RecordWriter, hasBell: Bool, hidden: HiddenEvents = HiddenEvents(), at now: Timestamp,
    secondsFromUTC: @escaping (Timestamp) -> Int
  ) {
    self.writer = writer
    self.hasBell = hasBell
    self.hidden = hidden
    self.secondsFromUTC = secondsFromUTC
    setClock(at: now)
    day = self.writer.rendering.day(of: now)
  }

  // MARK: Lines

  /// Appends bytes as they are.
  public mutating func append(_ bytes: [UInt8]) {
    writeArrivals()
    lines += bytes
  }

  /// Appends what went wrong, as standard error would say it.
  public mutating func append(diagnostic line: String) {
    writeArrivals()
    let start = lines.count
    writer.rendering.append(diagnostic: line, to: &lines)
    endLine(from: start, indent: 2)
  }

  /// Appends something to know, dimmed where it is nobody's answer.
  public mutating func append(remark text: String, isDim: Bool = false) {
    writeArrivals()
    let start = lines.count
    writer.rendering.append(remark: text, isDim: isDim, to: &lines)
    endLine(from: start, indent: Page.markCells)
  }

  /// When ``takeBytes(at:)`` has something to give although nothing was appended, on the monotonic clock; nil: it has
  /// not.
  public var deadline: Int64? { arrivals.deadline }

  /// Appends something to know that happened at a time.
  public mutating func append(news text: String, at time: Timestamp) {
    writeArrivals()
    tellDay(of: time)
    let start = lines.count
    writer.rendering.append(news: text, at: time, to: &lines)
    endLine(from: start, indent: eventIndent)
  }

  /// Appends what happened; arrivals and departures wait a while for others, or for something else to happen.
  ///
  /// - Parameter now: Milliseconds of the monotonic clock.
  public mutating func append(_ record: Record, at now: Int64 = 0) {
    if hidden.hides(record, from: ownName) {
      // It is known all the same.
    } else if ArrivalFolding.folds(record), !isOwn(record.from) {
      if arrivals.contradicts(record) { writeArrivals() }
      arrivals.keep(record, at: now)
    } else {
      writeArrivals()
      write(record)
    }
    learn(record)
  }

  /// Takes out what has been written until that time, in milliseconds of the monotonic clock; nil: all, for there will
  /// be no more.
  public mutating func takeBytes(at now: Int64? = nil) -> [UInt8] {
    if let deadline, now.map({ $0 >= deadline }) ?? true { writeArrivals() }
    var taken: [UInt8] = []
    swap(&taken, &lines)
    return taken
  }

  /// What Tab offers: those first who spoke last.
  public func completion(for roster: Roster) -> ChatLineCompletion {
    let names = speakers.sorted(with: roster.names).filter { !isOwn($0) }
    return ChatLineCompletion(rooms: roster.rooms, names: names, ignored: roster.ignored)
  }

  // MARK: Learning

  private func isOwn(_ name: [UInt8]) -> Bool {
    ownName.map { ASCIIFold.equal($0, name) } ?? false
  }

  private mutating func learn(_ record: Record) {
    speakers.learn(record)
    writer.rendering.learn(record)
    switch record.event {
    case .ready:
      ownName = record.from
      for room in record.text.split(separator: 0x20) { expectList(of: Array(room)) }
    case .join: if isOwn(record.from) { expectList(of: record.to) }
    case .part: if isOwn(record.from) { expectedLists.remove(ASCIIFold.lower(record.to.span)) }
    case .nick: if isOwn(record.from) { ownName = record.text }
    case .lost: lostAt = record.time
    case .resumed: lostAt = nil
    default: break
    }
  }

  private mutating func expectList(of room: [UInt8]) {
    if expectedLists.count < RoomTable.mostRooms { expectedLists.insert(ASCIIFold.lower(room.span)) }
  }

  // MARK: Writing

  private mutating func write(_ record: Record) {
    switch record.event {
    case .user: return list.append(record)
    case .end where record.text.elementsEqual("user".utf8): return writeList(endedBy: record)
    default: break
    }
    tellDay(of: record.time)
    switch record.event {
    case .ready:
      // What is to be told of its rooms follows.
      var record = record
      record.text = []
      writeLine(record)
    case .resumed: writeSeparator(record)
    default: writeLine(record)
    }
    if hasBell, calls(record) { lines.append(Page.bell) }
  }

  private mutating func writeArrivals() {
    if arrivals.isEmpty { return }
    for line in arrivals.takeLines() {
      switch line {
      case .record(let record):
        tellDay(of: record.time)
        writeLine(record)
      case .crowd(let crowd):
        tellDay(of: crowd.time)
        let start = lines.count
        writer.rendering.append(crowd, to: &lines)
        endLine(from: start, indent: eventIndent)
      }
    }
  }

  private mutating func writeList(endedBy end: Record) {
    tellDay(of: end.time)
    let isIntroduction = expectedLists.remove(ASCIIFold.lower(end.to.span)) != nil
    let start = lines.count
    writer.rendering.append(list, endedBy: end, isIntroduction: isIntroduction, to: &lines)
    endLine(from: start, indent: eventIndent)
    list = NameList()
  }

  private mutating func writeLine(_ record: Record) {
    let start = lines.count
    let rendering = writer.rendering
    writer.append(record, to: &lines)
    breakRows(from: start, indent: rendering.indent(of: record))
  }

  private mutating func endLine(from start: Int, indent: Int) {
    lines.append(writer.end.rawValue)
    breakRows(from: start, indent: indent)
  }

  /// How wide `-- ` is.
  private static let markCells = 3
  /// In which column an event begins.
  private var eventIndent: Int { writer.rendering.timeCells + Page.markCells }

  private mutating func breakRows(from start: Int, indent: @autoclosure () -> Int) {
    guard columns > 0, lines.count - start >= columns else { return }
    lines.replaceSubrange(
      start..., with: RowBreaking.rows(of: lines[start...], columns: columns, indent: indent()))
  }

  private mutating func writeSeparator(_ record: Record) {
    guard let lostAt else { return writeLine(record) }
    let start = lines.count
    writer.rendering.append(separatorFrom: lostAt, to: record.time, to: &lines)
    endLine(from: start, indent: Page.markCells)
  }

  /// Sets the clock for a line, with the date before it where the day is not that of the line above.
  private mutating func tellDay(of moment: Timestamp) {
    setClock(at: moment)
    let today = writer.rendering.day(of: moment)
    if today == day { return }
    day = today
    let start = lines.count
    writer.rendering.append(dayOf: moment, to: &lines)
    endLine(from: start, indent: Page.markCells)
  }

  private mutating func setClock(at moment: Timestamp) {
    guard case .clock = writer.rendering.time else { return }
    writer.rendering.time = .clock(secondsFromUTC: secondsFromUTC(moment))
  }

  /// Whether a person, and no server or program, wants this person's attention now.
  public func calls(_ record: Record) -> Bool {
    guard record.event == .message || record.event == .action, !record.isHistory, !record.isRequest,
      !record.from.contains(UInt8(ascii: ".")), ownName != nil, !isOwn(record.from)
    else { return false }
    return record.isPrivate || writer.rendering.isMention(record)
  }
}
