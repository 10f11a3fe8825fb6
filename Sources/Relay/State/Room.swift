import Wire

/// A room (an IRC channel). Only ``Network/apply(_:)`` changes it.
final class Room {
  let name: [UInt8]
  let createdAt: Timestamp
  /// Whether it stays when the last member leaves.
  let isPermanent: Bool
  var members: [User] = []
  var rollCall = RollCall()
  /// The watched sessions of all members.
  var recipients = Recipients()
  var topic: RoomTopic?
  var modes: RoomModes = []
  var key: [UInt8]?
  var memberLimit: Int?
  var bans: [Ban] = []
  var invited: [UserID] = []

  init(name: [UInt8], createdAt: Timestamp, isPermanent: Bool = false) {
    self.name = name
    self.createdAt = createdAt
    self.isPermanent = isPermanent
  }

  func isBanned(_ user: User) -> Bool {
    // The source is `:name!user@host `, a mask is matched against what stands between colon and blank.
    let source = user.source
    return bans.contains { Mask.matches($0.mask.span, source.span.extracting(1..<(source.count - 1))) }
  }
}

/// The topic of a room, and who set it when.
struct RoomTopic {
  let text: [UInt8]
  let setBy: [UInt8]
  let setAt: Timestamp
}

/// A mask whose users may not join nor speak.
struct Ban {
  let mask: [UInt8]
  let setBy: [UInt8]
  let setAt: Timestamp
}

/// The modes of a room that are on or off.
struct RoomModes: OptionSet {
  let rawValue: UInt8

  static let inviteOnly = RoomModes(rawValue: 1)
  static let moderated = RoomModes(rawValue: 2)
  static let noExternal = RoomModes(rawValue: 4)
  static let secret = RoomModes(rawValue: 8)
  static let topicByOperators = RoomModes(rawValue: 16)

  /// Each mode with its letter, in the order in which they are told.
  static let letters: [(letter: UInt8, mode: RoomModes)] = [
    (UInt8(ascii: "i"), .inviteOnly), (UInt8(ascii: "m"), .moderated), (UInt8(ascii: "n"), .noExternal),
    (UInt8(ascii: "s"), .secret), (UInt8(ascii: "t"), .topicByOperators),
  ]
}
