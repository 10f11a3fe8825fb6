import Wire

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
    /// The members of a room from a status on: `@#room`.
    case members(Room, Recipients, name: [UInt8])

    var name: [UInt8] {
      switch self {
      case .room(let room): room.name
      case .user(let user): user.name
      case .members(_, _, let name): name
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
  /// When it was said first: the time that it carries.
  let time: Timestamp
  /// The number that its msgid is made of.
  let number: Int64
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
