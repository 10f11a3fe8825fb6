import Wire

/// What a server answers to one CHATHISTORY.
struct HistoryPage: Sendable {
  /// The most messages of a page that are kept; whoever wants more asks for what follows the last one.
  static let mostMessages = 1000
  private static let mostBytes = 4 << 20

  /// The room or name whose history it is.
  let target: [UInt8]
  /// What was said, oldest first.
  private(set) var records: [Record] = []
  /// Who wrote or was written to, and when last: the answer to CHATHISTORY TARGETS.
  private(set) var targets: [(name: [UInt8], time: Timestamp)] = []
  private var bytes = 0

  /// A page that begins.
  init(of target: [UInt8]) {
    self.target = target
  }

  /// Adds what a message of the batch tells. What is no speech would change nothing that is so now.
  mutating func append(_ message: ServerMessage, _ profile: ServerProfile, _ now: Moment) {
    if message.verb == ServerVerb.chathistory {
      guard targets.count < HistoryPage.mostMessages else { return }
      if let time = Timestamp(rfc3339: message[2].span) { targets.append((message[1], time)) }
    } else if let record = Record(message, profile, now), record.isSpeech {
      append(record)
    }
  }

  /// Adds a message.
  mutating func append(_ record: Record) {
    guard records.count < HistoryPage.mostMessages, bytes < HistoryPage.mostBytes else { return }
    bytes += record.text.count
    records.append(record)
    records[records.count - 1].isHistory = true
  }
}
