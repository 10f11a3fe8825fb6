import Wire

/// What happened: the spine of the relay. A command decides on events; only applying one changes the network;
/// what others see is an event delivered. What was said is an event too, a ``Message``.
enum Event {
  /// A user is there under a new name, held by the session.
  case registered(User, Session)
  /// A further session holds the user.
  case attached(Session, to: User)
  /// A session that others did not see is seen from now on.
  case revealed(Session)
  /// A session is gone; others may still hold the user.
  case detached(Session)
  /// The last session of a user that others see is gone.
  case quit(User, reason: [UInt8])
  case renamed(User, to: [UInt8])
  case away(User, reason: [UInt8]?)
  /// A session is a bot's from now on, or a person's.
  case isBot(Session, Bool)
  case created(Room)
  /// A room has another name.
  case roomRenamed(Room, to: [UInt8], by: User)
  /// A session is in a room, the first of its user, by the input of that number.
  case joined(Session, Room, Int64)
  /// A session is in a room where others of its user are already: news to itself alone.
  case entered(Session, Room)
  /// A session has left a room where others of its user stay: news to itself alone.
  case exited(Session, Room, reason: [UInt8])
  /// A user has left a room.
  case parted(User, Room, reason: [UInt8])
  case kicked(User, Room, by: User, reason: [UInt8])
  /// A user is told that it may come; where the invitation admits, nothing stands in its way when it joins.
  case invited(User, Room, by: User, admits: Bool)
  case topic(Room, RoomTopic, by: User)
  case mode(Room, ModeChange, by: User)
  /// A user is an operator of the server from now on, or no longer.
  case empowered(User, Bool)
  /// A user has other modes of its own.
  case userModes(User, UserModes)
  /// Something is known of a user or a room from now on, or no longer.
  case metadata(MetadataTarget, key: [UInt8], [UInt8]?)
  /// A user has another real name.
  case realNamed(User, to: [UInt8])
  /// The server makes a user an operator of a room.
  case promoted(User, Room)
  /// A user has proven to be that account, or is no account's any more.
  case identified(User, AccountID?)
  /// What is kept of an account is this from now on.
  case accountKept(AccountRecord)
  /// An account is there no longer.
  case accountEnded(Account)

  /// Whether those who see it should see it at once. Comings and goings, of which a room may have thousands, may wait a
  /// moment for each other.
  var isUrgent: Bool {
    switch self {
    case .joined, .parted, .quit, .renamed, .away: false
    default: true
    }
  }
}
