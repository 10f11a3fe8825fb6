/// For how long the news of who comes and goes waits for more of it, in milliseconds.
///
/// Telling it to a crowd takes time. While many go on coming or going, it waits for several times as long as telling it
/// took last, so that a small part of the time goes into that, however large the crowd is.
struct NewsPatience {
  /// How much longer than the last telling the next one is waited for.
  private static let share: Int64 = 8
  /// A crowd is told at most once in a time that grows with it: about ten times what telling it takes.
  private static let receiversAMillisecond: Int64 = 100
  /// How long it waits at most.
  private static let most: Int64 = 400

  private let least: Int64
  private var lastCost: Int64 = 0
  private var lastEnd: Int64 = 0

  /// A patience of so many milliseconds at least.
  init(least: Int64) { self.least = least }

  /// Remembers that telling the news that waited took so long, at that time.
  mutating func note(cost: Int64, at now: Int64) {
    (lastCost, lastEnd) = (cost, now + cost)
  }

  /// How long news waits that comes now, where so many are connected. What the last telling took counts for as long as
  /// it makes the next one wait.
  func wait(at now: Int64, crowd: Int) -> Int64 {
    let wait = min(lastCost * NewsPatience.share, NewsPatience.most)
    return max(
      least, min(Int64(crowd) / NewsPatience.receiversAMillisecond, NewsPatience.most), lastEnd + wait - now)
  }
}
