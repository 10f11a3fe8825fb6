import Relay

/// What is known of one place that connections come from.
struct AdmissionRecord {
  /// A connection that waits until it is let in.
  struct Waiting {
    let id: SessionID
    /// When its time comes, if there is a place.
    let readyAt: Int64
  }

  /// Connections that are let in.
  var entered = 0
  /// Those of them that have not registered.
  var unregistered = 0
  /// Those of them that nobody sees.
  var unseen = 0
  /// Connections that wait to be let in, in the order in which they came.
  var waiting: [Waiting] = []
  /// Those that have registered and wait for one of the places that nobody sees.
  var unseenWaiting: [Waiting] = []
  /// How many passwords wait for the time at which they are looked at.
  var trying = 0
  var arrivals = Pace()
  var mistakes = Mistakes()
  var refusals = Refusals()

  /// Whether something of it is here.
  var isBusy: Bool { entered > 0 || !waiting.isEmpty || trying > 0 }

  /// Whether it is remembered while nothing of it is here.
  func isWorthKeeping(_ limits: AdmissionLimits, at now: Int64) -> Bool {
    mistakes.count(limits, at: now) > 0 || refusals.isFresh(limits, at: now)
      || arrivals.isAhead(of: now)
  }

  /// What stands in the way of one more connection; nil where there is a place.
  func obstacle(_ limits: AdmissionLimits) -> AdmissionLimit? {
    if entered >= limits.connections { return .connections(limits.connections) }
    if unregistered >= limits.unregistered { return .unregistered(limits.unregistered) }
    return nil
  }
}

/// How fast connections come: each moves a point of time by the interval, and may be that far ahead of the clock as the
/// burst allows.
struct Pace {
  /// When all that came would have come, at the interval.
  private var spentUntil = Int64.min

  /// When the next one's time is, if it comes now.
  func nextTime(_ limits: AdmissionLimits, at now: Int64) -> Int64 {
    max(now, max(spentUntil, now) - limits.interval * Int64(limits.burst - 1))
  }

  /// One comes now. Gives when its time is.
  mutating func note(_ limits: AdmissionLimits, at now: Int64) -> Int64 {
    let time = nextTime(limits, at: now)
    spentUntil = max(spentUntil, now) + limits.interval
    return time
  }

  func isAhead(of now: Int64) -> Bool { spentUntil > now }
}

/// Wrong passwords: some are free, each further one doubles the time until the next answer, and each is forgotten in
/// time.
struct Mistakes {
  private static let steps = 8
  private var noted = 0
  private var lastAt: Int64 = 0

  /// How many are not forgotten.
  func count(_ limits: AdmissionLimits, at now: Int64) -> Int {
    noted == 0 ? 0 : max(0, noted - Int((now - lastAt) / limits.forgetting))
  }

  mutating func note(_ limits: AdmissionLimits, at now: Int64) {
    // No more than it takes until the delay grows no more: who has guessed for long is not remembered for long.
    noted = min(count(limits, at: now), limits.freeMistakes + Mistakes.steps) + 1
    lastAt = now
  }

  /// The time between the last one and the next answer.
  func delay(_ limits: AdmissionLimits, at now: Int64) -> Int64 {
    let excess = count(limits, at: now) - limits.freeMistakes
    if excess < 0 { return 0 }
    return excess > 30 ? limits.longestDelay : min(limits.longestDelay, limits.firstDelay << Int64(excess))
  }

  /// When the next password may be looked at.
  func nextAnswer(_ limits: AdmissionLimits, at now: Int64) -> Int64 {
    noted == 0 ? now : max(now, lastAt + delay(limits, at: now))
  }
}

/// What was refused, and when that was last told.
struct Refusals {
  private var count = 0
  private var toldAt: Int64?

  func isFresh(_ limits: AdmissionLimits, at now: Int64) -> Bool {
    toldAt.map { now - $0 < limits.telling } ?? false
  }

  /// One more. Gives how many there are to tell of, if it is time to.
  mutating func note(_ limits: AdmissionLimits, at now: Int64) -> Int? {
    count += 1
    if isFresh(limits, at: now) { return nil }
    defer { count = 0 }
    toldAt = now
    return count
  }
}
