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
  /// The account to log in to on the way: the one that was asked for, or that has been used.
  var login: AccountErrand?
  /// Whether without that account nothing is to be done.
  var needsLogin = false
  /// What logging in takes beside the password.
  public var means = LoginMeans()
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

  /// Has the account logged in to, or nothing done.
  public mutating func log(in account: [UInt8], password: [UInt8]?) {
    login = AccountErrand(.login, account: account, secret: password)
    needsLogin = true
  }

  /// The user name (RFC 2812 §3.1.3), which no server shows as the name: what every server takes of the login name.
  /// Some refuse one that holds anything but letters, digits and a few signs, or begins with a sign.
  var userName: [UInt8] {
    let plain = loginName.filter { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    let name = plain.drop { "-_.".utf8.contains($0) }
    return name.isEmpty ? Array("user".utf8) : Array(name)
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
