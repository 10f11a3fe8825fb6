import Reactor
import Relay

/// Forgets what is older than the server keeps it, a few rows at a time.
final class Retention {
  /// How many messages one transaction takes away.
  private static let slice: Int64 = 500
  /// How many milliseconds lie between two looks.
  private static let pause: Int64 = 60_000

  private let database: Database
  private let days: Int
  private let find, removePlace, removeMessage: Statement
  private let waiting: WaitingKeeper
  private let seen: SeenKeeper
  private var unused: UnusedRows
  private var nextLook: Int64 = 0
  /// Whether more is to be forgotten at once.
  private(set) var isUnderWay = false

  /// - Parameter days: For how many days messages are kept; 0 keeps them all.
  init(_ database: Database, days: Int) throws(StoreError) {
    self.database = database
    self.days = days
    waiting = try WaitingKeeper(database)
    seen = try SeenKeeper(database)
    unused = try UnusedRows(database)
    find = try database.prepare(
      "SELECT id, target FROM message WHERE id < ? ORDER BY id LIMIT \(Retention.slice)")
    removePlace = try database.prepare("DELETE FROM place WHERE target = ? AND id = ?")
    removeMessage = try database.prepare("DELETE FROM message WHERE id <= ?")
  }

  /// Whether it is time to look, or to go on.
  var isDue: Bool { isUnderWay || Clock.monotonicMilliseconds() >= nextLook }

  /// Forgets a few messages where it is time, or what no message refers to any more.
  ///
  /// - Returns: Whether rows are gone whose numbers may be remembered.
  func goOn() throws(StoreError) -> Bool {
    guard isDue else { return false }
    nextLook = Clock.monotonicMilliseconds() + Retention.pause
    if days == 0 {
      try seen.trimOldest()
      return false
    }
    let oldest = (Clock.wallMilliseconds() - Int64(days) * 86_400_000) << HistoryTime.bits
    if try forgetMessages(before: oldest) { return false }
    return try database.transaction { () throws(StoreError) in
      try seen.trimOldest()
      return try unused.removeSome(before: HistoryTime.day(of: oldest))
    }
  }

  /// Gives whether there were any.
  private func forgetMessages(before oldest: Int64) throws(StoreError) -> Bool {
    find.bind(1, oldest)
    var places: [Place] = []
    while try find.step() { places.append(Place(target: find.number(1), id: find.number(0))) }
    // Behind the last of them comes what they alone have referred to.
    isUnderWay = !places.isEmpty
    guard let last = places.last?.id else { return false }
    try database.transaction { () throws(StoreError) in
      for place in places {
        removePlace.bind(1, place.target)
        removePlace.bind(2, place.id)
        try removePlace.run()
      }
      removeMessage.bind(1, last)
      try removeMessage.run()
      try waiting.forget(through: last)
    }
    return true
  }
}
