import Wire

/// What reaches a relay from outside: its only door. A value, so that it can be kept, sent and taken again.
public enum Input: Equatable, Sendable {
  /// A connection was accepted.
  case opened(SessionID, Origin)
  /// A line arrived, without its end. A slice, so that the lines of one read share its memory.
  case line(SessionID, ArraySlice<UInt8>)
  /// A line arrived that was longer than a line can be; its bytes are gone.
  case overlong(SessionID)
  /// Connections are gone, all of them for the reason that others are told. Those who stay are told of
  /// each; those who go at the same moment are not told of each other.
  case closed([SessionID], reason: [UInt8])
  /// Nothing has moved on the connection, either way, for the time after which one asks.
  case idle(SessionID)
  /// The session's queue has outgrown its limit of so many bytes.
  case overflow(SessionID, limit: Int)
  /// What was said of an answer in parts has been sent, and the session takes more of it.
  case more(SessionID)
  /// There is no place for the session, for the reason that it is told.
  case dismissed(SessionID, reason: [UInt8])
  /// What was found out for a request of the session.
  case answer(RequestID, SessionID, Answer)
  /// Messages that were seen before this relay began, the oldest first: they are not said again.
  case recalled([SeenMessage])
  /// The server ends.
  case stop

  /// The connection is gone, for the reason that others are told.
  public static func closed(_ session: SessionID, reason: String) -> Input {
    .closed([session], reason: Array(reason.utf8))
  }
}
