/// What `join` is asked to do.
public struct JoinRequest: Equatable, Sendable {
  /// The rooms to join; lines go to the first of them.
  public var rooms: [[UInt8]]
  /// Whether a person sits in front: who is asked for another name when one is refused, stays after a failure, and
  /// whose typing slips are no exit code.
  public var isInteractive = false
  /// Whether every line is a text.
  public var isLiteral = false
  /// Whether failures are records too, beside what is said on standard error.
  public var recordsFailures = false
  /// How many messages to wait for before leaving; nil: no end.
  public var count: Int?
  /// How long to wait for any progress, in milliseconds.
  public var timeout: Int64

  /// A request to take part in these rooms.
  public init(rooms: [[UInt8]], timeout: Int64) {
    self.rooms = rooms
    self.timeout = timeout
  }
}
