import Relay

/// What stands in the table `ban`: the bans of a room from place 0 on, the exceptions from them from 1000 on, those who
/// need no invitation from 2000 on, and at 3000 the room that it forwards to.
enum RoomLists {
  private static let list: Int64 = 1_000

  /// What is kept of a room, each with its place.
  static func entries(of record: RoomRecord) -> [(place: Int64, entry: RoomRecord.Entry)] {
    var entries: [(place: Int64, entry: RoomRecord.Entry)] = []
    for (number, masks) in [record.bans, record.exceptions, record.exemptions].enumerated() {
      for (place, entry) in masks.enumerated() {
        entries.append((Int64(number) * list + Int64(place), entry))
      }
    }
    if let forward = record.forward {
      entries.append((3 * list, RoomRecord.Entry(mask: forward, setBy: [], setAt: record.createdAt)))
    }
    return entries
  }

  /// Adds what was kept at a place.
  static func add(_ entry: RoomRecord.Entry, at place: Int64, to record: inout RoomRecord) {
    switch place / list {
    case 0: record.bans.append(entry)
    case 1: record.exceptions.append(entry)
    case 2: record.exemptions.append(entry)
    default: record.forward = entry.mask
    }
  }
}
