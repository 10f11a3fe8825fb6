import Reactor
import Relay
import Wire

/// The time of a turn, and the moments of the inputs in it.
struct ServerClock {
  private(set) var monotonic = Clock.monotonicMilliseconds()
  private var wall = Clock.wallMilliseconds()
  private var lastID: UInt64 = 0

  /// Reads the clocks, once a turn.
  mutating func read() {
    monotonic = Clock.monotonicMilliseconds()
    wall = Clock.wallMilliseconds()
  }

  /// The moment of the next input. Its number holds the time in its upper bits, so that ids go on growing over a
  /// restart; where the clock is set back, they grow by counting.
  mutating func nextMoment() -> Moment {
    lastID = max(lastID + 1, UInt64(max(0, wall)) << 20)
    return Moment(time: Timestamp(milliseconds: wall), id: lastID)
  }
}
