import Wire

/// What a cursor keeps of a record.
struct CursorMark: Equatable, Sendable {
  let time: Timestamp
  /// The room that it was said in; empty for what was said in private.
  var room: [UInt8] = []
  /// The server's id of it; empty where it has none.
  var id: [UInt8] = []
  /// Who said it, as ``ToldMessages`` knows senders; empty where it is no message.
  var sender: [UInt8] = []
  /// The sender's own id of it; empty where it has none.
  var clientID: [UInt8] = []
  /// Whether it came out of the history.
  var isHistory = false
  /// Whether it is no message: the room was entered for the first time.
  var isBeginning = false

  var isMessage: Bool { !sender.isEmpty || !id.isEmpty }

  init(time: Timestamp) {
    self.time = time
  }

  /// The beginning of a room.
  init(beginning room: [UInt8], at time: Timestamp) {
    self.time = time
    self.room = room
    isBeginning = true
  }

  /// What is to be kept of a record; nil for one that tells nothing of how far the run has come.
  init?(_ record: Record) {
    time = record.time
    switch record.event {
    case .message, .notice, .action, .sent:
      room = Record.isRoom(record.to) ? record.to : []
      id = record.id ?? []
      sender = ToldMessages.sender(of: record)
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
    isBeginning = values[4].elementsEqual("beginning".utf8)
    isHistory = !isBeginning && !values[4].isEmpty
  }

  func append(to bytes: inout [UInt8]) {
    time.append(to: &bytes)
    let kind = isBeginning ? "beginning" : isHistory ? "history" : ""
    for column in [room, id, sender, clientID, Array(kind.utf8)] {
      bytes.append("\t")
      Escaping.appendColumn(column, to: &bytes)
    }
    bytes.append("\n")
  }
}
