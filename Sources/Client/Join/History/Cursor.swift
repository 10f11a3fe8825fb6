import Wire

/// Where a run with a name (`join --resume`) has come to in what it was told.
///
/// It is kept as a journal: a line is added for each record that was written (``line(for:)``), and ``init(journal:)``
/// makes the cursor of the lines again. A journal that has grown is replaced by ``journal``, which is at most about as
/// long as ``mostMessages`` lines; so is one that was read, since its last line may be torn.
public struct Cursor: Equatable, Sendable {
  /// How many messages are remembered one by one, so that they are not told twice.
  static let mostMessages = 4096
  /// How many rooms are remembered.
  static let mostRooms = 1000

  /// When the last record was written; nil: none was.
  public private(set) var time: Timestamp?
  /// The time of the last message, by the server's clock.
  private(set) var messageTime: Timestamp?
  /// The time of the last message out of the history that is being told. It counts only when all of the history has
  /// been: other rooms may be further back.
  private var historyTime: Timestamp?
  private var rooms: [[UInt8]: CursorMark] = [:]
  private var recent: [CursorMark] = []
  /// When each room was entered for the first time, by the server's clock.
  private var beginnings: [[UInt8]: Timestamp] = [:]

  /// The cursor of a run that begins.
  public init() {}

  /// The cursor that a journal tells of. What is no line of a journal is passed over, a last line without its end too.
  public init(journal: [UInt8]) {
    let lines = journal.split(separator: 0x0A, omittingEmptySubsequences: false)
    for line in lines.dropLast() { if let mark = CursorMark(line: line) { add(mark) } }
  }

  /// The line to add to the journal once this record has been written, with its end; empty where nothing need be kept.
  public static func line(for record: Record) -> [UInt8] {
    var line: [UInt8] = []
    CursorMark(record)?.append(to: &line)
    return line
  }

  /// A journal of what counts now, for a file that has grown.
  public var journal: [UInt8] {
    var bytes: [UInt8] = []
    let latest = recent.suffix(Cursor.mostMessages)
    let older = rooms.values.filter { !latest.contains($0) }
    for (room, time) in beginnings.sorted(by: { ($0.value, $0.key.count) < ($1.value, $1.key.count) }) {
      CursorMark(beginning: room, at: time).append(to: &bytes)
    }
    for mark in older.sorted(by: { ($0.time, $0.id.count) < ($1.time, $1.id.count) }) {
      mark.append(to: &bytes)
    }
    for mark in latest { mark.append(to: &bytes) }
    if let time, historyTime == nil, latest.last?.time != time { CursorMark(time: time).append(to: &bytes) }
    return bytes
  }

  /// This record has been written.
  public mutating func advance(past record: Record) {
    if let mark = CursorMark(record) { add(mark) }
  }

  /// The line to add to the journal where ``begin(_:at:)`` was called, with its end.
  public static func line(beginning room: [UInt8], at time: Timestamp) -> [UInt8] {
    var line: [UInt8] = []
    CursorMark(beginning: room, at: time).append(to: &line)
    return line
  }

  /// A room is entered, at that time by the server's clock. What was said there before has not been missed, unless the
  /// room is known already.
  public mutating func begin(_ room: [UInt8], at time: Timestamp) {
    add(CursorMark(beginning: room, at: time))
  }

  /// When a room was entered for the first time; nil where that is not known.
  func beginning(of room: [UInt8]) -> Timestamp? {
    beginnings[ASCIIFold.lower(room.span)]
  }

  /// When the first room was entered; nil where that is not known.
  var beginning: Timestamp? { beginnings.values.min() }

  /// Whether it is known where in a room to go on.
  func knows(_ room: [UInt8]) -> Bool {
    last(in: room) != nil || beginning(of: room) != nil
  }

  /// The latest time that it tells of; nil: none.
  var latest: Timestamp? {
    ([time, messageTime, historyTime].compactMap(\.self) + Array(beginnings.values) + recent.map(\.time))
      .max()
  }

  /// The messages told last, oldest first.
  var messages: ArraySlice<CursorMark> { recent.suffix(Cursor.mostMessages) }

  /// The last message of a room; nil where none is known.
  func last(in room: [UInt8]) -> CursorMark? {
    rooms[ASCIIFold.lower(room.span)]
  }

  private mutating func add(beginning mark: CursorMark) {
    time = time ?? mark.time
    guard !knows(mark.room), beginnings.count < Cursor.mostRooms else { return }
    beginnings[ASCIIFold.lower(mark.room.span)] = mark.time
  }

  private mutating func add(_ mark: CursorMark) {
    if mark.isBeginning { return add(beginning: mark) }
    time = mark.time
    guard mark.isMessage else { return endHistory() }
    if mark.isHistory {
      historyTime = max(historyTime ?? mark.time, mark.time)
    } else {
      messageTime = max(messageTime ?? mark.time, mark.time)
    }
    recent.append(mark)
    if recent.count > 2 * Cursor.mostMessages { recent.removeFirst(Cursor.mostMessages) }
    let key = ASCIIFold.lower(mark.room.span)
    if !key.isEmpty && (rooms.count < Cursor.mostRooms || rooms[key] != nil) { rooms[key] = mark }
  }

  private mutating func endHistory() {
    guard let historyTime else { return }
    messageTime = max(messageTime ?? historyTime, historyTime)
    self.historyTime = nil
  }
}
