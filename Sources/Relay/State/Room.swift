import Wire

/// A room (an IRC channel). Only ``Network/apply(_:)`` changes it.
final class Room: Rolled {
  let name: [UInt8]
  let createdAt: Timestamp
  /// Whether it stays when the last member leaves.
  let isPermanent: Bool
  var members = Roll<Membership>()
  var rollCall = RollCall()
  /// The sessions that are in the room.
  var audience = Audience()
  var topic: RoomTopic?
  var modes: RoomModes = []
  var key: [UInt8]?
  var memberLimit: Int?
  var bans: [Ban] = []
  var invited: [UserID] = []
  /// Its place among all rooms.
  var place = 0

  init(name: [UInt8], createdAt: Timestamp, isPermanent: Bool = false) {
    self.name = name
    self.createdAt = createdAt
    self.isPermanent = isPermanent
  }

  /// Those who get what is said in it.
  var recipients: Recipients { audience.recipients }

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
