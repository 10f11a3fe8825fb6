import Client
import Reactor

extension CommandRunner {
  /// What it does beside running the line.
  public struct Plan {
    /// Whether what the commands write is shown by the front, as on a terminal, where it would stand in what is being
    /// typed. Else they inherit standard error.
    public var showsOutput = false
    /// Which messages that were said before are a reason to run it.
    public var old = Old.none
    /// Whether notices are a reason, too.
    public var runsForNotices = false
    /// Whether what bots say is.
    public var runsForBots = false
    /// What tells by its way what the commands of this run have caused (``Via``).
    public var mark: [UInt8] = []
    /// How often a command that failed is run again.
    public var retries = 0
    /// Where the messages are kept whose command has not ended; nil: nowhere.
    public var file: CursorFile?

    /// Whether the ends of processes are taken that the commands have left to this one, as the first one of a container
    /// must. Only where nothing else in this process waits for children of its own.
    public var reapsOthers = false

    /// What slows the commands down.
    var brake = CommandBrake()

    /// Messages that were said before.
    public enum Old: Sendable {
      /// None of them.
      case none
      /// Those that were missed.
      case missed
      /// Those that were asked for, too.
      case all
    }

    /// Runs each once, for what is said now, and keeps nothing.
    public init() {}
  }
}
