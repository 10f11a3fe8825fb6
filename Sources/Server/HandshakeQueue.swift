import Reactor
import Relay

/// The connections whose handshake can go on, in the order in which they get their turn.
///
/// One that has begun comes before those that have not: a handshake that is under way holds ten times the memory of one
/// that is done, so that few should be, however many have connected.
struct HandshakeQueue {
  private var begun = Fifo<SessionID>()
  private var fresh = Fifo<SessionID>()

  /// How many are done since memory was given back.
  var done = 0

  var isEmpty: Bool { begun.isEmpty && fresh.isEmpty }

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
