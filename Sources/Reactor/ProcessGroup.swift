import Glibc

/// What a command has left behind: the processes that it started and that have stayed in its process group. Those that
/// have made a session of their own (setsid(1)) are not among them.
public struct ProcessGroup: Sendable {
  private let number: pid_t

  /// The group of a leader that has ended; nil where nobody is left in it.
  init?(left number: pid_t) {
    self.number = number
    if !isThere { return nil }
  }

  /// Whether anybody is left in it.
  public var isThere: Bool { System.isThere(group: number) }

  /// Sends all of them a signal. To be called soon after ``isThere`` was true: the number may be given anew.
  public func send(signal: Int32) {
    System.send(signal: signal, to: -number)
  }
}
