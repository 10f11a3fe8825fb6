import Reactor

/// The monotonic clock as a mind sees it: it stands while the server is not read from, since nobody can expect an
/// answer then, nor while this process was stopped.
struct PausableClock {
  /// How long it has stood in all, in milliseconds.
  private var lost: Int64 = 0
  private var pausedAt: Int64?

  /// The time by this clock, in milliseconds.
  var now: Int64 { (pausedAt ?? Clock.monotonicMilliseconds()) - lost }

  /// So much of the time that has passed does not count.
  mutating func forget(_ milliseconds: Int64) {
    // While it stands that time does not count anyway.
    if !isPaused { lost += milliseconds }
  }

  /// Whether it stands.
  var isPaused: Bool {
    get { pausedAt != nil }
    set {
      if newValue == isPaused { return }
      let now = Clock.monotonicMilliseconds()
      lost += pausedAt.map { now - $0 } ?? 0
      pausedAt = newValue ? now : nil
    }
  }
}
