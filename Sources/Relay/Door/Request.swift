/// The number of a request, counted from 1.
public struct RequestID: Hashable, Sendable {
  /// The number.
  public let number: UInt64

  /// The request of that number.
  public init(number: UInt64) { self.number = number }
}

/// Something that the relay wants to know from the slow world outside. Until ``Input/answer(_:_:_:)`` brings the
/// answer, the session for which it is asked waits: the caller keeps its lines, in order, and hands them over behind
/// the answer. Others go on.
public struct Request: Equatable, Sendable {
  /// What is asked.
  public enum Question: Equatable, Sendable {
    /// The login name of a user of the host.
    case login(uid: UInt32)
    /// Whose a name is among the logins of the host, asked for a connection over TCP.
    case owner(name: [UInt8])
    /// Whether a password that the session has given may be looked at now, or after so many milliseconds. It may have
    /// to wait the longer the more have been wrong that came from where it comes from.
    case attempt(after: Int64)
    /// What takes hashing or chance.
    case secret(SecretQuestion)
    /// What was said before. The answer holds all that was said before it is asked.
    case history(HistoryQuestion)
  }

  /// Its number, which the answer names.
  public let id: RequestID
  /// The session that waits for the answer.
  public let session: SessionID
  /// What is asked.
  public let question: Question
}

/// What was found out for a request.
public enum Answer: Equatable, Sendable {
  /// The login name of the user; nil where the user has none.
  case login(String?)
  /// Whose the name is.
  case owner(NameOwner)
  /// A password may be looked at.
  case attemptGranted
  /// A password is not looked at; the next one would be after so many seconds.
  case attemptRefused(seconds: Int)
  /// What was said, in order.
  case history([HistoryMessage])
  /// Where something was said, in the order of the last messages there.
  case historyTargets([HistoryTarget])
  /// How far an account has read.
  case markers([ReadMarker])
  /// Whose a name is.
  case addressee(Addressee)
  /// The question names a message that is not known.
  case historyUnknown
  /// What hashing or chance gave.
  case secret(SecretAnswer)
  /// It could not be found out now.
  case unavailable
}

/// Whose a name is among the logins of a host.
public enum NameOwner: Equatable, Sendable {
  /// No login is called so.
  case nobody
  /// The login's that the process at the other end of the connection runs as.
  case peer
  /// Somebody else's: the login of this name.
  case login(String)
}
