import Wire

/// What happened: the spine of the relay. A command decides on events; only applying one changes the network;
/// what others see is an event delivered. What was said is an event too, a ``Message``.
enum Event {
  /// A user is there under a new name, held by the session.
  case registered(User, Session)
  /// A further session holds the user.
  case attached(Session, to: User)
  /// A session that nobody watched is watched from now on.
  case revealed(Session)
  /// A session is gone; others may still hold the user.
  case detached(Session)
  /// The last watched session of a user is gone.
  case quit(User, reason: [UInt8])
  case renamed(User, to: [UInt8])
  case away(User, reason: [UInt8]?)
  case created(Room)
  case joined(User, Room)
  case parted(User, Room, reason: [UInt8])
  case kicked(User, Room, by: User, reason: [UInt8])
  case invited(User, Room, by: User)
  case topic(Room, RoomTopic, by: User)
  case mode(Room, ModeChange, by: User)

  /// Whether those who see it should see it at once. Comings and goings, of which a room may have thousands, may wait a
  /// moment for each other.
  var isUrgent: Bool {
    switch self {
    case .joined, .parted, .quit, .renamed, .away: false
    default: true
    }
  }
}

/// Something said to one target: the event that happens most. It is passed on, never copied.
struct Message: ~Copyable {
  enum Kind {
    case privmsg, notice, tagmsg

    var verb: StaticString {
      switch self {
      case .privmsg: "PRIVMSG "
      case .notice: "NOTICE "
      case .tagmsg: "TAGMSG "
      }
    }

    /// The kind that a command with a text says, or nil.
    init?(textVerb verb: Verb) {
      switch verb {
      case Verb("PRIVMSG"): self = .privmsg
      case Verb("NOTICE"): self = .notice
      default: return nil
      }
    }
  }

  enum Target {
    case room(Room)
    case user(User)

    var name: [UInt8] {
      switch self {
      case .room(let room): room.name
      case .user(let user): user.name
      }
    }
  }

  enum Text {
    /// What stands at this place in the line that is carried out.
    case line(ByteRange)
    case lines(MultilineText)
  }

  let kind: Kind
  let sender: User
  /// The target's name, as others read it.
  let name: [UInt8]
  let text: Text
  /// The client-only tags that are relayed with it.
  let clientTags: [UInt8]
  /// When it was said first: the time that it carries, and what its msgid is made of.
  let moment: Moment
  /// The number of the message among those of its line.
  let ordinal: Int
  /// What it is known by when it is sent again, if its sender gave it an id.
  let key: MessageKey?

  /// Bytes of its longest line.
  var longest: Int {
    switch text {
    case .line(let place): place.count
    case .lines(let text): text.longest
    }
  }
}

/// One mode of a room set or unset.
struct ModeChange {
  enum Kind {
    case flag(RoomModes, letter: UInt8)
    case key([UInt8])
    case limit(Int?)
    case ban(Ban)
    case operatorStatus(User)
    case voice(User)
  }

  let isSet: Bool
  let kind: Kind

  var letter: UInt8 {
    switch kind {
    case .flag(_, let letter): letter
    case .key: UInt8(ascii: "k")
    case .limit: UInt8(ascii: "l")
    case .ban: UInt8(ascii: "b")
    case .operatorStatus: UInt8(ascii: "o")
    case .voice: UInt8(ascii: "v")
    }
  }

  /// What stands behind the letters for this one, if anything.
  var parameter: [UInt8]? {
    switch kind {
    case .flag: nil
    case .key(let key): key
    case .limit(let limit): limit.map { Array(String($0).utf8) }
    case .ban(let ban): ban.mask
    case .operatorStatus(let user), .voice(let user): user.name
    }
  }
}
