import Relay
import Wire

/// The tables of those who have been here, and of what waits for them.
enum WaitingTables {
  /// `known`: the accounts of which a person has been here, by the folded name that people know each by. `waiting`: the
  /// messages that nobody of the account has received, with the account of the sender, 0 for none, and their sizes.
  static let schema = """
    CREATE TABLE known (account INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE INDEX known_name ON known (name, account);
    CREATE TABLE waiting (
      account INTEGER NOT NULL, id INTEGER NOT NULL, sender INTEGER NOT NULL, size INTEGER NOT NULL,
      PRIMARY KEY (account, id)) WITHOUT ROWID;
    CREATE INDEX waiting_sender ON waiting (sender);
    """
}

/// What the writer does about what waits.
struct WaitingKeeper {
  private let addKnown, removeKnown, add, remove, forget: Statement

  init(_ database: Database) throws(StoreError) {
    addKnown = try database.prepare("INSERT OR IGNORE INTO known (account, name) VALUES (?, ?)")
    // Who had the name of a login before comes no more.
    removeKnown = try database.prepare(
      """
      DELETE FROM known WHERE name = ?1 AND account != ?2 AND EXISTS (
        SELECT 1 FROM account AS one, account AS other WHERE one.id = ?2 AND other.id = known.account
        AND one.name = other.name AND one.realm LIKE 'host:%' AND other.realm LIKE 'host:%'
        AND substr(one.realm, 1, instr(one.realm, '#')) = substr(other.realm, 1, instr(other.realm, '#')))
      """)
    add = try database.prepare("INSERT INTO waiting (account, id, sender, size) VALUES (?, ?, ?, ?)")
    remove = try database.prepare("DELETE FROM waiting WHERE account = ? AND id <= ?")
    forget = try database.prepare("DELETE FROM waiting WHERE id <= ?")
  }

  /// A person of the account is here, and has received the messages up to that one.
  func receive(_ account: AccountID, number: Int64, through last: Int64) throws(StoreError) {
    if last > 0 {
      remove.bind(1, number)
      remove.bind(2, last)
      return try remove.run()
    }
    guard let name = NameRules.name(from: account.name) else { return }
    addKnown.bind(1, number)
    addKnown.bind(2, text: Keys.room(Array(name.utf8)))
    try addKnown.run()
    guard case .host = account.realm else { return }
    removeKnown.bind(1, text: Keys.room(Array(name.utf8)))
    removeKnown.bind(2, number)
    try removeKnown.run()
  }

  /// A message waits for the account of that number; the sender's has the other one, 0 for none.
  func keep(_ message: FactMessage, for account: Int64, by sender: Int64) throws(StoreError) {
    add.bind(1, account)
    add.bind(2, message.number)
    add.bind(3, sender)
    add.bind(4, Int64(message.text.count + message.tags.count))
    try add.run()
  }

  /// The messages up to that one are not kept any longer.
  func forget(through last: Int64) throws(StoreError) {
    forget.bind(1, last)
    try forget.run()
  }
}

/// What the reader finds out about what waits.
struct WaitingFinder {
  private let findName, measure, first: Statement

  init(_ database: Database) throws(StoreError) {
    findName = try database.prepare(
      """
      SELECT account.id, account.realm, account.name FROM known JOIN account ON account.id = known.account
      WHERE known.name = ? ORDER BY account.id LIMIT 1
      """)
    measure = try database.prepare(
      """
      SELECT count(*), sum(size), count(*) FILTER (WHERE sender = ?2), sum(size) FILTER (WHERE sender = ?2)
      FROM waiting WHERE account = ?1
      """)
    first = try database.prepare("SELECT id FROM waiting WHERE account = ? AND id > ? ORDER BY id LIMIT ?")
  }

  /// Whose the name is, and whether the sender with the account of that number, 0 for none, can leave something more.
  /// Of two accounts that people know by the name it is the older one's.
  func addressee(named name: [UInt8], for sender: Int64) throws(StoreError) -> Addressee {
    findName.bind(1, text: Keys.room(name))
    defer { findName.reset() }
    guard try findName.step() else { return .nobody }
    let account = Keys.account(findName.text(1), findName.text(2))
    measure.bind(1, findName.number(0))
    measure.bind(2, sender)
    defer { measure.reset() }
    guard try measure.step() else { return .account(account) }
    if measure.number(0) >= WaitingLimit.messages || measure.number(1) >= WaitingLimit.bytes {
      return .full(account)
    }
    let isFullOfSender =
      measure.number(2) >= WaitingLimit.messagesOfSender || measure.number(3) >= WaitingLimit.bytesOfSender
    return isFullOfSender ? .fullOfSender(account) : .account(account)
  }

  /// The first messages behind another that wait for the account of that number, in order.
  func waiting(for account: Int64, after last: Int64, limit: Int) throws(StoreError) -> [Int64] {
    first.bind(1, account)
    first.bind(2, last)
    first.bind(3, Int64(limit))
    var ids: [Int64] = []
    while try first.step() { ids.append(first.number(0)) }
    return ids
  }
}
