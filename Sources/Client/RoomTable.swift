/// The rooms that this client is in, and who else is.
struct RoomTable: Equatable, Sendable {
  private struct Room: Equatable {
    let name: [UInt8]
    /// Names by their folded form.
    var members: [[UInt8]: [UInt8]] = [:]
    /// Whether the list of members has come to its end.
    var isComplete = false
  }

  /// How names fold.
  var caseMapping = CaseMapping.ascii
  private var rooms: [[UInt8]: Room] = [:]
  private var order: [[UInt8]] = []
  private var currentKey: [UInt8]?

  /// The room that lines go to.
  var current: [UInt8]? { currentKey.flatMap { rooms[$0]?.name } }

  /// The rooms in the order of joining.
  var names: [[UInt8]] { order.compactMap { rooms[$0]?.name } }

  /// The names of all members of all rooms, each once.
  var members: [[UInt8]] {
    var all: [[UInt8]: [UInt8]] = [:]
    for room in rooms.values { all.merge(room.members) { first, _ in first } }
    return Array(all.values)
  }

  /// Whether this client is in the room.
  func contains(_ room: [UInt8]) -> Bool {
    rooms[caseMapping.fold(room)] != nil
  }

  /// Whether the list of the room's members is known to its end.
  func isComplete(_ room: [UInt8]) -> Bool {
    rooms[caseMapping.fold(room)]?.isComplete ?? false
  }

  /// The name, as it is spelt, of somebody who is in one of the rooms.
  func member(_ name: [UInt8]) -> [UInt8]? {
    let key = caseMapping.fold(name)
    for room in rooms.values { if let member = room.members[key] { return member } }
    return nil
  }

  // MARK: Changes

  /// This client has come into a room.
  mutating func enter(_ name: [UInt8]) {
    let key = caseMapping.fold(name)
    if rooms[key] == nil { order.append(key) }
    rooms[key] = Room(name: name)
    if currentKey == nil { currentKey = key }
  }

  /// This client has left a room. Lines go to the one joined last, if any.
  mutating func leave(_ name: [UInt8]) {
    let key = caseMapping.fold(name)
    rooms[key] = nil
    order.removeAll { $0 == key }
    if currentKey == key { currentKey = order.last }
  }

  /// Lines go to this room from now on. Gives whether this client is in it.
  mutating func makeCurrent(_ name: [UInt8]) -> Bool {
    let key = caseMapping.fold(name)
    guard rooms[key] != nil else { return false }
    currentKey = key
    return true
  }

  /// Somebody is in a room.
  mutating func add(_ member: [UInt8], to room: [UInt8]) {
    rooms[caseMapping.fold(room)]?.members[caseMapping.fold(member)] = member
  }

  /// The list of a room's members has come to its end.
  mutating func complete(_ room: [UInt8]) {
    rooms[caseMapping.fold(room)]?.isComplete = true
  }

  /// Somebody has left a room.
  mutating func remove(_ member: [UInt8], from room: [UInt8]) {
    rooms[caseMapping.fold(room)]?.members[caseMapping.fold(member)] = nil
  }

  /// Somebody has left the server.
  mutating func remove(_ member: [UInt8]) {
    let key = caseMapping.fold(member)
    for room in rooms.keys { rooms[room]?.members[key] = nil }
  }

  /// Somebody is called otherwise.
  mutating func rename(_ old: [UInt8], to new: [UInt8]) {
    let key = caseMapping.fold(old)
    for room in rooms.keys where rooms[room]?.members[key] != nil {
      rooms[room]?.members[key] = nil
      rooms[room]?.members[caseMapping.fold(new)] = new
    }
  }
}
