import Reactor
import Relay

/// The connections whose handshake can go on, in the order in which they get their turn.
///
/// One that has begun comes before those that have not: a handshake that is under way holds ten times the memory of one
/// that is done, so that few should be, however many have connected.
struct HandshakeQueue {
  private var begun = Fifo<SessionID>()
  private var fresh = Fifo<SessionID>()

  /// How many are done since memory was given back, and until when more of them are awaited.
  private(set) var done = 0
  private(set) var settlesAt = Int64.max

  var isEmpty: Bool { begun.isEmpty && fresh.isEmpty }

  /// One is done. Where they were few the memory that they needed is small, and soon used again.
  mutating func noteDone(at now: Int64) {
    done += 1
    if done >= HandshakeQueue.few { settlesAt = now + HandshakeQueue.quiet }
  }

  /// The memory that they needed is given back.
  mutating func settle() { (done, settlesAt) = (0, .max) }

  private static let few = 16
  private static let quiet: Int64 = 1000

  /// Adds a connection behind the others of its kind.
  mutating func append(_ id: SessionID, hasBegun: Bool) {
    if hasBegun { begun.append(id) } else { fresh.append(id) }
  }

  /// Takes out whose turn it is.
  mutating func next() -> SessionID? {
    if let id = begun.first {
      begun.removeFirst()
      return id
    }
    guard let id = fresh.first else { return nil }
    fresh.removeFirst()
    return id
  }
}
