import Reactor
import Relay
import Synchronization

/// What the threads of a store share.
final class Shared: Sendable {
  /// A question, and how many facts are to be kept before it is answered.
  struct Question: Sendable {
    let token: UInt64
    let question: HistoryQuestion
    let after: UInt64
  }

  struct State {
    /// What was handed over and nobody has begun to keep.
    var bundles: [FactBundle] = []
    /// About how many bytes wait to be kept.
    var backlog = 0
    /// How many facts were handed over, and how many of them are kept.
    var handed: UInt64 = 0
    var kept: UInt64 = 0
    /// The last commit that is kept.
    var committed: UInt64 = 0
    /// Whether the last try to keep something has failed.
    var isFailing = false
    var questions: [Question] = []
    var answers: [StoreReport.Answered] = []
    /// What the operator should know.
    var lines: [String] = []
    /// Whether the server has been woken and has not looked.
    var hasNews = false
    var isEnding = false
  }

  let state = Mutex(State())
  /// Wakes the server.
  let news: Wakeup
  /// Wakes the writer, the reader, and who waits for the writer's end.
  let work, asked, ended: CountingSemaphore

  init() throws(SystemError) {
    news = try Wakeup()
    work = try CountingSemaphore()
    asked = try CountingSemaphore()
    ended = try CountingSemaphore()
  }

  /// Changes the state, and wakes the server where it has not been woken yet.
  func tell(_ change: (inout State) -> Void) {
    let isFirst = state.withLock { state in
      change(&state)
      defer { state.hasNews = true }
      return !state.hasNews
    }
    if isFirst { news.wake() }
  }
}

/// Facts that were handed over together.
struct FactBundle: Sendable {
  let facts: [Fact]
  /// About how many bytes they take.
  let size: Int
}
