import Relay

/// Puts messages into the table `place` in sorted batches, a slice at a time.
struct Indexing {
  /// From how many messages on a batch begins; fewer wait until nothing else is to be done. The greater it is, the less
  /// a row costs; a start reads as many again, in a tenth of a second.
  private static let batch = 100_000

  private let database: Database
  private let recent: RecentPlaces
  private let addPlace, setDone: Statement
  private var rows: ArraySlice<Place> = []
  /// The last id of the batch.
  private var last: Int64 = 0

  init(_ database: Database, _ recent: RecentPlaces, _ history: KeptHistory) throws(StoreError) {
    self.database = database
    self.recent = recent
    addPlace = try database.prepare("INSERT OR IGNORE INTO place (target, id) VALUES (?, ?)")
    setDone = try database.prepare("INSERT OR REPLACE INTO setting VALUES ('indexed', ?)")
    try readRest(history)
  }

  /// Reads which messages the table does not have: those behind the last batch of the process before, without those that
  /// only wait.
  private func readRest(_ history: KeptHistory) throws(StoreError) {
    let done = try database.number("SELECT value FROM setting WHERE name = 'indexed'")
    let isListed = history == .all ? "" : "AND id NOT IN (SELECT id FROM waiting)"
    let rest = try database.prepare("SELECT target, id FROM message WHERE id > ? \(isListed) ORDER BY id")
    rest.bind(1, done)
    var places: [Place] = []
    while try rest.step() { places.append(Place(target: rest.number(0), id: rest.number(1))) }
    recent.add(places)
  }

  /// Whether a batch is under way.
  var isUnderWay: Bool { !rows.isEmpty }

  /// Messages were kept.
  func add(_ places: [Place]) { recent.add(places) }

  /// A message is there no longer.
  mutating func remove(_ place: Place) {
    recent.remove(place)
    rows.removeAll { $0 == place }
  }

  /// Goes on with the batch, by so many rows, or begins one where it is time.
  mutating func goOn(rows count: Int, isIdle: Bool) throws(StoreError) {
    if rows.isEmpty {
      guard recent.count >= (isIdle ? 1 : Indexing.batch) else { return }
      rows = recent.sorted()[...]
      last = rows.lazy.map(\.id).max() ?? 0
    }
    let slice = rows.prefix(count)
    let isLast = slice.count == rows.count
    try database.transaction { () throws(StoreError) in
      for place in slice {
        addPlace.bind(1, place.target)
        addPlace.bind(2, place.id)
        try addPlace.run()
      }
      if isLast {
        setDone.bind(1, last)
        try setDone.run()
      }
    }
    rows = rows.dropFirst(count)
    if isLast { recent.remove(through: last) }
  }
}
