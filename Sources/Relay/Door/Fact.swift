/// What happened, as a value: ids and bytes that mean the same anywhere and at any time.
public struct Fact: Equatable, Sendable {
  /// When it happened. Several facts of one input have the same stamp.
  public let stamp: Stamp
  /// What happened.
  public let event: FactEvent

  /// Something happened.
  public init(stamp: Stamp, event: FactEvent) {
    self.stamp = stamp
    self.event = event
  }
}

extension Fact {
  /// What is to be kept of it where so much of what is said is; nil for nothing.
  public func kept(_ history: KeptHistory) -> Fact? {
    guard case .message(let message) = event else { return event.isKept ? self : nil }
    switch message.target {
    case .absent: return self
    case .room: if history != .none { return self }
    case .user: if history == .all { return self }
    }
    return message.key.map {
      Fact(stamp: stamp, event: .seen(SeenMessage(key: $0, time: stamp.time, number: message.number)))
    }
  }
}

extension FactEvent {
  /// Whether something of it is kept, at least where all that is said is.
  public var isKept: Bool {
    switch self {
    case .message, .seen, .received, .read, .roomMade, .roomRenamed, .redacted, .roomKept, .roomEnded,
      .accountKept, .accountEnded:
      true
    case .arrived, .quit, .renamed, .away, .joined, .parted, .kicked, .invited, .topic, .mode: false
    }
  }
}

/// Who did something.
public struct FactActor: Equatable, Sendable {
  /// The user.
  public let user: UserID
  /// The user's name then.
  public let name: [UInt8]
  /// Who that was, where it was proven.
  public let account: AccountID?

  /// Somebody.
  public init(user: UserID, name: [UInt8], account: AccountID?) {
    self.user = user
    self.name = name
    self.account = account
  }
}

/// The events that facts tell. Those that are frequent are small, since a fact is copied on its way to the store.
public enum FactEvent: Equatable, Sendable {
  /// Others see a user from now on.
  indirect case arrived(FactActor)
  /// Others see a user no longer.
  indirect case quit(FactActor, reason: [UInt8])
  /// A user is called otherwise from now on.
  indirect case renamed(FactActor, to: [UInt8])
  /// A user is away, or back where there is no reason.
  indirect case away(FactActor, reason: [UInt8]?)
  /// A room is there, made by somebody who has proven to be that account, or by whoever it was.
  indirect case roomMade(name: [UInt8], founder: AccountID?)
  /// A room is called otherwise from now on, and what was said in it is its own all the same.
  indirect case roomRenamed(name: [UInt8], to: [UInt8], by: FactActor)
  /// The message of that number is to be kept no longer. Who took it back waits for the commit (``Outbox/Item/commit``).
  case redacted(number: Int64, commit: UInt64)
  /// What is to be kept of a room that lasts, or is always there.
  indirect case roomKept(RoomRecord)
  /// A room that lasted is there no longer, or lasts no longer: nothing is kept of it.
  indirect case roomEnded(name: [UInt8])
  /// A user is in a room.
  indirect case joined(FactActor, room: [UInt8])
  /// A user has left a room.
  indirect case parted(FactActor, room: [UInt8], reason: [UInt8])
  /// A user was put out of a room.
  indirect case kicked(FactActor, room: [UInt8], by: FactActor, reason: [UInt8])
  /// A user was invited to a room.
  indirect case invited(FactActor, room: [UInt8], by: FactActor)
  /// The topic of a room was set; it is empty where there is none any more.
  indirect case topic(room: [UInt8], text: [UInt8], by: FactActor)
  /// A mode of a room was set or unset.
  indirect case mode(room: [UInt8], isSet: Bool, letter: UInt8, parameter: [UInt8]?, by: FactActor)
  /// Something was said.
  case message(FactMessage)
  /// Something was said that is not kept, but for the id that its sender gave it.
  case seen(SeenMessage)
  /// A person of the account is here, and has received what waited for it up to the message of that number; 0: nothing
  /// yet.
  indirect case received(AccountID, through: Int64)
  /// A person of the account has read so far.
  indirect case read(AccountID, ReadMarker)
  /// What is to be kept of an account; somebody waits for the commit.
  indirect case accountKept(AccountRecord, commit: UInt64)
  /// Nothing is kept any more that proves the account; somebody waits for the commit.
  indirect case accountEnded(AccountID, commit: UInt64)
}

/// Something said to one target. It is an object, so that it passes from thread to thread for the price of one reference.
public final class FactMessage: Sendable {
  /// What it was said as.
  public enum Kind: UInt8, Sendable {
    /// PRIVMSG.
    case privmsg
    /// NOTICE.
    case notice
  }

  /// To whom it was said.
  public enum Target: Equatable, Sendable {
    /// To those in a room.
    case room(name: [UInt8])
    /// To one user alone.
    case user(FactActor)
    /// To an account of which nobody is here, under that name: it waits until somebody of it comes.
    case absent(AccountID, name: [UInt8])
  }

  /// The number of the message, of which its `msgid` is made: the greater, the later.
  public let number: Int64
  /// The commit that its sender waits for (``Outbox/Item/commit``): the greater, the later.
  public let commit: UInt64
  /// What it was said as.
  public let kind: Kind
  /// Who said it.
  public let sender: FactActor
  /// `name!user@host` of the sender, as receivers read it.
  public let source: [UInt8]
  /// To whom.
  public let target: Target
  /// The text. Lines of a message of several lines are parted by LF.
  public let text: [UInt8]
  /// The client-only tags that were relayed with it, as they stand on the wire.
  public let tags: [UInt8]
  /// What it is known by when its sender sends it again, if its sender gave it an id.
  public let key: MessageKey?

  /// Something said.
  public init(
    number: Int64, commit: UInt64, kind: Kind, sender: FactActor, source: [UInt8], target: Target,
    text: [UInt8], tags: [UInt8], key: MessageKey?
  ) {
    self.number = number
    self.commit = commit
    self.kind = kind
    self.sender = sender
    self.source = source
    self.target = target
    self.text = text
    self.tags = tags
    self.key = key
  }
}

extension FactMessage: Equatable {
  /// Whether two say the same in every part.
  public static func == (one: FactMessage, other: FactMessage) -> Bool {
    one.number == other.number && one.commit == other.commit && one.kind == other.kind
      && one.sender == other.sender && one.source == other.source && one.target == other.target
      && one.text == other.text && one.tags == other.tags && one.key == other.key
  }
}
