import Wire

/// The rooms that this client is in, and who else is.
struct RoomTable: Equatable, Sendable {
  private struct KnownRoom: Equatable {
    let name: [UInt8]
    /// Whether this session wanted to be there: a server puts people also into rooms that they did not ask for.
    var isWanted: Bool
    /// The key with which it came in; empty where it needed none.
    let key: [UInt8]
    /// The topic that was told.
    var topic: [UInt8] = []
    /// How many messages have come since lines went there last, and whether one mentions the own name.
    var unread = UnreadCount()
    /// Names by their folded form.
    var members: [[UInt8]: [UInt8]] = [:]
  }

  /// The most rooms, and members of all rooms together, that are remembered: more than any server has, and no more
  /// memory than a client may take. Those beyond are only not completed and not known by heart.
  static let mostRooms = 1000
  static let mostMembers = 250_000

  /// How names fold.
  var caseMapping = CaseMapping.ascii
  private var rooms: [[UInt8]: KnownRoom] = [:]
  private var order: [[UInt8]] = []
  private var currentKey: [UInt8]?
  /// The rooms that lines went to, the last one last.
  private var formerKeys: [[UInt8]] = []
  private var memberCount = 0

  /// The room that lines go to.
  var current: [UInt8]? { currentKey.flatMap { rooms[$0]?.name } }

  /// The rooms that this session wanted to be in, in the order of joining.
  var wanted: [[UInt8]] { order.compactMap { rooms[$0] }.filter(\.isWanted).map(\.name) }

  /// All rooms, in the order of joining.
  var names: [[UInt8]] { order.compactMap { rooms[$0]?.name } }

  /// The names of all members of all rooms, each once.
  var members: [[UInt8]] {
    var all: [[UInt8]: [UInt8]] = [:]
    for room in rooms.values { all.merge(room.members) { first, _ in first } }
    return Array(all.values)
  }

  /// The names of the members of a room.
  func members(of room: [UInt8]) -> [[UInt8]] {
    rooms[caseMapping.fold(room)].map { Array($0.members.values) } ?? []
  }

  /// The topic of a room that was told last; empty where it has none.
  func topic(of room: [UInt8]) -> [UInt8] {
    rooms[caseMapping.fold(room)]?.topic ?? []
  }

  /// Whether this client is in the room.
  func contains(_ room: [UInt8]) -> Bool {
    rooms[caseMapping.fold(room)] != nil
  }

  /// Whether this session wanted to be in the room, and is.
  func isWanted(_ room: [UInt8]) -> Bool {
    rooms[caseMapping.fold(room)]?.isWanted ?? false
  }

  /// The key with which this client came into a room; empty where it needed none.
  func key(of room: [UInt8]) -> [UInt8] {
    rooms[caseMapping.fold(room)]?.key ?? []
  }

  /// The name, as it is spelt, of somebody who is in one of the rooms.
  func member(_ name: [UInt8]) -> [UInt8]? {
    let key = caseMapping.fold(name)
    for room in rooms.values { if let member = room.members[key] { return member } }
    return nil
  }

  /// The rooms in which something has been said since lines went there last, in the order of joining.
  var unread: [(room: [UInt8], count: UnreadCount)] {
    order.compactMap { rooms[$0] }.filter { $0.unread.messages > 0 }.map { ($0.name, $0.unread) }
  }

  // MARK: Changes

  /// Something was said in a room; it is unread unless lines go there.
  mutating func noteUnread(in room: [UInt8], isMention: Bool) {
    let key = caseMapping.fold(room)
    if key == currentKey { return }
    rooms[key]?.unread.messages += 1
    if isMention { rooms[key]?.unread.hasMention = true }
  }

  /// This client has come into a room.
  ///
  /// - Parameters:
  ///   - isWanted: Whether this session asked for that.
  ///   - key: The key with which it did; empty where there was none.
  mutating func enter(_ name: [UInt8], isWanted: Bool = true, key: [UInt8] = []) {
    let folded = caseMapping.fold(name)
    if let room = rooms[folded] {
      memberCount -= room.members.count
    } else if order.count < RoomTable.mostRooms {
      order.append(folded)
    } else {
      return
    }
    let unread = rooms[folded]?.unread ?? UnreadCount()
    rooms[folded] = KnownRoom(
      name: name, isWanted: isWanted, key: key, topic: topic(of: name), unread: unread)
  }

  /// This client has left a room. Where lines went there, they go, if `fallsBack`, where they went before, or to the
  /// room joined last of those that this session wanted; else nowhere.
  mutating func leave(_ name: [UInt8], fallsBack: Bool) {
    let key = caseMapping.fold(name)
    memberCount -= rooms[key]?.members.count ?? 0
    rooms[key] = nil
    order.removeAll { $0 == key }
    formerKeys.removeAll { $0 == key }
    if currentKey == key { currentKey = fallsBack ? formerKeys.last ?? lastWanted : nil }
  }

  private var lastWanted: [UInt8]? { order.last { rooms[$0]?.isWanted == true } }

  /// A room's topic has been told.
  mutating func setTopic(_ topic: [UInt8], of room: [UInt8]) {
    rooms[caseMapping.fold(room)]?.topic = topic
  }

  /// A new connection is in no room yet. This session wants to be in those in which it wanted to be before; who else is
  /// there has to be learnt anew.
  mutating func beginAnew() {
    for room in names where !isWanted(room) { leave(room, fallsBack: false) }
    for key in order { rooms[key]?.members = [:] }
    memberCount = 0
  }

  /// Lines go nowhere until a room is chosen.
  mutating func leaveCurrent() {
    currentKey = nil
  }

  /// Lines go to this room from now on, which this session wants to be in. Gives whether this client is in it.
  mutating func makeCurrent(_ name: [UInt8]) -> Bool {
    let key = caseMapping.fold(name)
    guard rooms[key] != nil else { return false }
    rooms[key]?.isWanted = true
    rooms[key]?.unread = UnreadCount()
    currentKey = key
    formerKeys.removeAll { $0 == key }
    formerKeys.append(key)
    return true
  }

  /// Somebody is in a room.
  mutating func add(_ member: [UInt8], to room: [UInt8]) {
    guard memberCount < RoomTable.mostMembers, member.count <= WireLimit.body else { return }
    set(member, at: caseMapping.fold(member), in: caseMapping.fold(room))
  }

  /// Somebody has left a room.
  mutating func remove(_ member: [UInt8], from room: [UInt8]) {
    set(nil, at: caseMapping.fold(member), in: caseMapping.fold(room))
  }

  /// Somebody has left the server.
  mutating func remove(_ member: [UInt8]) {
    let key = caseMapping.fold(member)
    for room in order { set(nil, at: key, in: room) }
  }

  /// Somebody is called otherwise.
  mutating func rename(_ old: [UInt8], to new: [UInt8]) {
    let key = caseMapping.fold(old)
    for room in order where rooms[room]?.members[key] != nil {
      set(nil, at: key, in: room)
      set(new, at: caseMapping.fold(new), in: room)
    }
  }

  private mutating func set(_ member: [UInt8]?, at key: [UInt8], in room: [UInt8]) {
    guard let before = rooms[room]?.members.count else { return }
    rooms[room]?.members[key] = member
    memberCount += (rooms[room]?.members.count ?? 0) - before
  }
}

/// What was said in a room since a person's lines went there last.
public struct UnreadCount: Equatable, Sendable {
  /// How many messages.
  public var messages = 0
  /// Whether one of them mentions the own name.
  public var hasMention = false
}
