import Reactor
import Relay
import Wire

/// What was said, kept in a SQLite database behind threads: facts go in, questions are answered.
///
/// One thread owns it and polls ``descriptor``. What waits for a message to be safe goes on when its commit is reported
/// (``takeReport()``). A message that is reported is kept through the end of the process at any moment, and where that
/// is asked through a power cut.
public final class Store {
  /// Where it is, and how it keeps.
  public struct Configuration: Equatable, Sendable {
    /// The folder of the database. It is made where there is none, for its owner alone.
    public var folder: String
    /// Whether a commit is on the disk, and not only with the system, when it is reported.
    public var isSynced = false
    /// For how many days messages are kept; 0 keeps them all.
    public var days = 90
    /// How much of what is said is kept.
    public var history = KeptHistory.all

    /// A store in that folder.
    public init(folder: String) { self.folder = folder }
  }

  /// What a server begins with that has this store.
  public struct Founding: Sendable {
    /// The key of hashes, the same from the first start on.
    public let hashKey: HashKey
    /// The greatest number that a message has.
    public let lastNumber: Int64
    /// The latest messages with ids of their senders' own, the oldest first.
    public let seen: [SeenMessage]
    /// What is kept of rooms.
    public let rooms: [RoomRecord]
    /// What is kept of accounts, the oldest first.
    public let accounts: [AccountRecord]
  }

  /// What a server begins with.
  public let founding: Founding
  private let shared: Shared
  private let history: KeptHistory
  /// From how many bytes on that wait to be kept the ids of messages that are not kept are not kept either.
  private static let most = 16 << 20
  /// Nobody else uses the folder for as long as this is there.
  private var lock: LockedFile?

  /// Opens a store.
  ///
  /// - Parameter remembered: How many messages with ids are wanted at most.
  public init(_ configuration: Configuration, remembered: Int) throws(StoreError) {
    let folder = configuration.folder
    history = configuration.history
    StoreFolder.make(folder)
    lock = try StoreFolder.lock(folder)
    let path = folder + "/chatnet.db"
    try StoreFolder.makeFile(path)
    let database = try Database(path: path)
    try database.execute(
      """
      PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = OFF;
      PRAGMA synchronous = \(configuration.isSynced ? "FULL" : "NORMAL")
      """)
    try Schema.settle(database)
    founding = try Founding(database, remembered: remembered)
    do throws(SystemError) {
      shared = try Shared()
    } catch {
      throw StoreError(kind: .inaccessible, message: "\(path): \(error.message)")
    }
    let recent = RecentPlaces()
    let reader = try Reader(path: path, recent, shared)
    let writer = try Writer(database, recent, shared, configuration)
    do throws(SystemError) {
      try writer.start()
      try reader.start()
    } catch {
      throw StoreError(kind: .inaccessible, message: "\(path): \(error.message)")
    }
  }

  /// To be watched for reading: readable when there is something to report.
  public var descriptor: Int32 { shared.news.descriptor }

  /// About how many bytes wait to be kept.
  public var backlog: Int { shared.state.withLock { $0.backlog } }

  /// Keeps facts, in order, as far as they are to be kept; the others take no memory.
  public func keep(_ facts: [Fact]) {
    let isWhole = history == .all && facts.allSatisfy(\.event.isKept)
    let facts = isWhole ? facts : facts.compactMap(wanted)
    if facts.isEmpty { return }
    let size = facts.reduce(0) { $0 + $1.size }
    let isFirst = shared.state.withLock { state in
      defer { state.bundles.append(FactBundle(facts: facts, size: size)) }
      state.backlog += size
      state.handed += UInt64(facts.count)
      return state.bundles.isEmpty
    }
    if isFirst { shared.work.signal() }
  }

  private func wanted(_ fact: Fact) -> Fact? {
    guard let fact = fact.kept(history) else { return nil }
    // Nobody who says such a thing waits, whatever the disk does.
    if case .seen = fact.event, backlog > Store.most { return nil }
    return fact
  }

  /// Asks for something. The answer comes with a later report, and holds all facts that were handed over before.
  ///
  /// - Parameter token: What the answer will be known by.
  public func ask(_ question: HistoryQuestion, token: UInt64) {
    shared.state.withLock { state in
      state.questions.append(.init(token: token, question: question, after: state.handed))
    }
    shared.asked.signal()
  }

  /// What has happened since the last report.
  public func takeReport() -> StoreReport {
    shared.news.drain()
    return shared.state.withLock { state in
      defer {
        state.hasNews = false
        state.answers = []
        state.lines = []
      }
      return StoreReport(committed: state.committed, answers: state.answers, lines: state.lines)
    }
  }

  /// Keeps what was handed over and ends, within some seconds: what a disk does not take in that time is lost, as its
  /// senders know.
  public func end() {
    shared.state.withLock { $0.isEnding = true }
    shared.work.signal()
    shared.asked.signal()
    _ = shared.ended.wait(milliseconds: 5_000)
    lock = nil
  }
}

/// What a store tells.
public struct StoreReport: Sendable {
  /// An answer.
  public struct Answered: Sendable {
    /// What the question was known by.
    public let token: UInt64
    /// The answer.
    public let answer: Answer
  }

  /// All messages up to this commit are kept.
  public let committed: UInt64
  /// What was found out.
  public let answers: [Answered]
  /// What the operator should know, a line each.
  public let lines: [String]
}
