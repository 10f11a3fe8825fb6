import Client

/// How a client's run ended.
public struct Ending: Equatable, Sendable {
  /// What its exit code says.
  public let outcome: Outcome
  /// The signal that ended it: the process ends by it too.
  public let signal: Int32?

  /// An end.
  public init(_ outcome: Outcome, signal: Int32? = nil) {
    self.outcome = outcome
    self.signal = signal
  }
}
