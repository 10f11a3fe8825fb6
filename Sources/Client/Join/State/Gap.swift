import Wire

/// What is missing of what was said, until it has been fetched, and what came meanwhile.
struct Gap: Sendable {
  /// Since when something may be missing, by the server's clock where it tells that; nil: what is fetched was asked for, and nothing is missing.
  let since: Timestamp?
  /// What came meanwhile, to be told behind it; nil: nothing has to wait.
  var held: HeldRecords?
}

/// What came in while what was said before it was still being fetched.
struct HeldRecords: Sendable {
  private static let mostRecords = 65_536
  private static let mostBytes = 16 << 20

  private(set) var records: [Record] = []
  private var bytes = 0

  /// Whether there is no room for more.
  var isFull: Bool { records.count >= HeldRecords.mostRecords || bytes >= HeldRecords.mostBytes }

  mutating func append(_ record: Record) {
    records.append(record)
    bytes += record.text.count
  }

  /// Whether a message is among them.
  func contains(id: [UInt8]) -> Bool {
    records.contains { $0.id == id }
  }
}
