/// Slows commands down that go on answering each other, as those of two bots do. Nothing is left out.
///
/// In such a loop, however many messages began it and however it branches, each command that is started is followed by a
/// message that would not have come without it. So a message that comes takes from an allowance if a command was
/// started that has not been followed by one yet. Where the allowance is used up and messages go on coming, commands are
/// started one by one. Many messages at once take little: most of them have come when few commands were started; and
/// once no more come, nothing is slowed.
struct CommandBrake {
  /// For how long no message has to come until what is waiting is no loop, in milliseconds.
  private static let quiet: Int64 = 2000
  /// How long it slows down before that is told, in milliseconds: longer than many messages at once make it.
  private static let untold: Int64 = 5000
  /// How long it is told no more than once, in milliseconds.
  private static let silence: Int64 = 60_000

  /// How many messages may follow a command at once, in thousandths.
  private let most: Int64
  /// How many may in a second for ever: so many thousandths come back in a millisecond.
  private let perSecond: Int64
  /// What is left; below zero it is as much as was allowed.
  private var left: Int64
  /// The commands that have been followed by no message yet.
  private var unanswered = 0
  private var lastLook: Int64?
  private var lastStart: Int64?
  private var lastMessage: Int64?
  /// Since when it slows down.
  private var slowsSince: Int64?
  private var saidAt: Int64?

  /// - Parameters:
  ///   - most: How many messages may follow a command at once.
  ///   - perSecond: How many may in a second for ever.
  init(most: Int64 = 100, perSecond: Int64 = 10) {
    self.most = most * 1000
    self.perSecond = perSecond
    left = self.most
  }

  /// A message came for which a command is to be run.
  mutating func noteMessage(_ now: Int64) {
    grow(now)
    lastMessage = now
    guard unanswered > 0 else { return }
    unanswered -= 1
    left = max(-most, left - 1000)
  }

  /// Asks to start a command. Gives how many milliseconds that has to wait; at 0 it may start, and counts.
  ///
  /// - Parameter isFull: Whether so many wait that no messages are taken in, so that there is no telling whether more
  ///   would come.
  mutating func ask(isFull: Bool, _ now: Int64) -> Int64 {
    grow(now)
    if isFull { lastMessage = now }
    let isQuiet = lastMessage.map { now - $0 >= CommandBrake.quiet } ?? true
    if left >= 1000 || isQuiet {
      if isQuiet || left >= most / 2 { slowsSince = nil }
      unanswered += 1
    } else {
      slowsSince = slowsSince ?? now
      let next = (lastStart ?? .min / 2) + 1000 / perSecond
      if next > now { return next - now }
      // Taken beforehand, in place of the message that follows.
      left = max(-most, left - 1000)
    }
    lastStart = now
    return 0
  }

  private mutating func grow(_ now: Int64) {
    let passed = max(0, now - (lastLook ?? now))
    lastLook = now
    left = min(most, left + min(passed, 2 * most) * perSecond)
  }

  /// Whether it is to be told that it slows down: it has for some time, and that was not told lately.
  mutating func tells(_ now: Int64) -> Bool {
    guard let slowsSince, now - slowsSince >= CommandBrake.untold,
      saidAt.map({ now - $0 >= CommandBrake.silence }) ?? true
    else { return false }
    saidAt = now
    return true
  }
}
