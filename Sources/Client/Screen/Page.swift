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
  ///   - secondsFromUTC: How far east of Greenwich the reader's clock was at a moment. Asked for each line.
  public init(
    writer: RecordWriter, hasBell: Bool, at now: Timestamp, secondsFromUTC: @escaping (Timestamp) -> Int
  ) {
    self.writer = writer
    self.hasBell = hasBell
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
    writer.rendering.append(diagnostic: line, to: &lines)
    endLine()
  }

  /// Appends something to know.
  public mutating func append(remark text: String) {
    writeArrivals()
    writer.rendering.append(remark: text, to: &lines)
    endLine()
  }

  /// Appends what happened; arrivals and departures wait for the end of the turn, or for something else to happen.
  public mutating func append(_ record: Record) {
    if ArrivalFolding.folds(record), !isOwn(record.from) {
      if arrivals.contradicts(record) { writeArrivals() }
      arrivals.keep(record)
    } else {
      writeArrivals()
      write(record)
    }
    learn(record)
  }

  /// Takes out what has been written.
  public mutating func takeBytes() -> [UInt8] {
    writeArrivals()
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
      writer.append(record, to: &lines)
    case .resumed: writeSeparator(record)
    default: writer.append(record, to: &lines)
    }
    if rings(record) { lines.append(Page.bell) }
  }

  private mutating func writeArrivals() {
    if arrivals.isEmpty { return }
    for line in arrivals.takeLines() {
      switch line {
      case .record(let record):
        tellDay(of: record.time)
        writer.append(record, to: &lines)
      case .crowd(let crowd):
        tellDay(of: crowd.time)
        writer.rendering.append(crowd, to: &lines)
        endLine()
      }
    }
  }

  private mutating func writeList(endedBy end: Record) {
    tellDay(of: end.time)
    let isIntroduction = expectedLists.remove(ASCIIFold.lower(end.to.span)) != nil
    writer.rendering.append(list, endedBy: end, isIntroduction: isIntroduction, to: &lines)
    endLine()
    list = NameList()
  }

  private mutating func endLine() {
    lines.append(writer.end.rawValue)
  }

  private mutating func writeSeparator(_ record: Record) {
    guard let lostAt else { return writer.append(record, to: &lines) }
    writer.rendering.append(separatorFrom: lostAt, to: record.time, to: &lines)
    endLine()
  }

  /// Sets the clock for a line, with the date before it where the day is not that of the line above.
  private mutating func tellDay(of moment: Timestamp) {
    setClock(at: moment)
    let today = writer.rendering.day(of: moment)
    if today == day { return }
    day = today
    writer.rendering.append(dayOf: moment, to: &lines)
    endLine()
  }

  private mutating func setClock(at moment: Timestamp) {
    guard case .clock = writer.rendering.time else { return }
    writer.rendering.time = .clock(secondsFromUTC: secondsFromUTC(moment))
  }

  /// Whether a person, and no server or program, wants this person's attention now.
  private func rings(_ record: Record) -> Bool {
    guard hasBell, record.event == .message || record.event == .action, !record.isHistory, !record.isRequest,
      !record.from.contains(UInt8(ascii: ".")), ownName != nil, !isOwn(record.from)
    else { return false }
    return record.isPrivate || writer.rendering.isMention(record)
  }
}
