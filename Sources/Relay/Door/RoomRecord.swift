import Wire

/// What is kept of a room that lasts: what it needs to be there again after a restart.
public struct RoomRecord: Equatable, Sendable {
  /// The topic, and who set it when.
  public struct Topic: Equatable, Sendable {
    /// The text.
    public var text: [UInt8]
    /// The name of who set it.
    public var setBy: [UInt8]
    /// When.
    public var setAt: Timestamp

    /// A topic.
    public init(text: [UInt8], setBy: [UInt8], setAt: Timestamp) {
      self.text = text
      self.setBy = setBy
      self.setAt = setAt
    }
  }

  /// An entry of one of the room's lists.
  public struct Entry: Equatable, Sendable {
    /// The mask.
    public var mask: [UInt8]
    /// The name of who set it.
    public var setBy: [UInt8]
    /// When.
    public var setAt: Timestamp

    /// An entry.
    public init(mask: [UInt8], setBy: [UInt8], setAt: Timestamp) {
      self.mask = mask
      self.setBy = setBy
      self.setAt = setAt
    }
  }

  /// The name, as it was spelled when the room was made.
  public var name: [UInt8]
  /// When it was made.
  public var createdAt: Timestamp
  /// The account that has made it; nil of a room that the server's configuration names.
  public var founder: AccountID?
  /// When it was last used; nil while somebody is in it.
  public var usedAt: Timestamp?
  /// The topic, if there is one.
  public var topic: Topic?
  /// The letters of the modes that are on or off.
  public var modes: [UInt8]
  /// The key (`+k`), if there is one.
  public var key: [UInt8]?
  /// The most members (`+l`), if there is a limit.
  public var memberLimit: Int?
  /// The bans (`b`), the exceptions from them (`e`), and who needs no invitation (`I`).
  public var bans: [Entry] = []
  /// See ``bans``.
  public var exceptions: [Entry] = []
  /// See ``bans``.
  public var exemptions: [Entry] = []
  /// The room that those go to who may not come in here (`f`), if any.
  public var forward: [UInt8]?
  /// The accounts that are operators, beside the founder.
  public var operators: [AccountID] = []

  /// A room without topic, key, limit and lists.
  public init(name: [UInt8], createdAt: Timestamp, founder: AccountID?, modes: [UInt8]) {
    self.name = name
    self.createdAt = createdAt
    self.founder = founder
    self.modes = modes
  }
}

extension RoomRecord {
  /// What is kept of a room as it is.
  init(of room: Room) {
    self.init(
      name: room.name, createdAt: room.createdAt, founder: room.founder, modes: room.modes.lettersOn)
    usedAt = room.vacancy?.since
    topic = room.topic.map { Topic(text: $0.text, setBy: $0.setBy, setAt: $0.setAt) }
    key = room.key
    memberLimit = room.memberLimit
    bans = room.bans.map(Entry.init)
    exceptions = room.exceptions.map(Entry.init)
    exemptions = room.exemptions.map(Entry.init)
    forward = room.forward
    operators = room.operators
  }

  /// Makes a room what was kept. Modes that are not known here are left out.
  func restore(_ room: Room) {
    room.topic = topic.map { RoomTopic(text: $0.text, setBy: $0.setBy, setAt: $0.setAt) }
    room.modes = modes.reduce(into: []) { modes, letter in
      if let known = RoomModes.letters.first(where: { $0.letter == letter }) { modes.insert(known.mode) }
    }
    room.key = key
    room.memberLimit = memberLimit
    room.bans = bans.map(Ban.init)
    room.exceptions = exceptions.map(Ban.init)
    room.exemptions = exemptions.map(Ban.init)
    room.forward = forward
    room.operators = operators
    room.isRecorded = true
  }
}

extension RoomRecord.Entry {
  fileprivate init(_ ban: Ban) { self.init(mask: ban.mask, setBy: ban.setBy, setAt: ban.setAt) }
}

extension Ban {
  fileprivate init(_ entry: RoomRecord.Entry) {
    self.init(mask: entry.mask, setBy: entry.setBy, setAt: entry.setAt)
  }
}
