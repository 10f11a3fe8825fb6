import Glibc

/// The two clocks of the system, in milliseconds.
public enum Clock {
  /// Milliseconds of CLOCK_MONOTONIC: for deadlines; it never goes back and stands while the machine sleeps.
  public static func monotonicMilliseconds() -> Int64 {
    milliseconds(CLOCK_MONOTONIC)
  }

  /// Milliseconds since 1970-01-01T00:00Z: for showing; it may go back.
  public static func wallMilliseconds() -> Int64 {
    milliseconds(CLOCK_REALTIME)
  }

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
