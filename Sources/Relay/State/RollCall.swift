/// The members of a room as NAMES lists them, spelled once for all who ask until something about them changes. A
/// new member is added at the end, so that the list is not spelled once more for each of many who join one by one.
struct RollCall {
  /// The names with the highest prefix of each, and with all prefixes (`multi-prefix`); empty until they are
  /// asked for.
  private var short: [UInt8] = []
  private var full: [UInt8] = []

  /// Whether the names are there already.
  func isSpelled(all: Bool) -> Bool { all ? !full.isEmpty : !short.isEmpty }

  /// The names, with a blank between one and the next.
  mutating func names(of room: Room, all: Bool) -> [UInt8] {
    if all {
      if full.isEmpty { RollCall.spell(room, all: true, to: &full) }
      return full
    }
    if short.isEmpty { RollCall.spell(room, all: false, to: &short) }
    return short
  }

  /// A member has come, the last in the room's order.
  mutating func add(_ membership: Membership) {
    if !short.isEmpty { RollCall.append(membership, all: false, to: &short) }
    if !full.isEmpty { RollCall.append(membership, all: true, to: &full) }
  }

  /// A member has gone, or is called otherwise.
  mutating func forget() {
    short = []
    full = []
  }

  private static func spell(_ room: Room, all: Bool, to names: inout [UInt8]) {
    room.members.forEach { append($0, all: all, to: &names) }
  }

  private static func append(_ membership: Membership, all: Bool, to names: inout [UInt8]) {
    if !names.isEmpty { names.append(UInt8(ascii: " ")) }
    names.append(membership.prefix(all: all))
    names += membership.user.name
  }
}
