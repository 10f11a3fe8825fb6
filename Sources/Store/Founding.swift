import Relay
import Wire

extension Store.Founding {
  /// Reads what a server begins with. The key is made where there is none.
  init(_ database: Database, remembered: Int) throws(StoreError) {
    hashKey = try Self.hashKey(database)
    lastNumber = max(
      try database.number("SELECT max(id) FROM message"), try database.number("SELECT max(id) FROM seen"))
    rooms = try RoomRecord.all(in: database)
    accounts = try AccountRecord.all(in: database)
    seen = try Self.seen(database, limit: remembered)
  }

  /// The latest messages with ids of their senders' own, the oldest first: those that are kept, and others.
  private static func seen(_ database: Database, limit: Int) throws(StoreError) -> [SeenMessage] {
    // Only the end of the log is looked at: senders that give ids give many.
    let statement = try database.prepare(
      """
      SELECT key, drift, id FROM (SELECT key, drift, id FROM message ORDER BY id DESC LIMIT ?1)
      WHERE key IS NOT NULL
      UNION ALL SELECT key, drift, id FROM (SELECT key, drift, id FROM seen ORDER BY id DESC LIMIT ?2)
      ORDER BY id DESC LIMIT ?2
      """)
    statement.bind(1, Int64(limit) * 4)
    statement.bind(2, Int64(limit))
    var seen: [SeenMessage] = []
    while try statement.step() {
      guard let key = MessageKey(bytes: statement.bytes(0)) else { continue }
      let number = statement.number(2)
      let time = HistoryTime.time(of: number, drift: statement.number(1))
      seen.append(SeenMessage(key: key, time: time, number: number))
    }
    return seen.reversed()
  }

  private static func hashKey(_ database: Database) throws(StoreError) -> HashKey {
    let find = try database.prepare("SELECT value FROM setting WHERE name = 'hash key'")
    if try find.step() {
      defer { find.reset() }
      if let key = HashKey(bytes: find.bytes(0)) { return key }
    }
    let key = HashKey(low: .random(in: .min ... .max), high: .random(in: .min ... .max))
    let add = try database.prepare("INSERT OR REPLACE INTO setting VALUES ('hash key', ?)")
    add.bind(1, blob: key.bytes)
    try add.run()
    return key
  }
}

/// Sixteen bytes for two numbers, the lowest byte first.
private enum Pair {
  static func bytes(_ low: UInt64, _ high: UInt64) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 16) { bytes, count in
      store(low, high, to: UnsafeMutableRawBufferPointer(bytes))
      count = 16
    }
  }

  static func store(_ low: UInt64, _ high: UInt64, to bytes: UnsafeMutableRawBufferPointer) {
    bytes.storeBytes(of: low.littleEndian, as: UInt64.self)
    bytes.storeBytes(of: high.littleEndian, toByteOffset: 8, as: UInt64.self)
  }

  static func numbers(_ bytes: [UInt8]) -> (UInt64, UInt64)? {
    guard bytes.count == 16 else { return nil }
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    return (number(bytes[..<8]), number(bytes[8...]))
  }
}

extension MessageKey {
  /// The key as it stands in the table.
  var bytes: [UInt8] { Pair.bytes(low, high) }

  /// Writes the key as it stands in the table over sixteen bytes.
  func store(to bytes: UnsafeMutableRawBufferPointer) { Pair.store(low, high, to: bytes) }

  fileprivate init?(bytes: [UInt8]) {
    guard let (low, high) = Pair.numbers(bytes) else { return nil }
    self.init(low: low, high: high)
  }
}

extension HashKey {
  fileprivate var bytes: [UInt8] { Pair.bytes(low, high) }

  fileprivate init?(bytes: [UInt8]) {
    guard let (low, high) = Pair.numbers(bytes) else { return nil }
    self.init(low: low, high: high)
  }
}
