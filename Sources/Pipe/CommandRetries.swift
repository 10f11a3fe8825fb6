import Reactor

/// The messages whose command has failed and is run again, each after a pause that grows.
struct CommandRetries {
  /// The first pause, in milliseconds; each further one is twice as long.
  private static let firstPause: Int64 = 500
  private static let longestPause: Int64 = 30_000

  /// How often a command is run again for one message.
  let most: Int
  private var waiting: [(due: Int64, job: CommandJob)] = []

  init(most: Int) {
    self.most = most
  }

  var count: Int { waiting.count }

  /// When the next one is due, on the monotonic clock; nil: none waits.
  var nextDue: Int64? { waiting.map(\.due).min() }

  /// Keeps a message whose command has failed, where that was not the last try. Gives the pause in milliseconds; nil:
  /// it is not run again.
  mutating func add(_ job: CommandJob, _ now: Int64) -> Int64? {
    guard job.tries <= most else { return nil }
    let doublings = min(job.tries - 1, 10)
    let pause = min(CommandRetries.firstPause << Int64(doublings), CommandRetries.longestPause)
    waiting.append((now + pause, job))
    return pause
  }

  /// Takes one that is due.
  mutating func takeDue(_ now: Int64) -> CommandJob? {
    guard let index = waiting.indices.min(by: { waiting[$0].due < waiting[$1].due }),
      waiting[index].due <= now
    else { return nil }
    return waiting.remove(at: index).job
  }
}
