import Wire

/// The rooms that stay when nobody is in them: how many each account has made, how long nobody has been there, and of
/// which what is kept has changed.
struct LastingRooms: ~Copyable {
  /// How many rooms an account has made that last.
  private final class Count {
    var rooms = 0
  }

  /// The rooms that nobody is in, in the order in which they were last used.
  private(set) var vacancies = Roll<Vacancy>()
  /// No vacancy is older.
  private var oldest = Timestamp(milliseconds: .max)
  /// The rooms of which something has changed since they were last taken.
  private var touched: [Room] = []
  private var counts: NameTable<Count>

  /// No rooms.
  init(key: HashKey) { counts = NameTable(key: key, comparison: .exact) }

  /// Whether there is something to take, or a room that nobody has used since before that time.
  @inline(__always)
  func hasWork(before time: Timestamp) -> Bool { !touched.isEmpty || oldest < time }

  /// How many rooms the account has made that last.
  func count(of account: AccountID) -> Int { counts[account.key.span]?.rooms ?? 0 }

  /// Counts a room as one that lasts from now on, or no longer.
  mutating func count(_ room: Room, by change: Int) {
    guard let founder = room.founder else { return }
    let count = counts[founder.key.span] ?? Count()
    if count.rooms == 0 { counts.set(count, for: founder.key) }
    count.rooms += change
    if count.rooms == 0 { counts.remove(founder.key) }
  }

  /// Something has changed of what is kept of a room.
  mutating func touch(_ room: Room) {
    if room.isTouched { return }
    room.isTouched = true
    touched.append(room)
  }

  /// Takes the rooms of which something has changed.
  mutating func takeTouched() -> [Room] {
    let rooms = touched
    touched = []
    for room in rooms { room.isTouched = false }
    return rooms
  }

  /// Nobody is in a room from now on, or somebody outside has used it.
  mutating func vacate(_ room: Room, at time: Timestamp) {
    occupy(room)
    let vacancy = Vacancy(room, since: time)
    room.vacancy = vacancy
    vacancies.append(vacancy)
    oldest = min(oldest, time)
  }

  /// Somebody is in the room, or it is gone.
  mutating func occupy(_ room: Room) {
    if let vacancy = room.vacancy { vacancies.remove(vacancy) }
    room.vacancy = nil
  }

  /// The rooms that nobody has used since before that time, the one for the longest time first.
  mutating func unused(before time: Timestamp) -> [Room] {
    if oldest >= time { return [] }
    var rooms: [Room] = []
    oldest = Timestamp(milliseconds: .max)
    _ = vacancies.forEach(from: 0) { vacancy in
      if vacancy.since >= time {
        oldest = vacancy.since
        return false
      }
      rooms.append(vacancy.room)
      return true
    }
    return rooms
  }
}

/// That nobody is in a room which lasts.
final class Vacancy: Rolled {
  unowned let room: Room
  let since: Timestamp
  var place = 0

  init(_ room: Room, since: Timestamp) {
    self.room = room
    self.since = since
  }
}
