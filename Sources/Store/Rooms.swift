import Relay
import Wire

/// The tables of the rooms that last.
enum RoomTables {
  /// `room`: what is kept of each, by the name that tells rooms apart; `used` is NULL while somebody is in it. `ban` and
  /// `operator`: its lists, in their order; the places of ``RoomLists`` tell apart what stands in `ban`.
  static let schema = """
    CREATE TABLE room (
      name TEXT PRIMARY KEY, spelled TEXT NOT NULL, made INTEGER NOT NULL, founder INTEGER NOT NULL, used INTEGER,
      modes TEXT NOT NULL, topic TEXT, topic_by TEXT, topic_at INTEGER, key TEXT, members INTEGER) WITHOUT ROWID;
    CREATE TABLE ban (
      room TEXT NOT NULL, place INTEGER NOT NULL, mask TEXT NOT NULL, set_by TEXT NOT NULL, set_at INTEGER NOT NULL,
      PRIMARY KEY (room, place)) WITHOUT ROWID;
    CREATE TABLE operator (
      room TEXT NOT NULL, place INTEGER NOT NULL, account INTEGER NOT NULL, PRIMARY KEY (room, place)) WITHOUT ROWID;
    """
}

/// What the writer does about rooms that last.
struct RoomKeeper {
  private let removals: [Statement]
  private let addRoom, addBan, addOperator: Statement

  init(_ database: Database) throws(StoreError) {
    removals = [
      try database.prepare("DELETE FROM room WHERE name = ?"),
      try database.prepare("DELETE FROM ban WHERE room = ?"),
      try database.prepare("DELETE FROM operator WHERE room = ?"),
    ]
    addRoom = try database.prepare("INSERT INTO room VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    addBan = try database.prepare("INSERT INTO ban VALUES (?, ?, ?, ?, ?)")
    addOperator = try database.prepare("INSERT INTO operator VALUES (?, ?, ?)")
  }

  /// A room is what the record says from now on.
  func keep(_ record: RoomRecord, _ interning: inout Interning) throws(StoreError) {
    try end(record.name)
    let name = Keys.room(record.name)
    addRoom.bind(1, text: name)
    addRoom.bind(2, text: record.name)
    addRoom.bind(3, record.createdAt.milliseconds)
    addRoom.bind(4, try record.founder.map { id throws(StoreError) in try interning.account(id) } ?? 0)
    addRoom.bind(5, orNull: record.usedAt?.milliseconds)
    addRoom.bind(6, text: record.modes)
    addRoom.bind(7, text: record.topic?.text)
    addRoom.bind(8, text: record.topic?.setBy)
    addRoom.bind(9, orNull: record.topic?.setAt.milliseconds)
    addRoom.bind(10, text: record.key)
    addRoom.bind(11, orNull: record.memberLimit.map(Int64.init))
    try addRoom.run()
    for (place, entry) in RoomLists.entries(of: record) {
      addBan.bind(1, text: name)
      addBan.bind(2, place)
      addBan.bind(3, text: entry.mask)
      addBan.bind(4, text: entry.setBy)
      addBan.bind(5, entry.setAt.milliseconds)
      try addBan.run()
    }
    for (place, account) in record.operators.enumerated() {
      addOperator.bind(1, text: name)
      addOperator.bind(2, Int64(place))
      addOperator.bind(3, try interning.account(account))
      try addOperator.run()
    }
  }

  /// Nothing is kept any longer of a room.
  func end(_ room: [UInt8]) throws(StoreError) {
    for removal in removals {
      removal.bind(1, text: Keys.room(room))
      try removal.run()
    }
  }
}

extension RoomRecord {
  /// What is kept of all rooms.
  static func all(in database: Database) throws(StoreError) -> [RoomRecord] {
    let accounts = try database.prepare("SELECT realm, name FROM account WHERE id = ?")
    let bans = try database.prepare(
      "SELECT mask, set_by, set_at, place FROM ban WHERE room = ? ORDER BY place")
    let operators = try database.prepare("SELECT account FROM operator WHERE room = ? ORDER BY place")
    let rooms = try database.prepare("SELECT * FROM room ORDER BY name")
    func account(_ number: Int64) throws(StoreError) -> AccountID? {
      accounts.bind(1, number)
      guard try accounts.step() else { return nil }
      defer { accounts.reset() }
      return Keys.account(accounts.text(0), accounts.text(1))
    }
    var records: [RoomRecord] = []
    while try rooms.step() {
      var record = RoomRecord(
        name: rooms.bytes(1), createdAt: Timestamp(milliseconds: rooms.number(2)),
        founder: try account(rooms.number(3)), modes: rooms.bytes(5))
      record.usedAt = rooms.numberOrNil(4).map(Timestamp.init(milliseconds:))
      if let setAt = rooms.numberOrNil(8) {
        record.topic = Topic(
          text: rooms.bytes(6), setBy: rooms.bytes(7), setAt: Timestamp(milliseconds: setAt))
      }
      record.key = rooms.isNull(9) ? nil : rooms.bytes(9)
      record.memberLimit = rooms.numberOrNil(10).map { Int($0) }
      bans.bind(1, text: rooms.bytes(0))
      while try bans.step() {
        RoomLists.add(
          Entry(
            mask: bans.bytes(0), setBy: bans.bytes(1), setAt: Timestamp(milliseconds: bans.number(2))),
          at: bans.number(3), to: &record)
      }
      operators.bind(1, text: rooms.bytes(0))
      while try operators.step() {
        if let id = try account(operators.number(0)) { record.operators.append(id) }
      }
      records.append(record)
    }
    return records
  }
}

extension Statement {
  fileprivate func bind(_ index: Int32, orNull number: Int64?) {
    if let number { bind(index, number) } else { bindNull(index) }
  }

  fileprivate func numberOrNil(_ column: Int32) -> Int64? { isNull(column) ? nil : number(column) }
}
