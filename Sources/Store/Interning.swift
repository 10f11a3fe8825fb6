import Relay
import Wire

/// The numbers that stand in a message's row for who said it and where. Those that were used lately are remembered.
struct Interning {
  private struct SenderKey: Hashable {
    let source: [UInt8]
    let account: AccountID?
  }

  /// How many of each kind are remembered.
  private static let most = 65_536

  private let database: Database
  /// The number of a row, and the last day on which it is known to be used.
  private struct Use {
    let number: Int64
    let day: Int64
  }

  private let findAccount, addAccount, findSender, addSender, useSender: Statement
  private let findRoom, addRoom, findPair, addPair, useTarget: Statement
  private var accounts: [AccountID: Int64] = [:]
  private var senders: [SenderKey: Use] = [:]
  private var rooms: [[UInt8]: Use] = [:]
  private var pairs: [[[UInt8]]: Use] = [:]
  /// Those who said something last, and the room where that was, which are mostly those who go on: looking at a few is
  /// cheaper than a table.
  private var lastSenders: [(key: SenderKey, use: Use)] = []
  private var lastRoom: (name: [UInt8], use: Use)?
  /// How many senders are looked at first.
  private static let few = 4

  init(_ database: Database) throws(StoreError) {
    self.database = database
    findAccount = try database.prepare("SELECT id FROM account WHERE realm = ? AND name = ?")
    addAccount = try database.prepare("INSERT INTO account (realm, name) VALUES (?, ?)")
    findSender = try database.prepare("SELECT id FROM sender WHERE source = ? AND account = ?")
    addSender = try database.prepare("INSERT INTO sender (source, account, used) VALUES (?, ?, 0)")
    useSender = try database.prepare("UPDATE sender SET used = max(used, ?) WHERE id = ?")
    findRoom = try database.prepare(
      "SELECT id, founder FROM target WHERE room = ? ORDER BY id DESC LIMIT 1")
    addRoom = try database.prepare("INSERT INTO target (name, room, founder, used) VALUES (?, ?, ?, 0)")
    findPair = try database.prepare("SELECT id FROM target WHERE one = ? AND other = ?")
    addPair = try database.prepare(
      "INSERT INTO target (name, founder, one, other, used) VALUES (?, 0, ?, ?, 0)")
    useTarget = try database.prepare("UPDATE target SET used = max(used, ?) WHERE id = ?")
  }

  /// Forgets all numbers: those that a transaction gave which was not kept are nobody's, nor are those of rows that were
  /// taken away.
  mutating func forget() {
    accounts = [:]
    senders = [:]
    rooms = [:]
    pairs = [:]
    lastSenders = []
    lastRoom = nil
  }

  /// The number of who said something on that day.
  mutating func sender(
    _ source: [UInt8], _ account: AccountID?, on day: Int64
  ) throws(StoreError) -> Int64 {
    for last in lastSenders where last.use.day >= day && last.key.source == source {
      if last.key.account == account { return last.use.number }
    }
    let key = SenderKey(source: source, account: account)
    let use = try use(ofSender: key, on: day)
    if lastSenders.count == Interning.few { lastSenders.removeFirst() }
    lastSenders.append((key, use))
    return use.number
  }

  private mutating func use(ofSender key: SenderKey, on day: Int64) throws(StoreError) -> Use {
    let (source, account) = (key.source, key.account)
    if let use = senders[key], use.day >= day { return use }
    let ofAccount = try account.map { id throws(StoreError) in try self.account(id) } ?? 0
    func bind(_ statement: Statement) {
      statement.bind(1, text: source)
      statement.bind(2, ofAccount)
    }
    let use = try use(find(findSender, or: addSender, bind), on: day, useSender)
    if senders.count >= Interning.most { senders = [:] }
    senders[key] = use
    return use
  }

  /// The number of an account; it is never 0.
  mutating func account(_ id: AccountID) throws(StoreError) -> Int64 {
    if let number = accounts[id] { return number }
    let number = try find(findAccount, or: addAccount) { statement in
      statement.bind(1, text: Keys.realm(id))
      statement.bind(2, text: id.name)
    }
    if accounts.count >= Interning.most { accounts = [:] }
    accounts[id] = number
    return number
  }

