/// The messages after which a run ends (`--count`).
struct MessageCount: Equatable, Sendable {
  private let wanted: Int
  /// How many are still to come.
  private(set) var left: Int
  /// How long to wait for the next one, in milliseconds; nil: as long as it takes.
  private let limit: Int64?
  /// When the next one is waited for no longer, on the monotonic clock.
  private(set) var deadline: Int64?

  /// - Parameter timeout: How long to wait for each, in milliseconds; nil: as long as it takes.
  init(_ count: Int, timeout: Int64?) {
    wanted = count
    left = count
    limit = timeout
  }

  /// Waits for the next one.
  mutating func awaitNext(_ now: Moment) {
    deadline = left > 0 ? limit.map { now.monotonic + $0 } : nil
  }

  /// One has come.
  mutating func countOne(_ now: Moment) {
    left -= 1
    awaitNext(now)
  }

  /// What it means that the next one has not come in time.
  var failure: Failure {
    let what = left == wanted ? "no message came" : "no further message came"
    return Failure(.gaveUpWaiting, "\(what) in \(Patience(limit: limit ?? 0).description)")
  }
}
