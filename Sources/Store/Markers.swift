import Relay
import Wire

/// The table of how far accounts have read.
enum MarkerTables {
  /// `marker`: until when an account has read what was said under a name, by the folded name of the room or the person,
  /// in milliseconds since 1970.
  static let schema = """
    CREATE TABLE marker (
      account INTEGER NOT NULL, target TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (account, target)
    ) WITHOUT ROWID;
    """
}

/// Keeps how far accounts have read.
struct MarkerKeeper {
  private let move, add, count, trim: Statement
  private let database: Database

  init(_ database: Database) throws(StoreError) {
    self.database = database
    move = try database.prepare(
      "UPDATE marker SET time = max(time, ?3) WHERE account = ?1 AND target = ?2")
    add = try database.prepare("INSERT INTO marker (account, target, time) VALUES (?1, ?2, ?3)")
    count = try database.prepare("SELECT count(*) FROM marker WHERE account = ?")
    trim = try database.prepare(
      """
      DELETE FROM marker WHERE account = ?1 AND target IN (
        SELECT target FROM marker WHERE account = ?1 ORDER BY time DESC LIMIT -1 OFFSET ?2)
      """)
  }

  /// The account of that number has read so far. The oldest markers are forgotten where there are too many.
  func set(_ marker: ReadMarker, of account: Int64) throws(StoreError) {
    for statement in [move, add] {
      statement.bind(1, account)
      statement.bind(2, text: marker.target)
      statement.bind(3, marker.time.milliseconds)
      try statement.run()
      // Counting takes as long as there are markers: only a new one is counted.
      if database.lastChanges > 0, statement === move { return }
    }
    count.bind(1, account)
    defer { count.reset() }
    guard try count.step(), count.number(0) > RelayLimit.markers else { return }
    trim.bind(1, account)
    trim.bind(2, Int64(RelayLimit.markers))
    try trim.run()
  }
}

/// Finds how far accounts have read.
struct MarkerFinder {
  private let all: Statement

  init(_ database: Database) throws(StoreError) {
    all = try database.prepare("SELECT target, time FROM marker WHERE account = ? ORDER BY target")
  }

  /// The markers of the account of that number.
  func markers(of account: Int64) throws(StoreError) -> [ReadMarker] {
    all.bind(1, account)
    var markers: [ReadMarker] = []
    while try all.step() {
      markers.append(
        ReadMarker(target: all.bytes(0), time: Timestamp(milliseconds: all.number(1))))
    }
    return markers
  }
}
