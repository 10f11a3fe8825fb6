/// How long a receiver that is behind may still make others wait for it: a time in all, so that nobody slows a room
/// down for as long as it likes. Some of it comes back while nobody waits.
struct HoldUp {
  /// After how many milliseconds one of them comes back.
  private static let recovery: Int64 = 100

  /// The milliseconds that were used, when they were last counted.
  private var used: Int64 = 0
  private var countedAt: Int64 = 0
  private var isRunning = false

  /// How many of the milliseconds that it has in all are left.
  func left(of all: Int64, at now: Int64) -> Int64 { max(0, all - used(at: now)) }

  /// Others begin to wait for it.
  mutating func begin(at now: Int64) {
    if isRunning { return }
    used = used(at: now)
    (countedAt, isRunning) = (now, true)
  }

  /// Nobody waits for it any more.
  mutating func end(at now: Int64) {
    if !isRunning { return }
    used = used(at: now)
    (countedAt, isRunning) = (now, false)
  }

  private func used(at now: Int64) -> Int64 {
    let passed = now - countedAt
    return isRunning ? used + passed : max(0, used - passed / HoldUp.recovery)
  }
}
