/// A change of what `send` has not seen accepted yet.
public enum UnsentChange: Equatable, Sendable {
  /// A message is on its way, or cannot be sent now: it is to be kept.
  case kept(UnsentMessage)
  /// The message with this id was accepted, or can never be a message: it need not be kept.
  case accepted([UInt8])
  /// The message with this id is kept in parts from now on, since it is too long for one.
  case parted([UInt8], into: [UnsentMessage])
  /// The run is over: nothing changes any more.
  case over
}

/// A message that was not accepted yet, as it is kept between runs.
public struct UnsentMessage: Equatable, Sendable {
  /// A room or a name.
  public var target: [UInt8]
  /// What it says; of several lines where it is a whole.
  public var text: [UInt8]
  /// What it is sent as.
  public var kind: MessageKind
  /// The sender's own id of it.
  public var id: [UInt8]

  /// A message.
  public init(target: [UInt8], text: [UInt8], kind: MessageKind, id: [UInt8]) {
    self.target = target
    self.text = text
    self.kind = kind
    self.id = id
  }
}
