/// Slows commands down that follow each other without end, as those of two bots do that answer each other. Nothing is
/// left out.
struct CommandBrake {
  /// So many may be run at once, and so many in a second for ever, in thousandths.
  private struct Allowance {
    let most: Int64
    let perSecond: Int64
    var left: Int64

    init(_ most: Int64, perSecond: Int64) {
      self.most = most * 1000
      self.perSecond = perSecond
      left = self.most
    }

    mutating func grow(by milliseconds: Int64) {
      left = min(most, left + min(milliseconds, most) * perSecond)
    }

    /// How long it takes until there is one, in milliseconds.
    var wait: Int64 { left >= 1000 ? 0 : (1000 - left + perSecond - 1) / perSecond }
  }

  /// Those whose message came when none waited: in a loop all are such, of many messages at once only the first is.
  private var alone: Allowance
  private var all = Allowance(5000, perSecond: 100)
  private var lastLook: Int64?
  private var saidAt: Int64?

  /// - Parameters:
  ///   - alone: How many that came when none waited may be run at once.
  ///   - perSecond: How many of them in a second for ever.
  init(alone: Int64 = 100, perSecond: Int64 = 10) {
    self.alone = Allowance(alone, perSecond: perSecond)
  }

  /// How long it is told no more than once, in milliseconds.
  private static let silence: Int64 = 60_000

  /// Asks to run one. Gives how many milliseconds that has to wait; at 0 it may run, and counts.
  mutating func ask(isAlone: Bool, _ now: Int64) -> Int64 {
    let passed = max(0, now - (lastLook ?? now))
    lastLook = now
    alone.grow(by: passed)
    all.grow(by: passed)
    let wait = max(all.wait, isAlone ? alone.wait : 0)
    if wait > 0 { return wait }
    all.left -= 1000
    if isAlone { alone.left -= 1000 }
    return 0
  }

  /// Whether it is to be told that something waits, since that was not told lately.
  mutating func tells(_ now: Int64) -> Bool {
    defer { saidAt = now }
    return saidAt.map { now - $0 >= CommandBrake.silence } ?? true
  }
}
