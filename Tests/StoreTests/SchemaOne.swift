/// A database as the first version made it, with something of everybody's in it.
enum SchemaOne {
  static let tables = """
    CREATE TABLE account (
      id INTEGER PRIMARY KEY AUTOINCREMENT, realm TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (realm, name));
    CREATE TABLE ban (
      room TEXT NOT NULL, place INTEGER NOT NULL, mask TEXT NOT NULL, set_by TEXT NOT NULL, set_at INTEGER NOT NULL,
      PRIMARY KEY (room, place)) WITHOUT ROWID;
    CREATE TABLE known (account INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE marker (
      account INTEGER NOT NULL, target TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (account, target)
    ) WITHOUT ROWID;
    CREATE TABLE message (
      id INTEGER PRIMARY KEY, target INTEGER NOT NULL, kind INTEGER NOT NULL, drift INTEGER NOT NULL,
      sender INTEGER NOT NULL, name TEXT, text TEXT NOT NULL, tags TEXT, key BLOB);
    CREATE TABLE operator (
      room TEXT NOT NULL, place INTEGER NOT NULL, account INTEGER NOT NULL, PRIMARY KEY (room, place)) WITHOUT ROWID;
    CREATE TABLE place (target INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (target, id)) WITHOUT ROWID;
    CREATE TABLE room (
      name TEXT PRIMARY KEY, spelled TEXT NOT NULL, made INTEGER NOT NULL, founder INTEGER NOT NULL, used INTEGER,
      modes TEXT NOT NULL, topic TEXT, topic_by TEXT, topic_at INTEGER, key TEXT, members INTEGER) WITHOUT ROWID;
    CREATE TABLE seen (id INTEGER PRIMARY KEY, drift INTEGER NOT NULL, key BLOB NOT NULL);
    CREATE TABLE sender (
      id INTEGER PRIMARY KEY, source TEXT NOT NULL, account INTEGER NOT NULL, used INTEGER NOT NULL,
      UNIQUE (source, account));
    CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE target (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, room TEXT, founder INTEGER NOT NULL,
      one TEXT, other TEXT, used INTEGER NOT NULL);
    CREATE TABLE waiting (
      account INTEGER NOT NULL, id INTEGER NOT NULL, sender INTEGER NOT NULL, size INTEGER NOT NULL,
      PRIMARY KEY (account, id)) WITHOUT ROWID;
    CREATE INDEX sender_account ON sender (account);
    CREATE INDEX target_founder ON target (founder);
    CREATE INDEX target_room ON target (room, id) WHERE room IS NOT NULL;
    CREATE UNIQUE INDEX target_pair ON target (one, other) WHERE one IS NOT NULL;
    CREATE INDEX target_other ON target (other) WHERE other IS NOT NULL;
    CREATE VIEW history (time, room, sender, text) AS
      SELECT strftime('%Y-%m-%dT%H:%M:%fZ', ((message.id >> 20) + message.drift) / 1000.0, 'unixepoch'),
        target.name, substr(sender.source, 1, instr(sender.source, '!') - 1), message.text
      FROM message JOIN sender ON sender.id = message.sender JOIN target ON target.id = message.target
      ORDER BY message.id;
    CREATE INDEX known_name ON known (name, account);
    CREATE INDEX waiting_sender ON waiting (sender);
    """

  /// The logins carol and gone have each made a room, and carol has said something there.
  static let rows = """
    INSERT INTO account VALUES (7, 'host:localhost', 'carol'), (8, 'host:localhost', 'gone'),
      (9, 'host:localhost', 'root');
    INSERT INTO known VALUES (7, 'carol'), (8, 'gone');
    INSERT INTO room VALUES ('#a', '#A', 1000, 7, NULL, 'ntP', NULL, NULL, NULL, NULL, NULL),
      ('#b', '#b', 1000, 8, NULL, 'ntP', NULL, NULL, NULL, NULL, NULL);
    INSERT INTO operator VALUES ('#b', 0, 7);
    INSERT INTO sender VALUES (1, 'carol!u@h', 7, 0);
    INSERT INTO target VALUES (1, '#A', '#a', 7, NULL, NULL, 0);
    INSERT INTO message VALUES (1572864000, 1, 0, 0, 1, NULL, 'hello', NULL, NULL);
    INSERT INTO marker VALUES (7, '#a', 1500);
    PRAGMA user_version = 1;
    PRAGMA application_id = 1667785076;
    """
}
