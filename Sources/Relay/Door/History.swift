import Wire

/// How much of what is said is kept. Rooms that last, markers, the ids that senders give and what waits for the absent
/// are kept whatever it is; the last until it has been received.
public enum KeptHistory: String, Sendable {
  /// Nothing.
  case none
  /// What is said in rooms.
  case rooms
  /// All of it.
  case all
}

/// A question about what was said (IRCv3 draft/chathistory), for who keeps it.
public enum HistoryQuestion: Equatable, Sendable {
  /// What was said in one place.
  case messages(HistoryQuery)
  /// Where something was said.
  case targets(HistoryTargetsQuery)
  /// Whose a name is, and whether something can be left for them.
  case addressee(AddresseeQuery)
  /// What waits for an account behind the message of a number, the first so many messages of it.
  case waiting(AccountID, after: Int64, limit: Int)
  /// How far an account has read.
  case markers(AccountID)
}

/// The question what was said in one place.
public struct HistoryQuery: Equatable, Sendable {
  /// Where it was said.
  public enum Place: Equatable, Sendable {
    /// In the room of that name that is there now.
    case room(name: [UInt8])
    /// Between an account and somebody else: the first of these parties with whom there was any talk.
    case conversation(AccountID, with: [HistoryParty])
  }

  /// A place among all that was said.
  public enum Point: Equatable, Sendable {
    /// The message of that number.
    case message(Int64)
    /// A time.
    case time(Timestamp)
  }

  /// Which messages are meant. No point is among those that it bounds.
  public enum Selection: Equatable, Sendable {
    /// The latest, of those behind a point if there is one.
    case latest(after: Point?)
    /// The latest before a point.
    case before(Point)
    /// The first behind a point.
    case after(Point)
    /// As many before a point as behind it, and what stands there.
    case around(Point)
    /// Those between two points, from the first on.
    case between(Point, Point)
  }

  /// Where it was said.
  public let place: Place
  /// Which messages are meant.
  public let selection: Selection
  /// The most messages that are wanted.
  public let limit: Int
  /// The number behind which messages are told; those before it are as if they had never been said. 0 for all.
  public let start: Int64
  /// The number before which messages are told; the greatest for all.
  public let end: Int64

  /// A question.
  public init(
    _ place: Place, _ selection: Selection, limit: Int, from start: Int64 = 0, to end: Int64 = .max
  ) {
    self.end = end
    self.place = place
    self.selection = selection
    self.limit = limit
    self.start = start
  }
}

/// The question where something was said within a time.
public struct HistoryTargetsQuery: Equatable, Sendable {
  /// A room, and the number behind which its messages are told; 0 for all.
  public struct Room: Equatable, Sendable {
    /// The name.
    public let name: [UInt8]
    /// The number.
    public let start: Int64

    /// A room.
    public init(name: [UInt8], from start: Int64 = 0) {
      self.name = name
      self.start = start
    }
  }

  /// The rooms that are asked about.
  public let rooms: [Room]
  /// Whose private talk is asked about, if anybody's.
  public let account: AccountID?
  /// The times between which the last message lies, in either order.
  public let times: [Timestamp]
  /// The most places that are wanted.
  public let limit: Int

  /// A question.
  public init(rooms: [Room], account: AccountID?, between times: [Timestamp], limit: Int) {
    self.rooms = rooms
    self.account = account
    self.times = times
    self.limit = limit
  }
}

/// One side of a private talk.
public enum HistoryParty: Hashable, Sendable {
  /// Who has proven to be that account.
  case account(AccountID)
  /// Whoever went by that name, and has proven nothing.
  case name([UInt8])

  /// Who did something.
  public init(_ who: FactActor) {
    self = who.account.map { .account($0) } ?? .name(who.name)
  }
}

/// A message that was kept.
public struct HistoryMessage: Equatable, Sendable {
  /// Its number, of which its `msgid` is made.
  public let number: Int64
  /// When it was said.
  public let time: Timestamp
  /// What it was said as.
  public let kind: FactMessage.Kind
  /// `name!user@host` of the sender, as receivers read it.
  public let source: [UInt8]
  /// The account that the sender had proven to be, by its name.
  public let account: [UInt8]?
  /// The room or the name that it was said to.
  public let target: [UInt8]
  /// The text. Lines of a message of several lines are parted by LF.
  public let text: [UInt8]
  /// The client-only tags that were relayed with it.
  public let tags: [UInt8]

  /// A message.
  public init(
    number: Int64, time: Timestamp, kind: FactMessage.Kind, source: [UInt8], account: [UInt8]?,
    target: [UInt8], text: [UInt8], tags: [UInt8]
  ) {
    self.number = number
    self.time = time
    self.kind = kind
    self.source = source
    self.account = account
    self.target = target
    self.text = text
    self.tags = tags
  }
}

/// A place where something was said, and when last.
public struct HistoryTarget: Equatable, Sendable {
  /// The room or the name.
  public let name: [UInt8]
  /// When the last message was said there.
  public let time: Timestamp

  /// A place.
  public init(name: [UInt8], time: Timestamp) {
    self.name = name
    self.time = time
  }
}

/// Until when somebody has read what was said in a room or by a name (IRCv3 draft/read-marker).
public struct ReadMarker: Equatable, Sendable {
  /// The room or the name, folded, so that it is one however it is spelled.
  public let target: [UInt8]
  /// When the last message that was read was said.
  public let time: Timestamp

  /// A marker.
  public init(target: [UInt8], time: Timestamp) {
    self.target = target
    self.time = time
  }
}

/// What a message is known by whose sender gave it an id, and what it was given when it was said: so that it is not
/// said again.
public struct SeenMessage: Equatable, Sendable {
  /// What it is known by.
  public let key: MessageKey
  /// When it was said.
  public let time: Timestamp
  /// Its number.
  public let number: Int64

  /// A message that was seen.
  public init(key: MessageKey, time: Timestamp, number: Int64) {
    self.key = key
    self.time = time
    self.number = number
  }
}
