/// What `join` is asked to do.
public struct JoinRequest: Equatable, Sendable {
  /// The rooms to join; lines go to the first of them.
  public var rooms: [[UInt8]]
  /// Whether a person sits in front: who is asked for another name when one is refused, stays after a failure, and
  /// whose typing slips are no exit code.
  public var isInteractive = false
  /// Whether no person takes part: the server is asked to mark the session as a bot's (IRCv3 bot mode), where it can.
  public var isBot = false
  /// Whether every line is a text.
  public var isLiteral = false
  /// Whether failures are records too, beside what is said on standard error.
  public var recordsFailures = false
  /// The bridge that the run is a part of: what has passed it is passed over. Nil: none.
  public var bridge: [UInt8]?
  /// Where each message has passed: what a command of `join --exec` says has passed that.
  public var via = Via()
  /// How many messages to wait for before leaving; nil: no end.
  public var count: Int?
  /// What the lines of input are.
  public var input = InputForm.lines
  /// What is made of a carriage return inside a line.
  public var carriageReturns = CarriageReturns.split
  /// How long to stay after the end of input, in milliseconds.
  public var linger: Int64 = 0
  /// How long to wait for the next message of ``count``, in milliseconds; nil: as long as it takes.
  public var countTimeout: Int64?
  /// How many messages of each room's history to print first; nil: none, unless ``since`` asks for them.
  public var history: Int?
  /// Since when the rooms' history is printed first: ``HistoryPoint/init(_:now:)`` reads what a person gives.
  public var since: HistoryPoint?
  /// Where the run of this name has come to: what came after it is printed first. Nil: the run has no name. Its owner
  /// goes on with a copy of his own, by ``Cursor/advance(past:)`` or ``Cursor/line(for:)``.
  public var cursor: Cursor?
  /// The names and masks whose messages are not shown from the beginning.
  public var ignored: [[UInt8]] = []
  /// How long to try to get a lost connection back, in milliseconds; 0: not at all, nil: for ever.
  public var retry: Int64? = 30_000
  /// How long to wait for any progress, in milliseconds.
  public var timeout: Int64

  /// A request to take part in these rooms.
  public init(rooms: [[UInt8]], timeout: Int64) {
    self.rooms = rooms
    self.timeout = timeout
  }
}

/// What the lines of input are.
public enum InputForm: String, Equatable, Sendable {
  /// Lines as a person types them.
  case lines
  /// Records of five columns.
  case tsv
  /// Records in JSON.
  case json
}
