/// A user's place in a room: the user is in it while one of its sessions is.
final class Membership: Rolled {
  let user: User
  let room: Room
  /// The number of the input with which the user came: what was said since has greater ones.
  let start: Int64
  /// How many of the user's sessions are in the room.
  var presenceCount = 0
  var isOperator = false
  var hasVoice = false
  /// What is remembered of the room's bans.
  var knownBan: KnownBan?
  /// Its place among the room's members.
  var place = 0
  /// How many of the sessions hear the room no longer, since they are going.
  var hushedCount = 0

  /// Whether none of the user's sessions hears the room any more.
  var isHushed: Bool { hushedCount == presenceCount }

  init(user: User, room: Room, start: Int64) {
    self.start = start
    self.user = user
    self.room = room
  }

  /// The prefixes that others see: the highest alone, or all (`multi-prefix`).
  func prefix(all: Bool) -> StaticString {
    if isOperator { return all && hasVoice ? "@+" : "@" }
    return hasVoice ? "+" : ""
  }
}

/// A session's place in a room: it hears the rooms that it is present in, and no others.
final class Presence {
  let session: Session
  let membership: Membership
  /// Its place in the room's ``Audience``, which alone changes it.
  var place = 0
  /// Whether the session is going and hears the room no longer.
  var isHushed = false

  init(session: Session, membership: Membership) {
    self.session = session
    self.membership = membership
  }

  var room: Room { membership.room }
}
