import Relay
import Store

/// What a server does about its store.
struct Keeping {
  /// Where it is kept what is said, and for how long, as the rest of a line about the start.
  var description = ""
  /// How much of what is said is kept, where there is a store.
  var history = KeptHistory.all
  /// What the operator should know; nil: nothing.
  var warning: String?
  /// The last commit that is reported.
  var committed: UInt64 = 0
  /// The connections in whose queues something waits for a commit.
  var held: [SessionID] = []
  /// Those that wait since the store is behind.
  var waiting: [SessionID] = []
  /// Whether the store has too much that it has not kept.
  var isBehind = false
  /// What was found out about passwords and is not handed over yet.
  var secrets: [SecretFinding] = []
  /// What was found out and is not handed over yet, in order.
  var answers: ArraySlice<StoreReport.Answered> = []
}

extension Server {
  static func openStore(
    _ choice: ServerConfiguration.Keeping, _ keeping: inout Keeping
  ) throws(ServerError) -> Store? {
    switch choice {
    case .nothing: return nil
    case .store(let configuration):
      do throws(StoreError) { return try open(configuration, &keeping) } catch { throw .store(error) }
    case .storeIfItCanBe(let configuration):
      do throws(StoreError) {
        return try open(configuration, &keeping)
      } catch {
        keeping.warning = "\(error.message): going on without, nothing that is said is kept (--data DIR)"
        return nil
      }
    }
  }

  private static func open(
    _ configuration: Store.Configuration, _ keeping: inout Keeping
  ) throws(StoreError) -> Store {
    let store = try Store(configuration, remembered: RelayLimit.rememberedMessages)
    let days = configuration.days == 0 ? "for good" : "for \(configuration.days) days"
    keeping.description =
      switch configuration.history {
      case .all: "; what is said is kept \(days) in \(configuration.folder)"
      case .rooms: "; what is said in rooms is kept \(days) in \(configuration.folder)"
      case .none: "; nothing that is said is kept but messages for the absent, in \(configuration.folder)"
      }
    keeping.history = configuration.history
    return store
  }

  /// Hands over what has happened.
  func handOver() {
    guard let store else { return }
    let facts = relay.outbox.takeFacts()
    if facts.isEmpty { return }
    store.keep(facts)
    keeping.isBehind = store.backlog > limits.backlog
  }

  /// What is queued from now on for a connection waits until a commit is reported.
  func hold(_ connection: Connection, until commit: UInt64) {
    if commit <= keeping.committed { return }
    connection.queue.hold(commit)
    if !connection.isHolding {
      connection.isHolding = true
      keeping.held.append(connection.id)
    }
    awaitStore(connection)
  }

  /// A connection whose lines give the store work is not read from while that has too much.
  func awaitStore(_ connection: Connection) {
    if !keeping.isBehind || connection.awaitsStore { return }
    connection.awaitsStore = true
    keeping.waiting.append(connection.id)
  }

  /// Takes what the store reports.
  func takeReport() {
    guard let store else { return }
    let report = store.takeReport()
    for line in report.lines { notice(line) }
    keeping.answers += report.answers
    if report.committed > keeping.committed {
      keeping.committed = report.committed
      releaseHeld()
    }
    keeping.isBehind = store.backlog > limits.backlog
    if keeping.isBehind { return }
    let waiting = keeping.waiting
    keeping.waiting = []
    for id in waiting {
      guard let connection = connections[id] else { continue }
      connection.awaitsStore = false
      resume(connection)
    }
  }

  private func releaseHeld() {
    var held: [SessionID] = []
    for id in keeping.held {
      guard let connection = connections[id] else { continue }
      connection.queue.release(through: keeping.committed)
      markDirty(connection)
      if connection.queue.isHeld { held.append(id) } else { connection.isHolding = false }
    }
    keeping.held = held
  }

  // MARK: Questions

  /// Asks the store what the relay wants to know.
  func ask(_ question: HistoryQuestion, for request: Request) {
    awaited[request.id.number] = request
    // What was said before is to be found.
    handOver()
    store?.ask(question, token: request.id.number)
  }

  /// Hands over what was found out, some of it in this turn: a thousand answers are much to write.
  func settleHistory() {
    var size = 0
    while size < limits.answers, let answered = keeping.answers.popFirst() {
      guard let request = awaited.removeValue(forKey: answered.token) else { continue }
      size += answered.answer.size
      give(answered.answer, to: request)
    }
  }
}

extension Answer {
  /// About how many bytes the lines have that tell it.
  fileprivate var size: Int {
    switch self {
    case .history(let messages): messages.reduce(100) { $0 + 150 + $1.text.count + $1.tags.count }
    case .historyTargets(let targets): 100 + 100 * targets.count
    default: 100
    }
  }
}
