import Glibc

/// The two clocks of the system, in milliseconds.
public enum Clock {
  /// Milliseconds of CLOCK_MONOTONIC: for deadlines; it never goes back and stands while the machine sleeps.
  public static func monotonicMilliseconds() -> Int64 {
    System.milliseconds(of: CLOCK_MONOTONIC)
  }

  /// Milliseconds since 1970-01-01T00:00Z: for showing; it may go back.
  public static func wallMilliseconds() -> Int64 {
    System.milliseconds(of: CLOCK_REALTIME)
  }
}