  /// The number of the room of that name that is there now, where something was said on that day.
  mutating func room(_ name: [UInt8], on day: Int64) throws(StoreError) -> Int64 {
    if let lastRoom, lastRoom.use.day >= day, lastRoom.name == name { return lastRoom.use.number }
    let key = Keys.room(name)
    let use: Use
    if let known = rooms[key], known.day >= day {
      use = known
    } else {
      use = try remember(room(name, founder: 0, isKnown: { _ in true }), of: key, on: day)
    }
    lastRoom = (name, use)
    return use.number
  }

  /// A room is there from that day on. It is the one that was there before where the same account has made both; else what
  /// was said in that is not its own.
  mutating func make(room name: [UInt8], by founder: AccountID?, on day: Int64) throws(StoreError) {
    let number = try founder.map { id throws(StoreError) in try account(id) } ?? 0
    let room = try self.room(name, founder: number) { $0 == number && number != 0 }
    lastRoom = nil
    try remember(room, of: Keys.room(name), on: day)
  }

  /// A room is called otherwise from now on. What was said before in one of that name stays, but is no room's any more.
  mutating func rename(room name: [UInt8], to other: [UInt8]) throws(StoreError) {
    let (from, to) = (Keys.room(name), Keys.room(other))
    if from != to {
      let forget = try database.prepare("UPDATE target SET room = NULL WHERE room = ?")
      forget.bind(1, text: to)
      try forget.run()
    }
    let rename = try database.prepare(
      "UPDATE target SET room = ?1, name = ?2 WHERE id = (SELECT max(id) FROM target WHERE room = ?3)")
    rename.bind(1, text: to)
    rename.bind(2, text: other)
    rename.bind(3, text: from)
    try rename.run()
    lastRoom = nil
    rooms = [:]
  }

  /// The number of the talk between two, who have talked on that day.
  mutating func pair(
    _ one: FactActor, _ other: FactActor, on day: Int64
  ) throws(StoreError) -> Int64 {
    let (first, second) = Keys.pair(try party(HistoryParty(one)), try party(HistoryParty(other)))
    if let use = pairs[[first, second]], use.day >= day { return use.number }
    let number = try find(findPair, or: addPair) { statement in
      let isFound = statement === findPair
      if !isFound { statement.bind(1, text: one.name + Array(" and ".utf8) + other.name) }
      statement.bind(isFound ? 1 : 2, text: first)
      statement.bind(isFound ? 2 : 3, text: second)
    }
    if pairs.count >= Interning.most { pairs = [:] }
    pairs[[first, second]] = try use(number, on: day, useTarget)
    return number
  }

  private mutating func party(_ party: HistoryParty) throws(StoreError) -> [UInt8] {
    switch party {
    case .account(let id): Keys.party(account: try account(id))
    case .name(let name): Keys.party(named: name)
    }
  }

  @discardableResult
  private mutating func remember(
    _ number: Int64, of key: [UInt8], on day: Int64
  ) throws(StoreError) -> Use {
    if rooms.count >= Interning.most { rooms = [:] }
    let use = try use(number, on: day, useTarget)
    rooms[key] = use
    return use
  }

  /// Writes down that a row is used on that day.
  private func use(_ number: Int64, on day: Int64, _ statement: Statement) throws(StoreError) -> Use {
    statement.bind(1, day)
    statement.bind(2, number)
    try statement.run()
    return Use(number: number, day: day)
  }

  private func room(
    _ name: [UInt8], founder: Int64, isKnown: (_ founder: Int64) -> Bool
  ) throws(StoreError) -> Int64 {
    findRoom.bind(1, text: Keys.room(name))
    if try findRoom.step() {
      let (number, known) = (findRoom.number(0), findRoom.number(1))
      findRoom.reset()
      if isKnown(known) { return number }
    }
    addRoom.bind(1, text: name)
    addRoom.bind(2, text: Keys.room(name))
    addRoom.bind(3, founder)
    try addRoom.run()
    return database.lastRow
  }

  private func find(
    _ found: Statement, or added: Statement, _ bind: (Statement) -> Void
  ) throws(StoreError) -> Int64 {
    bind(found)
    if try found.step() {
      defer { found.reset() }
      return found.number(0)
    }
    bind(added)
    try added.run()
    return database.lastRow
  }
}
