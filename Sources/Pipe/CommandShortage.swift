/// That the system has no room for another process, or for what is needed to watch it: what waits is tried again after
/// a pause, or when something has ended.
struct CommandShortage {
  /// In milliseconds.
  private static let pause: Int64 = 1000
  /// How long it is said no more than once, in milliseconds.
  private static let silence: Int64 = 60_000

  /// When to try again, on the monotonic clock; nil: nothing is short.
  private(set) var end: Int64?
  private var saidAt: Int64?

  /// Whether it is not to be tried yet.
  func lasts(_ now: Int64) -> Bool { end.map { $0 > now } ?? false }

  /// Nothing can be started. Gives whether that is to be said.
  mutating func begin(_ now: Int64) -> Bool {
    end = now + CommandShortage.pause
    if let saidAt, now - saidAt < CommandShortage.silence { return false }
    saidAt = now
    return true
  }

  /// Something has ended, or could be started.
  mutating func cease() {
    end = nil
  }
}
