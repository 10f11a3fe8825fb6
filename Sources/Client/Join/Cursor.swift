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
  private var rooms: [[UInt8]: Mark] = [:]
  private var recent: [Mark] = []

  /// The cursor of a run that begins.
  public init() {}

  /// The cursor that a journal tells of. What is no line of a journal is passed over, a last line without its end too.
  public init(journal: [UInt8]) {
    let lines = journal.split(separator: 0x0A, omittingEmptySubsequences: false)
    for line in lines.dropLast() { if let mark = Mark(line: line) { add(mark) } }
  }

  /// The line to add to the journal once this record has been written, with its end; empty where nothing need be kept.
  public static func line(for record: Record) -> [UInt8] {
    var line: [UInt8] = []
    Mark(record)?.append(to: &line)
    return line
  }

  /// A journal of what counts now, for a file that has grown.
  public var journal: [UInt8] {
    var bytes: [UInt8] = []
    let latest = recent.suffix(Cursor.mostMessages)
    let older = rooms.values.filter { !latest.contains($0) }
    for mark in older.sorted(by: { ($0.time, $0.id.count) < ($1.time, $1.id.count) }) {
      mark.append(to: &bytes)
    }
    for mark in latest { mark.append(to: &bytes) }
    if let time, historyTime == nil, latest.last?.time != time { Mark(time: time).append(to: &bytes) }
    return bytes
  }

  /// This record has been written.
  public mutating func take(_ record: Record) {
    if let mark = Mark(record) { add(mark) }
  }

  /// The messages told last, oldest first.
  var messages: ArraySlice<Mark> { recent.suffix(Cursor.mostMessages) }

  /// The last message of a room; nil where none is known.
  func last(in room: [UInt8]) -> Mark? {
    rooms[ASCIIFold.lower(room.span)]
  }

  private mutating func add(_ mark: Mark) {
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

extension Cursor {
  /// What is kept of a record.
  struct Mark: Equatable, Sendable {
    let time: Timestamp
    /// The room that it was said in; empty for what was said in private.
    var room: [UInt8] = []
    /// The server's id of it; empty where it has none.
    var id: [UInt8] = []
    /// Who said it, as ``SeenMessages`` knows senders; empty where it is no message.
    var sender: [UInt8] = []
    /// The sender's own id of it; empty where it has none.
    var clientID: [UInt8] = []
    /// Whether it came out of the history.
    var isHistory = false

    var isMessage: Bool { !sender.isEmpty || !id.isEmpty }

    init(time: Timestamp) {
      self.time = time
    }

    /// What is to be kept of a record; nil for one that tells nothing of how far the run has come.
    init?(_ record: Record) {
      time = record.time
      switch record.event {
      case .message, .notice, .action, .sent:
        room = Record.isRoom(record.to) ? record.to : []
        id = record.id ?? []
        sender = SeenMessages.sender(of: record)
        clientID = record.clientID ?? []
        isHistory = record.isHistory
      // Told to a person before what was missed is fetched.
      case .resumed where record.isHistory: return nil
      case .ready, .resumed: break
      default: return nil
      }
    }

    /// Reads a line of a journal without its end.
    init?(line: ArraySlice<UInt8>) {
      let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
      guard let stamp = columns.first.map(Array.init), columns.count == 6,
        let time = Timestamp(rfc3339: stamp.span)
      else { return nil }
      let values = columns.dropFirst().compactMap { Escaping.unescaped(column: $0) }
      guard values.count == 5 else { return nil }
      self.time = time
      room = values[0]
      id = values[1]
      sender = values[2]
      clientID = values[3]
      isHistory = !values[4].isEmpty
    }

    func append(to bytes: inout [UInt8]) {
      time.append(to: &bytes)
      for column in [room, id, sender, clientID, isHistory ? Array("history".utf8) : []] {
        bytes.append("\t")
        Escaping.appendColumn(column, to: &bytes)
      }
      bytes.append("\n")
    }
  }
}
