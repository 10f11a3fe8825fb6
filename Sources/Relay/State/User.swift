import Wire

/// A name that others see, held by one or more sessions.
///
/// Only ``Network/apply(_:)`` changes it.
final class User: Rolled {
  let id: UserID
  var account: AccountID? {
    didSet {
      accountTag = account.map { User.accountTag(Array($0.name.utf8)) } ?? []
      accountKey = account?.key ?? []
    }
  }
  /// `account=` and its name, as it stands among the tags of this user's lines; nothing without an account.
  private(set) var accountTag: [UInt8]
  /// What the account is found by in a table; nothing without an account.
  private(set) var accountKey: [UInt8]
  let userName: [UInt8]
  /// What others see as its host: its address, or what stands for that (``Cloak``).
  let host: [UInt8]
  /// Whether it came over the Unix socket, where nobody has an address.
  let isLocal: Bool
  var realName: [UInt8]
  /// Since when others see it.
  var since: Timestamp
  /// Since when it has its name.
  var namedAt: Timestamp
  var name: [UInt8] { didSet { source = User.source(name, userName, host) } }
  /// `:name!user@host ` as it begins the lines of this user.
  private(set) var source: [UInt8] { didSet { bareSource = nil } }
  /// ``source`` as facts tell it, once one has.
  private var bareSource: [UInt8]?
  var sessions = Roll<Session>()
  /// How many of the sessions are seen by others and belong to a person, not to a bot.
  var personCount = 0
  /// The sessions that others see.
  var recipients = Recipients()
  /// Those of the sessions that receive what is said to it in private: those of persons, which others see, and unseen
  /// ones that await replies; bots where no person is there.
  var listeners = Recipients()
  var memberships: [Membership] = []
  var awayReason: [UInt8]?
  /// Whether it is away since nobody sits at any of its sessions, and not since it said so.
  var isAbsent = false
  /// What is known of it beside all else.
  var metadata = Metadata()
  /// What it has set of itself.
  var modes: UserModes = []
  /// Whether it has said that it runs the server (OPER), and may.
  var isServerOperator = false
  var lastSpoke: Timestamp
  /// How far it has read; nil where nobody has asked for that yet.
  var markers: ReadMarkers?
  /// Its place in the order of arrival.
  var place = 0

  init(_ origin: UserOrigin, id: UserID, name: [UInt8], at time: Timestamp) {
    self.id = id
    self.name = name
    account = origin.account
    accountTag = origin.account.map { User.accountTag(Array($0.name.utf8)) } ?? []
    accountKey = origin.account?.key ?? []
    userName = origin.userName
    host = origin.host
    isLocal = origin.isLocal
    realName = origin.realName
    since = time
    namedAt = time
    lastSpoke = time
    source = User.source(name, origin.userName, origin.host)
  }

  /// Whether a session is there that others see.
  var isSeen: Bool { !recipients.all.isEmpty }

  /// Whether all sessions that others see are bots'.
  var isBot: Bool { isSeen && personCount == 0 }

  /// Whether nobody can read what goes to and from any of its sessions.
  var isSecure: Bool {
    sessions.allSatisfy { session in
      if case .encrypted = session.origin.security { true } else { false }
    }
  }

  /// Whether it is in a room.
  @inline(__always)
  func isMember(of room: Room) -> Bool {
    for index in memberships.indices where memberships[index].room === room { return true }
    return false
  }

  func membership(in room: Room) -> Membership? {
    memberships.first { $0.room === room }
  }

  /// The tag that tells the account of that name.
  static func accountTag(_ name: [UInt8]) -> [UInt8] {
    var tag = Array("account=".utf8)
    Tags.appendEscaped(name.span, to: &tag)
    return tag
  }

  /// `name!user@host`, the same array for all that it says.
  var shownSource: [UInt8] {
    if let bareSource { return bareSource }
    let shown = Array(source[1..<(source.count - 1)])
    bareSource = shown
    return shown
  }

  /// What ``source`` would be under another name.
  func source(as name: [UInt8]) -> [UInt8] { User.source(name, userName, host) }

  private static func source(_ name: [UInt8], _ userName: [UInt8], _ host: [UInt8]) -> [UInt8] {
    [0x3A] + name + [0x21] + userName + [0x40] + host + [0x20]
  }
}

/// What a user has from the session that it began with, and keeps.
struct UserOrigin {
  let account: AccountID?
  let userName: [UInt8]
  let host: [UInt8]
  let isLocal: Bool
  let realName: [UInt8]
}

extension AccountID {
  /// What the account is found by in a table: realm and name, of which neither holds a NUL, and which of those who had
  /// the name.
  var key: [UInt8] {
    switch realm {
    case .host(let host): Array("\(host)\0\(name)\0\(generation)".utf8)
    case .network: Array("\0\(name)\0\(generation)".utf8)
    }
  }
}
