import Wire

/// A name that others see, held by one or more sessions.
///
/// Only ``Network/apply(_:)`` changes it.
final class User {
  let id: UserID
  let account: AccountID?
  /// `account=` and its name, as it stands among the tags of this user's lines; nothing without an account.
  let accountTag: [UInt8]
  let userName: [UInt8]
  let host: [UInt8]
  /// Whether it came over the Unix socket, where nobody has an address.
  let isLocal: Bool
  let realName: [UInt8]
  /// Since when others see it.
  var since: Timestamp
  var name: [UInt8] { didSet { source = User.source(name, userName, host) } }
  /// `:name!user@host ` as it begins the lines of this user.
  private(set) var source: [UInt8]
  var sessions: [Session] = []
  /// Those of the sessions that somebody watches.
  var recipients = Recipients()
  /// Those of the sessions that receive what is said to it in private: the watched ones, and those that await replies.
  var listeners = Recipients()
  var memberships: [Membership] = []
  var awayReason: [UInt8]?
  var lastSpoke: Timestamp

  init(id: UserID, name: [UInt8], session: Session, realName: [UInt8], userName: [UInt8], at time: Timestamp)
  {
    self.id = id
    self.name = name
    self.account = session.account
    self.accountTag = User.accountTag(session.account)
    self.userName = userName
    self.host = Array(session.host.utf8)
    if case .local = session.origin { isLocal = true } else { isLocal = false }
    self.realName = realName
    self.since = time
    self.lastSpoke = time
    self.source = User.source(name, userName, host)
  }

  /// Whether a session is there that somebody watches.
  var isSeen: Bool { !recipients.all.isEmpty }

  func membership(in room: Room) -> Membership? {
    memberships.first { $0.room === room }
  }

  private static func accountTag(_ account: AccountID?) -> [UInt8] {
    guard let account else { return [] }
    var tag = Array("account=".utf8)
    Tags.appendEscaped(Array(account.name.utf8).span, to: &tag)
    return tag
  }

  private static func source(_ name: [UInt8], _ userName: [UInt8], _ host: [UInt8]) -> [UInt8] {
    [0x3A] + name + [0x21] + userName + [0x40] + host + [0x20]
  }
}

/// A user's place in a room.
struct Membership {
  let room: Room
  var isOperator = false
  var hasVoice = false

  /// The prefixes that others see: the highest alone, or all (`multi-prefix`).
  func prefix(all: Bool) -> StaticString {
    if isOperator { return all && hasVoice ? "@+" : "@" }
    return hasVoice ? "+" : ""
  }
}
