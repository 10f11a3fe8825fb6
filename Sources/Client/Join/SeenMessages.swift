import Wire

/// The messages that were told, so that none is told twice: one that its sender sent again because its acceptance was
/// not heard of, and one that came live and is in the history too.
struct SeenMessages: Equatable, Sendable {
  private struct Mark: Hashable, Sendable {
    let sender: [UInt8]
    let id: [UInt8]
  }

  private static let capacity = 8192

  private var clientIDs = RecentSet<Mark>(capacity: SeenMessages.capacity)
  private var serverIDs = RecentSet<[UInt8]>(capacity: SeenMessages.capacity)

  /// What a cursor remembers.
  init(_ cursor: Cursor? = nil) {
    for mark in cursor?.messages ?? [] {
      if !mark.clientID.isEmpty { clientIDs.insert(Mark(sender: mark.sender, id: mark.clientID)) }
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
    return clientIDs.contains(Mark(sender: SeenMessages.sender(of: record), id: id))
  }

  /// Whether it was told before, by the server's id of it.
  func isKnown(_ record: Record) -> Bool {
    record.id.map(serverIDs.contains) ?? false
  }

  /// It is told now.
  mutating func insert(_ record: Record) {
    if let id = record.clientID, record.isSpeech {
      clientIDs.insert(Mark(sender: SeenMessages.sender(of: record), id: id))
    }
    if let id = record.id { serverIDs.insert(id) }
  }
}
