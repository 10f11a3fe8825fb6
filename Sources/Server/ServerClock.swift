import Reactor
import Relay
import Wire

/// The time of a turn, and the stamps of the inputs in it.
struct ServerClock {
  private(set) var monotonic = Clock.monotonicMilliseconds()
  private var wall = Clock.wallMilliseconds()
  private var lastNumber: Int64

  /// - Parameter number: All numbers are greater than this.
  init(behind number: Int64 = 0) { lastNumber = number }

  /// Reads the clocks, once a turn.
  mutating func read() {
    monotonic = Clock.monotonicMilliseconds()
    wall = max(wall, Clock.wallMilliseconds())
  }

  /// The stamp of the next input. Its number holds the time in its upper bits, so that numbers go on growing over a
  /// restart; where the clock is set back, time stands still and they grow by counting.
  mutating func nextStamp() -> Stamp {
    lastNumber = max(lastNumber + Stamp.span, max(0, wall) << 20)
    return Stamp(time: Timestamp(milliseconds: wall), number: lastNumber)
  }
}
