import Reactor
import Synchronization

/// Brings the database file up to its write-ahead log, which begins anew then. The long part is done in a thread of its
/// own, over a connection of its own: done by the writer it would hold up a commit for up to a second.
///
/// The writer's thread alone uses `database` and `turns`, and the own thread `own`.
final class Checkpoints: @unchecked Sendable {
  /// From how many pages of 4 KB on the log is too long.
  private static let longest = 4_096
  /// After how many turns of the writer the length is looked at.
  private static let interval = 16

  private struct State {
    var isAsked = false
    /// Whether the whole log stands in the file, as far as the thread could see.
    var isDone = false
    var isEnding = false
  }

  private let database: Database
  private let own: Database
  private let writer: CountingSemaphore
  private let asked: CountingSemaphore
  private let state = Mutex(State())
  /// How often the writer has been here since it last looked.
  private var turns = 0

  /// - Parameter writer: Wakes the thread that writes over `database`.
  init(of database: Database, waking writer: CountingSemaphore) throws(StoreError) {
    self.database = database
    self.writer = writer
    do throws(SystemError) {
      asked = try CountingSemaphore()
    } catch {
      throw StoreError(kind: .inaccessible, message: "\(database.path): \(error.message)")
    }
    own = try Database(path: database.path)
    // On a connection that has not read yet SQLite does nothing.
    _ = try own.number("SELECT count(*) FROM setting")
  }

  func start() throws(SystemError) {
    try Thread.start { [self] in run() }
  }

  func end() {
    state.withLock { $0.isEnding = true }
    asked.signal()
  }

  /// The writer's part: looks now and then how long the log is, and has it begin anew when it stands in the file.
  func goOn() throws(StoreError) {
    let isDone = state.withLock { state in
      defer { state.isDone = false }
      return state.isDone
    }
    if isDone { try database.checkpoint(restarts: true) }
    turns = (turns + 1) % Checkpoints.interval
    guard turns == 0, database.logSize >= Checkpoints.longest * 4_096 else { return }
    let isFirst = state.withLock { state in
      defer { state.isAsked = true }
      return !state.isAsked
    }
    if isFirst { asked.signal() }
  }

  private func run() {
    while true {
      asked.wait()
      if state.withLock({ $0.isEnding }) { return }
      // What cannot be done now is asked for again.
      _ = try? own.checkpoint()
      state.withLock { state in
        state.isAsked = false
        state.isDone = true
      }
      writer.signal()
    }
  }
}
