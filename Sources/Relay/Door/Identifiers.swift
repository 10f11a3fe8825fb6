import Wire

/// One connection. The server gives a slot again after its connection has closed; the generation tells the two
/// apart.
public struct SessionID: Hashable, Sendable {
  /// The place in the server's and the relay's tables.
  public let slot: UInt32
  /// How many connections have had the slot before.
  public let generation: UInt32

  /// The connection in `slot`, of that generation.
  public init(slot: UInt32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }
}

/// One name that others see, for as long as somebody holds it. Never used again.
public struct UserID: Hashable, Sendable {
  /// The number of the user, counted from 1 in the order of their arrival.
  public let number: UInt64

  /// The user of that number.
  public init(number: UInt64) { self.number = number }
}

/// Who somebody is, proven.
public struct AccountID: Hashable, Sendable {
  /// Who vouches for an account: the same name in two realms is two people.
  public enum Realm: Hashable, Sendable {
    /// A host, whose logins are accounts: the kernel tells who is at the other end of its Unix socket.
    case host(String)
    /// The network, at which accounts are registered.
    case network
  }

  /// Who vouches for it.
  public let realm: Realm
  /// The name of the account in its realm, as it is spelled there.
  public let name: String
  /// What tells apart those who have had the name in turn, so that nobody inherits from another: the uid of a login,
  /// the number of the input that made a registered account. 0 where it is not known.
  public let generation: Int64

  /// The account of that name.
  public init(realm: Realm, name: String, generation: Int64 = 0) {
    self.realm = realm
    self.name = name
    self.generation = generation
  }

  /// Whether it has the same name in the same realm, whoever had it when.
  func isNamed(as other: AccountID) -> Bool { realm == other.realm && name == other.name }
}

/// Where a connection comes from.
public struct Origin: Equatable, Sendable {
  /// The other end, as the kernel tells it.
  public enum Place: Equatable, Sendable {
    /// Over TCP, from this numeric address.
    case network(host: String)
    /// Over the Unix socket, from a process of this user.
    case local(uid: UInt32)
  }

  /// What keeps others from reading what goes over the connection.
  public enum Security: Equatable, Sendable {
    /// Nothing. A Unix socket needs nothing.
    case plain
    /// TLS, with the SHA-256 of the certificate that the other end has shown, if it has shown one.
    case encrypted(certificate: [UInt8]?)
  }

  /// Where the other end is.
  public let place: Place
  /// How the connection is kept from others.
  public let security: Security

  /// A connection from that place.
  public init(_ place: Place, security: Security = .plain) {
    self.place = place
    self.security = security
  }

  /// Whether it is the Unix socket, where nobody has an address.
  public var isLocal: Bool {
    if case .local = place { true } else { false }
  }

  /// Whether it comes from the machine of the server: over the Unix socket or loopback.
  public var isOfThisMachine: Bool {
    switch place {
    case .local: true
    case .network(let host):
      host == "::1" || host.hasPrefix("127.") || host.hasPrefix("::ffff:127.")
    }
  }

  /// Whether nobody on its way can read what goes over it: a password may.
  public var isProtected: Bool { isOfThisMachine || security != .plain }

  /// The SHA-256 of the certificate that the other end has shown, if it has shown one.
  public var certificate: [UInt8]? {
    if case .encrypted(let certificate) = security { certificate } else { nil }
  }
}

/// When an input happened, and the number that what comes of it is known by. Both are fixed outside the relay.
public struct Stamp: Hashable, Sendable {
  /// How far apart the numbers of two stamps are at least: the messages of one line are numbered from the stamp's own
  /// number on, so this bounds how many they may be.
  public static let span: Int64 = 16

  /// The wall-clock time. It never goes back from one input to the next.
  public let time: Timestamp
  /// The number of the first message that the input leads to: not negative, and by ``span`` greater at least than that
  /// of the stamp before.
  public let number: Int64

  /// A stamp of that time and number.
  public init(time: Timestamp, number: Int64) {
    self.time = time
    self.number = number
  }
}
