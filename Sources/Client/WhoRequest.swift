/// What `who` is asked.
public struct WhoRequest: Equatable, Sendable {
  /// The room whose members are asked for; nil: everybody.
  public var room: [UInt8]?
  /// The names that are asked for; none: all.
  public var names: [[UInt8]] = []
  /// Whether rooms, account, away, idle and since are wanted too.
  public var isLong = false
  /// Whether the answer is only whether the names are there.
  public var isQuiet = false
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
