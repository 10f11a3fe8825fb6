import Glibc

/// The time zone of the person (`TZ`, or the machine's).
enum LocalTime {
  /// How far the local time is ahead of UTC now.
  static var secondsFromUTC: Int {
    var now = time(nil)
    var local = tm()
    guard localtime_r(&now, &local) != nil else { return 0 }
    return local.tm_gmtoff
  }
}
