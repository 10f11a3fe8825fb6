import Relay

/// Who comes from where, as limits count it.
struct Guest: Hashable {
  /// A place that connections come from.
  enum Place: Hashable, CustomStringConvertible {
    /// The network: an address, or the addresses that are one host's.
    case block(AddressBlock)
    /// This machine's Unix socket: a login.
    case login(UInt32)

    var description: String {
      switch self {
      case .block(let block): block.description
      case .login(let uid): "user \(uid) of this machine"
      }
    }
  }

  let place: Place
  /// Whether connections from there are counted. They are not where root or the login that runs the server comes over
  /// the Unix socket, nor on loopback, behind which all users of the machine are, nor from trusted addresses. Of another
  /// login only how many there are is counted: its places are kept for the socket, and each has an account.
  let isCounted: Bool
}

/// What ``Admission`` has to know of a connection.
struct Visitor {
  /// As what a connection is counted.
  enum Standing {
    /// As nothing.
    case outside
    /// As one that waits to be let in.
    case waiting
    /// As one that was let in and has not registered.
    case unregistered
    case registered
    /// As one that has registered and that nobody sees.
    case unseen
    /// As one that has registered and waits for a place among those that nobody sees.
    case unseenWaiting
  }

  let id: SessionID
  let guest: Guest
  var standing = Standing.outside
  /// When its time comes, where it waits.
  var readyAt: Int64 = 0
  /// How long it waits for a place.
  var patienceEnds: Int64 = 0
  /// Whether its password waits for the time at which it is looked at.
  var isTrying = false
  /// How long that waits.
  var tryingEnds: Int64 = 0

  init(_ id: SessionID, _ guest: Guest) {
    self.id = id
    self.guest = guest
  }

  /// Whether it waits for a place.
  var isWaiting: Bool { standing == .waiting || standing == .unseenWaiting }

  /// Waits until its time comes, and then for a place.
  func nextLook(at now: Int64) -> Admission.Verdict {
    .wait(until: readyAt > now ? readyAt : patienceEnds)
  }
}

/// Why somebody is turned away.
enum AdmissionLimit: Equatable {
  /// There are as many connections of the login over the Unix socket.
  case ofLogin(Int)
  /// There are as many connections of the address.
  case connections(Int)
  /// There are as many that have not registered.
  case unregistered(Int)
  /// Connections come faster than so many a second.
  case attempts(aSecond: Int)
  /// There are as many that nobody sees.
  case unseen(Int)
  /// Passwords were wrong; the next one would be looked at after so many seconds.
  case passwords(seconds: Int)

  static func attempts(_ limits: AdmissionLimits) -> AdmissionLimit {
    .attempts(aSecond: max(1, Int(1_000 / max(1, limits.interval))))
  }

  /// What is said to who is turned away: the limit, and what to do.
  var advice: String {
    switch self {
    case .ofLogin(let count):
      "too many connections of your login (at most \(count) at once, so that others find a place): close one, and "
        + "try again"
    case .connections(let count):
      "too many connections from your address (at most \(count) at once): close one, and try again"
    case .unregistered(let count):
      "too many connections from your address have not registered (at most \(count) at once): "
        + "send NICK and USER, and try again"
    case .attempts(let count):
      "too many connections from your address in a short time (at most \(count) a second): try again later"
    case .unseen(let count):
      "too many unseen connections from your address (at most \(count) at once): try again later"
    case .passwords(let seconds):
      "too many wrong passwords from where you are: try again in \(seconds) s"
    }
  }

  /// The same in short, for the operator.
  var fault: String {
    switch self {
    case .connections(let count), .ofLogin(let count): "more than \(count) connections at once"
    case .unregistered(let count): "more than \(count) connections at once that have not registered"
    case .attempts(let count): "more than \(count) connections a second"
    case .unseen(let count): "more than \(count) unseen connections at once"
    case .passwords: "too many wrong passwords"
    }
  }

  /// What the operator can do about it.
  func remedy(_ place: Guest.Place) -> String {
    switch self {
    case .passwords: return ""
    case .ofLogin: return ": a higher --max-clients, or more files that may be open (ulimit -n), lets more in"
    default: break
    }
    return ": --trust \(place) or a higher --per-address lets more in"
  }
}
