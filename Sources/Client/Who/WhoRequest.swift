/// What `who` can be asked for.
public enum WhoQuestion: Equatable, Sendable {
  /// Who is online now.
  case who
  /// Who is online now, and who arrives and leaves from now on.
  case watch
  /// That all the names are online. `who` waits for that so long, in milliseconds; nil: as long as it takes.
  case wait(Int64?)
  /// Which rooms there are.
  case rooms
}

/// What `who` is asked, and how it is to answer.
public struct WhoRequest: Equatable, Sendable {
  /// The room whose members are asked for; nil: everybody.
  public var room: [UInt8]?
  /// The names that are asked for; none: all.
  public var names: [[UInt8]] = []
  /// Whether rooms, account, away, idle and since are wanted too.
  public var isLong = false
  /// Whether the answer is only whether the names are there.
  public var isQuiet = false
  /// What is asked for.
  public var question = WhoQuestion.who
  /// How the answer is written.
  public var rendering: WhoRendering
  /// How long to wait for any progress, in milliseconds.
  public var timeout: Int64

  /// A question for everybody.
  public init(rendering: WhoRendering, timeout: Int64) {
    self.rendering = rendering
    self.timeout = timeout
  }
}
