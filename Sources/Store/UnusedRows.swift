/// Takes away the rows of senders, talks and accounts that nothing refers to any more: some at each call, all in turn.
struct UnusedRows {
  /// How many rows of each table are looked at in one call.
  private static let slice = 200

  /// The rows of a table and how far they have been looked through.
  private struct Table {
    let end, remove: Statement
    let takesDay: Bool
    /// The last row that was looked at.
    var place: Int64 = 0

    /// - Parameter isUnused: What holds of a row that is not needed; `?3` is a day.
    init(_ database: Database, _ name: String, takesDay: Bool, isUnused: String) throws(StoreError) {
      self.takesDay = takesDay
      end = try database.prepare(
        "SELECT max(id) FROM (SELECT id FROM \(name) WHERE id > ? ORDER BY id LIMIT \(slice))")
      remove = try database.prepare("DELETE FROM \(name) WHERE id > ?1 AND id <= ?2 AND \(isUnused)")
    }

    mutating func removeSome(before day: Int64) throws(StoreError) {
      end.bind(1, place)
      let last = try end.step() && !end.isNull(0) ? end.number(0) : 0
      end.reset()
      defer { place = last }
      if last == 0 { return }
      remove.bind(1, place)
      remove.bind(2, last)
      if takesDay { remove.bind(3, day) }
      try remove.run()
    }
  }

  private let changes: Statement
  private var tables: [Table]

  init(_ database: Database) throws(StoreError) {
    changes = try database.prepare("SELECT total_changes()")
    // Of a day that is not over some messages may be kept.
    let senders = try Table(database, "sender", takesDay: true, isUnused: "used < ?3")
    let targets = try Table(
      database, "target", takesDay: true,
      isUnused: """
        used < ?3 AND (room IS NULL OR NOT EXISTS (SELECT 1 FROM room WHERE room.name = target.room))
        """)
    let accounts = try Table(
      database, "account", takesDay: false,
      isUnused: """
        NOT EXISTS (SELECT 1 FROM sender WHERE sender.account = account.id)
        AND NOT EXISTS (SELECT 1 FROM known WHERE known.account = account.id)
        AND NOT EXISTS (SELECT 1 FROM marker WHERE marker.account = account.id)
        AND NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.account = account.id)
        AND NOT EXISTS (SELECT 1 FROM waiting WHERE waiting.sender = account.id)
        AND NOT EXISTS (SELECT 1 FROM target WHERE target.founder = account.id)
        AND NOT EXISTS (SELECT 1 FROM target WHERE target.one = '=' || account.id)
        AND NOT EXISTS (SELECT 1 FROM target WHERE target.other = '=' || account.id)
        AND NOT EXISTS (SELECT 1 FROM credential WHERE credential.account = account.id)
        AND id NOT IN (SELECT founder FROM room) AND id NOT IN (SELECT account FROM operator)
        """)
    tables = [senders, targets, accounts]
  }

  /// Looks at the next rows, and takes away those that nothing refers to.
  ///
  /// - Parameter day: All messages of days before it are gone.
  /// - Returns: Whether any are gone.
  mutating func removeSome(before day: Int64) throws(StoreError) -> Bool {
    let before = try count()
    for index in tables.indices { try tables[index].removeSome(before: day) }
    return try count() != before
  }

  private func count() throws(StoreError) -> Int64 {
    defer { changes.reset() }
    return try changes.step() ? changes.number(0) : 0
  }
}
