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

/// One name that others see, for as long as somebody holds it. Never used again while the server runs.
public struct UserID: Hashable, Sendable {
  /// The number of the user, counted from 1 in the order of their arrival.
  public let number: UInt64
}

/// Who somebody is, proven: the login name that the kernel tells for a connection over the Unix socket.
public struct AccountID: Hashable, Sendable {
  /// The name of the account.
  public let name: String

  /// The account of that name.
  public init(name: String) { self.name = name }
}

/// Where a connection comes from, as the kernel tells it.
public enum Origin: Equatable, Sendable {
  /// Over TCP, from this numeric address.
  case network(host: String)
  /// Over the Unix socket, by the person of this login name; nil where the user id has no name.
  case local(login: String?)
}

/// When an input happened, and the number that what comes of it is known by.
public struct Moment: Equatable, Sendable {
  /// The wall-clock time.
  public let time: Timestamp
  /// A number that no other moment has, greater than those before it: the `msgid` is made of it.
  public let id: UInt64

  /// A moment of that time and number.
  public init(time: Timestamp, id: UInt64) {
    self.time = time
    self.id = id
  }
}
