import Reactor
import Relay

/// Who waits at the server's door: what ``Admission`` decides by values is carried out from here, once a turn.
struct Entrance {
  /// How many connections came over TCP.
  var networkCount = 0
  /// How many of them are only here to be told that they are turned away.
  var refusedCount = 0
  /// The connections that may go on, or whose time has come.
  var awakened: [SessionID] = []
  /// The sessions that are to end, and what they are told.
  var dismissals: [(id: SessionID, reason: String)] = []
  /// The connections over TCP that may not have registered, the oldest first.
  var newcomers = Fifo<SessionID>()
  /// Until when no connection over TCP is accepted, since there is no place or descriptor; nil: they are accepted.
  var networkPause: Int64?
  /// The same for the Unix socket, which waits for descriptors alone.
  var localPause: Int64?
  /// Whether a connection has gone since accepting was paused.
  var hasRoom = false
  /// When it may be said again that there are no places.
  var tellsFullnessAt = Int64.min
  private var lines = 0
  private var minuteEnds = Int64.min

  /// When accepting goes on.
  var resumesAt: Int64 { min(networkPause ?? .max, localPause ?? .max) }

  /// Whether nothing is to be done in this turn.
  var isSettled: Bool {
    awakened.isEmpty && dismissals.isEmpty && !(hasRoom && resumesAt != .max)
  }

  /// The server ends: nobody comes any more.
  mutating func end() {
    (networkPause, localPause) = (nil, nil)
    awakened = []
    dismissals = []
  }

  /// Whether one more line may be written for the operator: many addresses are many lines, of which a minute has a
  /// bounded number.
  mutating func mayTell(_ limit: Int, at now: Int64) -> Bool {
    if now >= minuteEnds { (lines, minuteEnds) = (0, now + 60_000) }
    lines += 1
    return lines <= limit
  }
}
