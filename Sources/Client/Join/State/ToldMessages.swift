import Wire

/// The messages that were told, so that none is told twice: one that its sender sent again because its acceptance was
/// not heard of, and one that came live and is in the history too.
struct ToldMessages: Equatable, Sendable {
  private struct SentID: Hashable, Sendable {
    let sender: [UInt8]
    let id: [UInt8]
  }

  private static let capacity = 8192

  private var clientIDs = RecentSet<SentID>(capacity: ToldMessages.capacity)
  private var serverIDs = RecentSet<[UInt8]>(capacity: ToldMessages.capacity)

  /// What a cursor remembers.
  init(_ cursor: Cursor? = nil) {
    for mark in cursor?.messages ?? [] {
      if !mark.clientID.isEmpty { clientIDs.insert(SentID(sender: mark.sender, id: mark.clientID)) }
      if !mark.id.isEmpty { serverIDs.insert(mark.id) }
    }
  }

  /// Who said it, for telling senders apart: the account, else the name in small letters.
  static func sender(of record: Record) -> [UInt8] {
    // No name holds a blank, so that no account is taken for one.
    if let account = record.account { return Array(" ".utf8) + account }
    return ASCIIFold.lower(record.from.span)
  }

  /// Whether the sender has sent it before, by the sender's own id of it.
  func isRepeated(_ record: Record) -> Bool {
    guard let id = record.clientID else { return false }
    return clientIDs.contains(SentID(sender: ToldMessages.sender(of: record), id: id))
  }

  /// Whether it was told before, by the server's id of it.
  func isKnown(_ record: Record) -> Bool {
    record.id.map(serverIDs.contains) ?? false
  }

  /// It is told now.
  mutating func insert(_ record: Record) {
    if let id = record.clientID, record.isSpeech {
      clientIDs.insert(SentID(sender: ToldMessages.sender(of: record), id: id))
    }
    if let id = record.id { serverIDs.insert(id) }
  }
}

/// What was told, and how far it has come.
struct ToldSoFar: Sendable {
  /// Where a run with a name goes on, and from where what was missed is fetched.
  private(set) var cursor: Cursor
  /// The messages, so that none is told twice.
  private(set) var messages: ToldMessages
  /// The time of the last thing that others, or the server for others, did; by the server's clock, where it tells that.
  private(set) var lastTime: Timestamp?

  /// - Parameter cursor: Where an earlier run has come to; nil: there was none.
  init(_ cursor: Cursor?) {
    self.cursor = cursor ?? Cursor()
    messages = ToldMessages(cursor)
  }

  /// A room is entered.
  mutating func begin(_ room: [UInt8], at time: Timestamp) {
    cursor.begin(room, at: time)
  }

  /// A record is told now.
  mutating func insert(_ record: Record) {
    cursor.advance(past: record)
    messages.insert(record)
    if record.isDeed { lastTime = max(lastTime ?? record.time, record.time) }
  }
}

extension Record {
  /// Whether somebody did or said it, at a time that the server may tell.
  fileprivate var isDeed: Bool {
    switch event {
    case .message, .notice, .action, .sent, .join, .part, .quit, .kick, .nick, .mode, .away, .back, .invite:
      true
    default: false
    }
  }
}
