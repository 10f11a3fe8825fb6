import Synchronization

/// Threads for calls that block. The calls wait in a bounded queue, and what they answer comes back to the thread that
/// polls ``descriptor``.
///
/// One thread makes calls and takes answers. When the last reference to the worker goes, its threads end; a call that
/// is being made then goes on to its end, and its answer is dropped.
public final class Worker<Answer: Sendable> {
  /// A call that may block.
  public typealias Call = @Sendable () -> Answer

  /// What the threads share; it lives as long as the last of them.
  private final class Shared: Sendable {
    struct State {
      var calls = Fifo<Call>()
      var answers: [Answer] = []
      var isEnded = false
    }

    let answered: Wakeup
    /// Counts the calls that wait, and when the worker is gone the threads that are to end.
    let waiting: CountingSemaphore
    let state = Mutex(State())

    init() throws(SystemError) {
      answered = try Wakeup()
      waiting = try CountingSemaphore()
    }

    func run() {
      while let call = next() { put(call()) }
    }

    private func next() -> Call? {
      waiting.wait()
      return state.withLock { state in
        guard !state.isEnded, let call = state.calls.first else { return nil }
        state.calls.removeFirst()
        return call
      }
    }

    private func put(_ answer: Answer) {
      let isFirst = state.withLock { state in
        state.answers.append(answer)
        return state.answers.count == 1
      }
      if isFirst { answered.wake() }
    }
  }

  private let shared: Shared
  private let threads: Int
  private let capacity: Int
  /// How many calls were made whose answers nobody has taken yet.
  private var outstanding = 0

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - threads: How many calls are made at once. With one, answers come in the order of the calls.
  ///   - capacity: How many calls may be waiting, being made or answered and not taken, all in all.
  public init(threads: Int, capacity: Int) throws(SystemError) {
    let shared = try Shared()
    self.shared = shared
    self.threads = threads
    self.capacity = capacity
    for _ in 0..<threads { try Thread.start { shared.run() } }
  }

  deinit {
    shared.state.withLock { state in
      state.isEnded = true
      state.calls = Fifo()
    }
    for _ in 0..<threads { shared.waiting.signal() }
  }

  /// To be watched for reading: readable when there are answers.
  public var descriptor: Int32 { shared.answered.descriptor }

  /// Has a call made in another thread.
  ///
  /// - Returns: Whether there was room for it; if not, it is not made.
  public func make(_ call: @escaping Call) -> Bool {
    if outstanding >= capacity { return false }
    outstanding += 1
    shared.state.withLock { $0.calls.append(call) }
    shared.waiting.signal()
    return true
  }

  /// What the calls that have ended since the last time have answered.
  public func takeAnswers() -> [Answer] {
    shared.answered.drain()
    let answers = shared.state.withLock { state in
      let answers = state.answers
      state.answers = []
      return answers
    }
    outstanding -= answers.count
    return answers
  }
}
