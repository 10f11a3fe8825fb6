/// Takes single messages out of the database, wherever they stand: what was taken back is kept no longer.
struct Redacting {
  private let findPlace: Statement
  private let removals: [Statement]

  init(_ database: Database) throws(StoreError) {
    findPlace = try database.prepare("SELECT target FROM message WHERE id = ?")
    removals = [
      try database.prepare(
        "DELETE FROM place WHERE id = ?1 AND target = (SELECT target FROM message WHERE id = ?1)"),
      try database.prepare("DELETE FROM waiting WHERE id = ?1"),
      try database.prepare("DELETE FROM message WHERE id = ?1"),
    ]
  }

  /// Removes the message of that number.
  ///
  /// - Returns: Where it was, if it was there.
  func remove(_ number: Int64) throws(StoreError) -> Place? {
    findPlace.bind(1, number)
    guard try findPlace.step() else { return nil }
    let place = Place(target: findPlace.number(0), id: number)
    findPlace.reset()
    for removal in removals {
      removal.bind(1, number)
      try removal.run()
    }
    return place
  }
}
