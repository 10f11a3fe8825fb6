import Relay
import Wire

/// The table of the ids of messages that are not kept themselves.
enum SeenTable {
  /// `seen`: the id that its sender gave a message, and of the message its number and its time, as in `message`.
  static let schema = """
    CREATE TABLE seen (id INTEGER PRIMARY KEY, drift INTEGER NOT NULL, key BLOB NOT NULL);
    """
}

/// What the writer does about ids of messages that are not kept.
struct SeenKeeper {
  /// How many rows one transaction takes away.
  private static let slice = 500

  private let add, trim, removeWaiting, moveWaiting: Statement

  init(_ database: Database) throws(StoreError) {
    add = try database.prepare("INSERT OR REPLACE INTO seen (id, drift, key) VALUES (?, ?, ?)")
    trim = try database.prepare(
      """
      DELETE FROM seen WHERE id IN (
        SELECT id FROM seen WHERE id < (SELECT id FROM seen ORDER BY id DESC LIMIT 1 OFFSET ?)
        ORDER BY id LIMIT \(SeenKeeper.slice))
      """)
    let received = "id IN (SELECT id FROM waiting WHERE account = ? AND id <= ?)"
    moveWaiting = try database.prepare(
      """
      INSERT OR REPLACE INTO seen (id, drift, key)
      SELECT id, drift, key FROM message WHERE key IS NOT NULL AND \(received)
      """)
    removeWaiting = try database.prepare("DELETE FROM message WHERE \(received)")
  }

  /// A message was said that is not kept.
  func keep(_ message: SeenMessage) throws(StoreError) {
    add.bind(1, message.number)
    add.bind(2, HistoryTime.drift(of: message.time, from: message.number))
    add.bind(3, blob: message.key.bytes)
    try add.run()
  }

  /// The messages up to that one that wait for the account of that number have been received, and are not kept beyond
  /// that.
  func receive(_ account: Int64, through last: Int64) throws(StoreError) {
    for statement in [moveWaiting, removeWaiting] {
      statement.bind(1, account)
      statement.bind(2, last)
      try statement.run()
    }
  }

  /// Forgets some of the oldest, where there are more than are remembered.
  func trimOldest() throws(StoreError) {
    trim.bind(1, Int64(RelayLimit.rememberedMessages - 1))
    try trim.run()
  }
}
