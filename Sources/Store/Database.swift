import CSQLite
import Reactor

/// A connection to a SQLite database. One thread at a time uses it.
final class Database {
  let path: String
  /// Which file it was when it was opened.
  private let identity: [UInt64]?
  private let handle: OpaquePointer

  /// How long a statement waits for another process that has the database locked, in milliseconds. A backup holds no
  /// lock that would be waited for.
  private static let patience: Int32 = 2_000

  /// What holds for all connections, settled before the first.
  private static let settings: Void = csqlite_count_no_memory()

  /// Opens the database, which is made where there is none.
  init(path: String) throws(StoreError) {
    self.path = path
    Database.settings
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let text = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw StoreError(code: code, text, path: path)
    }
    if sqlite3_db_readonly(handle, "main") != 0 {
      sqlite3_close_v2(handle)
      throw StoreError(kind: .inaccessible, message: "\(path): can be read, but not written")
    }
    self.handle = handle
    identity = Path.identity(path)
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, Database.patience)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs statements that give nothing.
  func execute(_ statements: String) throws(StoreError) {
    let code = sqlite3_exec(handle, statements, nil, nil, nil)
    if code != SQLITE_OK { throw error(code) }
  }

  /// Throws where the file has been removed or another one put in its place: what is written to it is nowhere to be
  /// found later, and SQLite does not notice.
  func requireFile() throws(StoreError) {
    if identity == Path.identity(path) { return }
    throw StoreError(
      kind: .damaged,
      message: "\(path): removed or replaced while the server runs, which has to be started anew")
  }

  /// Prepares a statement.
  func prepare(_ text: String) throws(StoreError) -> Statement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw error(code) }
    return Statement(statement, of: self)
  }

  /// The number that a statement gives, which is one of one row and one column.
  func number(_ text: String) throws(StoreError) -> Int64 {
    let statement = try prepare(text)
    return try statement.step() ? statement.number(0) : 0
  }

  /// Runs `body` in a transaction: all of it is kept, or nothing.
  func transaction<Result>(_ body: () throws(StoreError) -> Result) throws(StoreError) -> Result {
    try execute("BEGIN IMMEDIATE")
    do throws(StoreError) {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // Some errors have ended the transaction already.
      if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// The number of the row that was put in last.
  var lastRow: Int64 { sqlite3_last_insert_rowid(handle) }

  /// How many pages the write-ahead log holds, and how many of them stand in the database file, after the latter has
  /// been brought as far as it can without waiting for anybody. With `restarts` the log begins anew if all of it does.
  ///
  /// - Precondition: The connection has read something: SQLite does nothing on one that has not.
  @discardableResult
  func checkpoint(restarts: Bool = false) throws(StoreError) -> (log: Int, done: Int) {
    var (log, done): (Int32, Int32) = (0, 0)
    // To begin anew SQLite would wait for all who read, such as a backup, and a commit with it.
    sqlite3_busy_timeout(handle, 0)
    defer { sqlite3_busy_timeout(handle, Database.patience) }
    let mode = restarts ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE
    let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, &log, &done)
    if code != SQLITE_OK, code & 0xFF != SQLITE_BUSY { throw error(code) }
    return (Int(log), Int(done))
  }

  /// How many bytes the write-ahead log has; 0 where there is none.
  var logSize: Int { Path.size(path + "-wal") ?? 0 }

  /// What SQLite says of its last call.
  func error(_ code: Int32) -> StoreError {
    StoreError(code: code, String(cString: sqlite3_errmsg(handle)), path: path)
  }
}

/// A statement that is prepared. It is run again and again with other values.
final class Statement {
  private let handle: OpaquePointer
  private unowned let database: Database

  fileprivate init(_ handle: OpaquePointer, of database: Database) {
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  // MARK: Values

  /// Gives the parameter of that number, counted from 1, a value.
  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }

  /// Gives the parameter a text; NULL for nil.
  func bind(_ index: Int32, text: [UInt8]?) {
    guard let text else { return bindNull(index) }
    text.withUnsafeBytes { bytes in
      _ = csqlite_bind_text(
        handle, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
    }
  }

  /// Gives the parameter a text that stays where it is until the parameter is given another value.
  func bind(_ index: Int32, keptText bytes: UnsafeRawBufferPointer) {
    _ = csqlite_bind_kept_text(
      handle, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
  }

  /// Gives the parameter bytes that stay where they are until the parameter is given another value.
  func bind(_ index: Int32, keptBlob bytes: UnsafeRawBufferPointer) {
    _ = csqlite_bind_kept_blob(handle, index, bytes.baseAddress, Int32(bytes.count))
  }

  /// Gives the parameter a text.
  func bind(_ index: Int32, text: String) { bind(index, text: Array(text.utf8)) }

  /// Gives the parameter bytes; NULL for nil.
  func bind(_ index: Int32, blob: [UInt8]?) {
    guard let blob else { return bindNull(index) }
    blob.withUnsafeBytes { _ = csqlite_bind_blob(handle, index, $0.baseAddress, Int32($0.count)) }
  }

  /// Gives the parameter NULL.
  func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

  // MARK: Running

  /// Goes on to the next row; false at the end, where the statement is ready to run again.
  func step() throws(StoreError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(handle)
      return false
    case let code:
      let error = database.error(code)
      sqlite3_reset(handle)
      throw error
    }
  }

  /// Runs it to its end.
  func run() throws(StoreError) { while try step() {} }

  /// Lets go of what a run that is not at its end holds.
  func reset() { sqlite3_reset(handle) }

  // MARK: Columns

  /// The number in a column, counted from 0; 0 for NULL.
  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

  /// Whether a column is NULL.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  /// The bytes in a column; none for NULL.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(handle, column) else { return [] }
    return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  /// The text in a column; empty for NULL.
  func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }
}
