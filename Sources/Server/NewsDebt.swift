/// How much news of itself a connection has made others read lately, its comings, goings, names and modes: what is dear
/// to them waits after a burst, and nobody is closed for it.
struct NewsDebt {
  /// How many pieces may come at once, and how many are forgotten in a second.
  struct Allowance {
    let burst: Int
    let perSecond: Int
  }

  /// In thousandths of a piece.
  private var level: Int64 = 0
  private var countedAt: Int64 = 0

  /// Counts pieces of news.
  ///
  /// - Returns: The time from which the connection may make more; nil where it may at once.
  mutating func add(_ pieces: Int, within allowance: Allowance, at now: Int64) -> Int64? {
    let forgotten = (now - countedAt) * Int64(allowance.perSecond)
    level = max(0, level - forgotten) + Int64(pieces) * 1_000
    countedAt = now
    let above = level - Int64(allowance.burst) * 1_000
    return above > 0 ? now + above / Int64(allowance.perSecond) + 1 : nil
  }
}
