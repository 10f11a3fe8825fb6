/// Limits of what one address may take, and patience in milliseconds.
public struct AdmissionLimits: Sendable {
  /// Connections of one address at once.
  public var connections: Int
  /// Connections of one login at once over the Unix socket.
  public var ofLogin = Int.max
  /// Whether connections over loopback are counted as others are. All users of the machine are behind one address there.
  public var countsLoopback = false
  /// How many connections may come from one address at once before more of them wait for their time.
  public var burst: Int { max(10, connections) }
  /// How long it takes until an address may make one more connection than the burst.
  public var interval: Int64 = 100
  /// Connections of one address at once that have not registered.
  public var unregistered: Int { max(4, connections / 4) }
  /// Connections of one address at once that nobody sees (`send`, `who`) and that no account vouches for.
  public var unseen: Int { max(2, connections / 2) }
  /// Connections of one address at once that wait until they are let in.
  public var waiting: Int { max(4, connections / 4) }
  /// How long one waits for a place that another of its address has.
  public var patience: Int64 = 10_000
  /// Wrong passwords from one place before the next answer is delayed.
  public var freeMistakes = 3
  /// The first delay; each further wrong password doubles it.
  public var firstDelay: Int64 = 1_000
  /// The longest delay: shorter than a client waits for an answer (30 s).
  public var longestDelay: Int64 = 20_000
  /// How long it takes until one wrong password is forgotten.
  public var forgetting: Int64 = 60_000
  /// Passwords of one place that wait at once for the time at which they are looked at.
  public var trying = 4
  /// How long one of them waits at most.
  public var tryPatience: Int64 = 60_000
  /// How often it is said of one address that something was refused.
  public var telling: Int64 = 60_000
  /// How many addresses are remembered from which nobody is here; twice as many at most.
  public var remembered = 8_192

  /// The defaults, but for how many connections of one address there may be.
  public init(connections: Int = 100) { self.connections = connections }
}
