import Wire

/// What an operator decides about the relay.
public struct RelayConfiguration: Sendable {
  /// What all machines of a network have in common.
  public var network = NetworkConfiguration()
  /// What is this machine's own.
  public var node = NodeConfiguration()

  /// The defaults.
  public init() {}
}

/// What all machines of a network have in common: what is decided by it is decided alike everywhere.
public struct NetworkConfiguration: Sendable {
  /// The network's name (ISUPPORT NETWORK), without blanks.
  public var name = "chatnet"
  /// The rooms that are always there.
  public var rooms = ["#lobby"]
  /// What their modes are at first: anybody may set their topics until an operator says otherwise.
  public var standingRoomModes: RoomModes = .noExternal
  /// What was kept of rooms.
  public var keptRooms: [RoomRecord] = []
  /// What was kept of accounts.
  public var keptAccounts: [AccountRecord] = []
  /// Who may make accounts.
  public var accounts = AccountMaking.local
  /// For how many milliseconds a room that an account has made is there after it was last used.
  public var roomsLast: Int64 = 30 * 86_400_000
  /// What the modes of a room are that somebody makes.
  public var roomModes: RoomModes = [.noExternal, .topicByOperators]
  /// Whether others see users' addresses, and not what stands for them.
  public var showsHosts = false
  /// Whose accounts may operate the server (OPER).
  public var operators: [AccountID] = []
  /// When the network began: the time of creation of the rooms that are always there.
  public var foundedAt = Timestamp(milliseconds: 0)
  /// The secret that hashes depend on.
  public var hashKey = HashKey(low: 0, high: 0)

  /// The defaults, with a key that is none: to be replaced by one that was drawn.
  public init() {}
}

/// Who may make accounts (REGISTER). Their passwords cross no network unencrypted, whoever may.
public enum AccountMaking: String, Sendable {
  /// Everybody.
  case open
  /// Nobody.
  case closed
  /// Those who come from the machine of the server.
  case local
}

/// What is one machine's own.
public struct NodeConfiguration: Sendable {
  /// The server's name, the source of its replies: a host name without blanks.
  public var serverName = "chatnet"
  /// The name of the host whose logins come over the Unix socket: the realm of their accounts.
  public var hostName = "localhost"
  /// What VERSION answers.
  public var version = "chatnet"
  /// The lines of the message of the day; empty for none.
  public var motd: [String] = []
  /// The most connections at once.
  public var maximumClients = Int.max
  /// So many more may come over the Unix socket, so that whoever takes all other places leaves it alone.
  public var placesForLocal = 0
  /// What PASS must hold, or nil.
  public var password: String?
  /// Where clients that come in the clear are to come instead, and for how long they are to keep to it (IRCv3 sts).
  public var strictTransport: StrictTransport?
  /// The passwords of those who become operators of the server by one (OPER), by their names.
  public var operatorPasswords: [OperatorPassword] = []
  /// When the server started.
  public var startedAt = Timestamp(milliseconds: 0)
  /// Whether the echo of a message that is kept waits until it is: see ``Outbox/Item/hold``. Not to be set where nothing
  /// that is said is kept.
  public var awaitsCommits = false
  /// Whether somebody keeps what facts tell, and can be asked for it.
  public var hasStore = false
  /// How much of what is said is kept then.
  public var history = KeptHistory.all
  /// Whether the outbox tells facts.
  public var reportsFacts = false
  /// Whether the name of a login of this host is kept for that login.
  public var keepsLoginNames = true

  /// Whether what was said can be asked for (CHATHISTORY).
  var keepsHistory: Bool { hasStore && history != .none }

  /// How many clients there may be before such a session is one too many.
  func places(for session: Session) -> Int {
    session.isLocal ? maximumClients + min(placesForLocal, .max - maximumClients) : maximumClients
  }

  /// The defaults.
  public init() {}
}

/// That clients are to come by TLS alone (IRCv3 sts).
public struct StrictTransport: Equatable, Sendable {
  /// The TCP port where TLS is spoken.
  public let port: UInt16
  /// For how many seconds a client is to keep to it; 0: it is to forget it.
  public let seconds: Int

  /// A port and a span of time.
  public init(port: UInt16, seconds: Int) {
    self.port = port
    self.seconds = seconds
  }
}

/// By which somebody becomes an operator of the server (OPER).
public struct OperatorPassword: Equatable, Sendable {
  /// The name that OPER is given.
  public let name: String
  /// The password.
  public let password: String

  /// A name and its password.
  public init(name: String, password: String) {
    self.name = name
    self.password = password
  }
}
