import Relay
import Wire

extension PersonalData {
  /// Erases all that is kept of the person: what it has said, and what was said to it in private, since nobody could be
  /// shown that any more. Rooms that it has made are their first operator's, or gone. When this returns the bytes are
  /// gone from the files.
  public func erase() throws(StoreError) -> ErasedData {
    var erased = ErasedData()
    if let account {
      try database.transaction { () throws(StoreError) in
        erased.messages = Int(try database.number("SELECT count(*) FROM own_message"))
        try eraseMessages()
        try eraseName()
        if account != 0 { try erase(account, &erased) }
      }
    }
    // Pages may hold what was taken out of them before, without care, or by a run that came no further: the file is made
    // anew.
    try database.execute("PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
    return erased
  }

  private func eraseMessages() throws(StoreError) {
    try database.execute(
      """
      DELETE FROM place WHERE (target, id) IN
        (SELECT target, message.id FROM own_message JOIN message ON message.id = own_message.id);
      DELETE FROM waiting WHERE id IN (SELECT id FROM own_message);
      DELETE FROM message WHERE id IN (SELECT id FROM own_message);
      DELETE FROM sender WHERE id IN (SELECT id FROM own_sender);
      DELETE FROM target WHERE id IN (SELECT id FROM own_target);
      """)
  }

  /// Nobody is said to have set topics and bans that the person has set.
  private func eraseName() throws(StoreError) {
    let name =
      switch person {
      case .name(let name): name
      case .account(let id): Array((NameRules.name(from: id.name) ?? id.name).utf8)
      }
    for text in [
      "UPDATE room SET topic_by = '*' WHERE lower(topic_by) = ?",
      "UPDATE ban SET set_by = '*' WHERE lower(set_by) = ?",
    ] {
      let statement = try database.prepare(text)
      statement.bind(1, text: ASCIIFold.lower(name.span))
      try statement.run()
    }
  }

  private func erase(_ account: Int64, _ erased: inout ErasedData) throws(StoreError) {
    for table in ["known", "marker", "operator", "credential", "certificate"] {
      erased.others += try run("DELETE FROM \(table) WHERE account = ?1", account)
    }
    _ = try run("DELETE FROM waiting WHERE account = ?1 OR sender = ?1", account)
    let first = "(SELECT account FROM operator WHERE operator.room = room.name ORDER BY place LIMIT 1)"
    erased.roomsRemoved = try run(
      "DELETE FROM room WHERE founder = ?1 AND \(first) IS NULL", account)
    try database.execute("DELETE FROM ban WHERE room NOT IN (SELECT name FROM room)")
    erased.roomsPassedOn = try run("UPDATE room SET founder = \(first) WHERE founder = ?1", account)
    try database.execute(
      """
      DELETE FROM operator WHERE account = (SELECT founder FROM room WHERE room.name = operator.room);
      DELETE FROM target WHERE founder = \(account) AND id NOT IN (SELECT target FROM message)
        AND NOT EXISTS (SELECT 1 FROM room WHERE room.name = target.room);
      UPDATE target SET founder = coalesce((SELECT founder FROM room WHERE room.name = target.room), 0)
      WHERE founder = \(account);
      """)
    _ = try run("DELETE FROM account WHERE id = ?1", account)
  }

  /// Gives how many rows are changed by it.
  private func run(_ text: String, _ account: Int64) throws(StoreError) -> Int {
    let before = try database.number("SELECT total_changes()")
    let statement = try database.prepare(text)
    statement.bind(1, account)
    try statement.run()
    return Int(try database.number("SELECT total_changes()") - before)
  }
}
