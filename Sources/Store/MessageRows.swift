import Relay

/// Puts messages into the table `message`, many with one statement: a statement costs as much as the rows of a few.
///
/// What a row holds is not copied by SQLite for each of them, but stands together until the statement has run.
final class MessageRows {
  /// A row.
  struct Row {
    let message: FactMessage
    let target: Int64
    let drift: Int64
    let sender: Int64
    let name: [UInt8]?
  }

  /// How many rows a statement puts in that is used where there are as many.
  private static let many = 16
  private static let columns = 9

  private let addOne, addMany: Statement
  private var rows: [Row] = []
  /// What the rows hold.
  private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 16_384, alignment: 8)

  init(_ database: Database) throws(StoreError) {
    func insert(_ count: Int) throws(StoreError) -> Statement {
      let values = Array(repeating: "(?, ?, ?, ?, ?, ?, ?, ?, ?)", count: count).joined(separator: ", ")
      return try database.prepare(
        "INSERT INTO message (id, target, kind, drift, sender, name, text, tags, key) VALUES \(values)")
    }
    addOne = try insert(1)
    addMany = try insert(MessageRows.many)
    rows.reserveCapacity(MessageRows.many)
  }

  deinit { bytes.deallocate() }

  /// Forgets what a transaction before that failed has left.
  func forget() { rows.removeAll(keepingCapacity: true) }

  /// Adds a row to the transaction at hand; it may be put into the table later, by ``finish()`` at the latest.
  func add(_ row: Row) throws(StoreError) {
    rows.append(row)
    if rows.count < MessageRows.many { return }
    try put(rows[...], by: addMany)
    forget()
  }

  /// Puts in what has not been put in yet.
  func finish() throws(StoreError) {
    for index in rows.indices { try put(rows[index...index], by: addOne) }
    forget()
  }

  private func put(_ rows: ArraySlice<Row>, by statement: Statement) throws(StoreError) {
    makeRoom(for: rows)
    var (end, first) = (0, Int32(1))
    for row in rows {
      bind(row, from: first, to: statement, &end)
      first += Int32(MessageRows.columns)
    }
    try statement.run()
  }

  private func makeRoom(for rows: ArraySlice<Row>) {
    let size = rows.reduce(0) { size, row in
      size + row.message.text.count + row.message.tags.count + (row.name?.count ?? 0) + 16
    }
    if size <= bytes.count { return }
    bytes.deallocate()
    bytes = .allocate(byteCount: size, alignment: 8)
  }

  private func bind(_ row: Row, from first: Int32, to statement: Statement, _ end: inout Int) {
    let message = row.message
    statement.bind(first, message.number)
    statement.bind(first + 1, row.target)
    statement.bind(first + 2, Int64(message.kind.rawValue))
    statement.bind(first + 3, row.drift)
    statement.bind(first + 4, row.sender)
    if let name = row.name {
      statement.bind(first + 5, keptText: keep(name, &end))
    } else {
      statement.bindNull(first + 5)
    }
    statement.bind(first + 6, keptText: keep(message.text, &end))
    if message.tags.isEmpty {
      statement.bindNull(first + 7)
    } else {
      statement.bind(first + 7, keptText: keep(message.tags, &end))
    }
    if let key = message.key {
      statement.bind(first + 8, keptBlob: keep(key, &end))
    } else {
      statement.bindNull(first + 8)
    }
  }

  private func keep(_ text: [UInt8], _ end: inout Int) -> UnsafeRawBufferPointer {
    let place = UnsafeMutableRawBufferPointer(rebasing: bytes[end..<(end + text.count)])
    place.copyBytes(from: text)
    end += text.count
    return UnsafeRawBufferPointer(place)
  }

  private func keep(_ key: MessageKey, _ end: inout Int) -> UnsafeRawBufferPointer {
    let place = UnsafeMutableRawBufferPointer(rebasing: bytes[end..<(end + 16)])
    key.store(to: place)
    end += 16
    return UnsafeRawBufferPointer(place)
  }
}
