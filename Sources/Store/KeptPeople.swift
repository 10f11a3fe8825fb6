import Reactor
import Relay
import Wire

/// How much is kept of a person.
public struct KeptPerson: Equatable, Sendable {
  /// Who it is.
  public let person: Person
  /// How many messages of it are kept.
  public internal(set) var messages = 0
  /// When it said the first and the last of them; nil where there are none.
  public internal(set) var span: ClosedRange<Timestamp>?

  /// All of whom something is kept in the folder of a store, while no server uses that: accounts by realm and name,
  /// then those without one by name, as they were last spelled.
  ///
  /// - Throws: ``StoreError``, where the folder holds no database or another one uses it.
  public static func all(in folder: String) throws(StoreError) -> [KeptPerson] {
    let lock = try StoreFolder.lock(ofKept: folder)
    defer { withExtendedLifetime(lock) {} }
    let database = try Database.kept(in: folder)
    let accounts = try accounts(database)
    var kept = Dictionary(
      uniqueKeysWithValues: accounts.map { ($0.key, KeptPerson(person: .account($0.value))) })
    var named: [[UInt8]: KeptPerson] = [:]
    // By id, so that the last spelling of a name is seen last.
    let senders = try database.prepare(
      """
      SELECT account, source, count, first, last FROM sender JOIN (
        SELECT sender, count(*) AS count, min(id) AS first, max(id) AS last FROM message GROUP BY sender
      ) ON sender = sender.id ORDER BY last
      """)
    while try senders.step() {
      let span = HistoryTime.time(of: senders.number(3))...HistoryTime.time(of: senders.number(4))
      let count = Int(senders.number(2))
      let account = senders.number(0)
      if account != 0 {
        kept[account]?.add(count, span)
      } else {
        let name = Source(senders.bytes(1).span).name
        var person = KeptPerson(person: .name(name))
        if let earlier = named[Keys.room(name)] {
          (person.messages, person.span) = (earlier.messages, earlier.span)
        }
        person.add(count, span)
        named[Keys.room(name)] = person
      }
    }
    return accounts.compactMap { kept[$0.key] }
      + named.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  private static func accounts(_ database: Database) throws(StoreError) -> [(key: Int64, value: AccountID)] {
    var accounts: [(Int64, AccountID)] = []
    let find = try database.prepare("SELECT id, realm, name FROM account ORDER BY realm, name")
    while try find.step() {
      accounts.append((find.number(0), Keys.account(find.text(1), find.text(2))))
    }
    return accounts
  }

  private mutating func add(_ count: Int, _ added: ClosedRange<Timestamp>) {
    messages += count
    guard let span else { return self.span = added }
    self.span = min(span.lowerBound, added.lowerBound)...max(span.upperBound, added.upperBound)
  }
}

extension StoreFolder {
  /// Keeps servers away from a folder of data, which has to be there.
  static func lock(ofKept folder: String) throws(StoreError) -> LockedFile {
    let path = folder + "/chatnet.db"
    guard Path.exists(path) else {
      throw StoreError(kind: .inaccessible, message: "\(path): nothing is kept there")
    }
    return try lock(folder)
  }
}

extension Database {
  /// Opens the database in the folder of a store. Nothing that is erased in it stays in a file.
  static func kept(in folder: String) throws(StoreError) -> Database {
    let database = try Database(path: folder + "/chatnet.db")
    try database.execute("PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY")
    try Schema.settle(database)
    return database
  }
}
