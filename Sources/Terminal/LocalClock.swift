import Glibc
import Wire

/// The clock of the reader's time zone. The zone's rules are asked only once for each quarter of an hour: no clock in
/// the world is put forward or back within one.
public final class LocalClock {
  private static let quarter: Int64 = 900

  private var known: Int64?
  private var offset = 0

  /// A clock that nobody has asked.
  public init() {}

  /// How many seconds east of Greenwich the clock was at a moment.
  public func secondsFromUTC(at moment: Timestamp) -> Int {
    let seconds = moment.milliseconds / 1000
    if known == seconds / LocalClock.quarter { return offset }
    known = seconds / LocalClock.quarter
    var time = time_t(seconds)
    var local = tm()
    localtime_r(&time, &local)
    offset = local.tm_gmtoff
    return offset
  }
}
