import Wire

/// Who a client wants to be, and what it tells the server about itself.
public struct Identity: Equatable, Sendable {
  /// The name that was asked for; nil where nobody said, so that ``loginName`` or a held name counts.
  public var name: [UInt8]?
  /// The login name, as a name that the server allows.
  public var loginName: [UInt8]
  /// The server's password.
  public var password: [UInt8]?
  /// Whether nobody is to see this connection: it asks for `chatnet/unseen` or, where a server has only draft/pre-away,
  /// says `AWAY *` before the registration.
  public var isUnseen: Bool
  /// Whether the connection is a Unix socket, over which the server knows the login.
  public var isLocal: Bool
  /// Whether nobody else can read what goes over the connection: a password may.
  public var isPrivate: Bool
  /// The account to log in to on the way, once one has been used.
  var login: AccountErrand?
  /// Names that are not to be taken though this login holds them: those that are spoken to.
  public var otherThan: [[UInt8]]
  /// A random number of this run: the ids of its messages begin with it, and pauses are drawn from it.
  public var seed: UInt64
  /// Whether `alice-2`, `alice-3`, … are taken where a name that nobody asked for is not free.
  public var takesNextFree: Bool

  /// An identity of the login name, seen by all, over TCP, without a password.
  public init(loginName: [UInt8]) {
    self.loginName = loginName
    name = nil
    password = nil
    isUnseen = false
    isLocal = false
    isPrivate = false
    otherThan = []
    takesNextFree = false
    seed = 0
  }

  /// The last number that is tried behind a name.
  static let lastNumber = 99

  /// The name to begin with. `held` are the names under which this login has joined.
  func firstName(held: [[UInt8]], _ mapping: CaseMapping) -> [UInt8] {
    if let name { return name }
    let candidates = held.filter { name in !otherThan.contains { mapping.equal($0, name) } }
    return candidates.count == 1 ? candidates[0] : loginName
  }
}
