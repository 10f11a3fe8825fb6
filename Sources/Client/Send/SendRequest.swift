/// What `send` is asked to do.
public struct SendRequest: Equatable, Sendable {
  /// Rooms and names, as they are said to the server.
  public var targets: [[UInt8]]
  /// What each message is sent as.
  public var kind = MessageKind.message
  /// The message, where it is given beforehand and no input is read; each of its lines is one.
  public var text: [UInt8]?
  /// What is made of a carriage return inside a line.
  public var carriageReturns = CarriageReturns.split
  /// Whether a line that is too long for one message becomes several; it is refused otherwise.
  public var splits = true
  /// Whether a message is refused that would wait for somebody who is not here.
  public var isForThoseHere = false
  /// Whether a ``RecordEvent/sent`` record is wanted of each message that is accepted.
  public var reportsAccepted = false
  /// Whether all of the input is one message.
  public var isWhole = false
  /// Whether what was not accepted is told (``Notice/unsent(_:)``), and input is kept where there is no connection.
  public var keepsUnsent = false
  /// What earlier runs kept: it is sent first, under the same ids.
  public var unsent: [UnsentMessage] = []
  /// How long to wait for an answer after the last message, in milliseconds; nil: none is waited for.
  public var reply: Int64?
  /// Whether a person types the lines, who should know that they are waited for.
  public var inputIsTerminal = false
  /// Where each message has passed: what a command of `join --exec` says has passed that.
  public var via = Via()
  /// Whether it is said that the wanted name is taken and another one is used.
  public var saysOtherName = true
  /// How long to wait for any progress, in milliseconds.
  public var timeout: Int64

  /// A request to send each line of input to these targets.
  public init(targets: [[UInt8]], timeout: Int64) {
    self.targets = targets
    self.timeout = timeout
  }
}
