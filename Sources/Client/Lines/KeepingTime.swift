/// How long `send --unsent` goes on reading input that it cannot send, but only keep for the next run: to the input's
/// end, or until nothing has come for a second. A limit on the whole keeps input that never ends from delaying the next
/// run.
struct KeepingTime: Equatable, Sendable {
  private static let silence: Int64 = 1000

  private let limit: Int64
  private var end = Int64.max
  private var next = Int64.max

  /// `limit`: how long it may take in all, in milliseconds.
  init(limit: Int64) {
    self.limit = limit
  }

  /// When it ends, on the monotonic clock; nil: it has not begun.
  var deadline: Int64? { next == .max ? nil : min(next, end) }

  /// It begins.
  mutating func begin(_ now: Moment) {
    end = now.monotonic + max(limit, KeepingTime.silence)
    renew(now)
  }

  /// Input came.
  mutating func renew(_ now: Moment) {
    next = now.monotonic + KeepingTime.silence
  }

  /// Whether it has ended.
  func hasEnded(_ now: Moment) -> Bool { deadline.map { $0 <= now.monotonic } ?? false }
}
