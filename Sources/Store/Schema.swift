import Reactor

/// The tables of the database, and how an older one is brought to their form.
enum Schema {
  /// The version that this chatnet writes. Each released version has its step in ``steps``.
  static let version: Int64 = 2

  /// What tells the file as chatnet's (`PRAGMA application_id`): "chat".
  private static let application: Int64 = 0x6368_6174

  /// What makes a database of the version before into one of the next: the first makes an empty one into version 1.
  ///
  /// The number of an account is never given again, since parties (``Keys/party(account:)``) are made of it. `used` is
  /// the day of the latest message (``HistoryTime/day(of:)``).
  private static let steps: [String] = [
    """
    CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE account (
      id INTEGER PRIMARY KEY AUTOINCREMENT, realm TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (realm, name));
    CREATE TABLE sender (
      id INTEGER PRIMARY KEY, source TEXT NOT NULL, account INTEGER NOT NULL, used INTEGER NOT NULL,
      UNIQUE (source, account));
    CREATE INDEX sender_account ON sender (account);
    CREATE TABLE target (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, room TEXT, founder INTEGER NOT NULL,
      one TEXT, other TEXT, used INTEGER NOT NULL);
    CREATE INDEX target_founder ON target (founder);
    CREATE INDEX target_room ON target (room, id) WHERE room IS NOT NULL;
    CREATE UNIQUE INDEX target_pair ON target (one, other) WHERE one IS NOT NULL;
    CREATE INDEX target_other ON target (other) WHERE other IS NOT NULL;
    CREATE TABLE message (
      id INTEGER PRIMARY KEY, target INTEGER NOT NULL, kind INTEGER NOT NULL, drift INTEGER NOT NULL,
      sender INTEGER NOT NULL, name TEXT, text TEXT NOT NULL, tags TEXT, key BLOB);
    CREATE TABLE place (target INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (target, id)) WITHOUT ROWID;
    CREATE VIEW history (time, room, sender, text) AS
      SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ((message.id >> 20) + message.drift) / 1000.0, 'unixepoch'),
        target.name, substr(sender.source, 1, instr(sender.source, '!') - 1), message.text
      FROM message JOIN sender ON sender.id = message.sender JOIN target ON target.id = message.target
      ORDER BY message.id;
    \(RoomTables.schema)
    \(WaitingTables.schema)
    \(MarkerTables.schema)
    \(SeenTable.schema)
    """,
    CredentialTables.schema,
  ]

  /// Makes the tables where there are none, and brings older ones to their form.
  ///
  /// - Parameter uid: The uid of a login of this machine, where there is one of that name.
  static func settle(
    _ database: Database, uid: (String) throws(SystemError) -> UInt32? = LoginName.uid
  ) throws(StoreError) {
    let found = try database.number("PRAGMA user_version")
    if found > version {
      throw StoreError(
        kind: .newer,
        message:
          "\(database.path): a newer chatnet has made it (version \(found), this one knows \(version)): "
          + "install that one, or give another folder by --data")
    }
    let tables = try database.number("SELECT count(*) FROM sqlite_master")
    let maker = try database.number("PRAGMA application_id")
    if found == 0 ? tables > 0 : maker != application {
      throw StoreError(
        kind: .damaged,
        message: "\(database.path): a database that is not chatnet's: give another folder by --data")
    }
    for step in found..<version {
      try database.transaction { () throws(StoreError) in
        try database.execute(steps[Int(step)])
        if step == 1 { try CredentialTables.bindLogins(of: database, uid: uid) }
        try database.execute("PRAGMA user_version = \(step + 1); PRAGMA application_id = \(application)")
      }
    }
  }
}
