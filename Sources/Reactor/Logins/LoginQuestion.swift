/// What a ``LoginDirectory`` is asked.
public enum LoginQuestion: Sendable {
  /// The login name of a user.
  case name(ofUID: UInt32)
  /// To which login of this machine a chat name belongs.
  ///
  /// It belongs to a person's login (uid 0, or 1000 and up) whose name equals it exactly, or after its ASCII letters
  /// are made small, or with a `-` for a `.`.
  ///
  /// - Parameters:
  ///   - chatName: As the person wrote it.
  ///   - ends: The two ends of the connection that asks for the name; nil where it is no TCP connection.
  case owner(ofName: String, askedOver: ConnectionEnds?)
}

/// What a ``LoginDirectory`` answers.
public enum LoginAnswer: Equatable, Sendable {
  /// The login name; nil where the user has none.
  case name(String?)
  /// To whom the chat name belongs.
  case owner(ChatNameOwner)
  /// That is not known now: too many questions wait, or the user database cannot be asked. Asking again later may help.
  case tryAgain
}

/// To which login of this machine a chat name belongs.
public enum ChatNameOwner: Equatable, Sendable {
  /// To none.
  case nobody
  /// To the login as which the process at the far end of the connection runs.
  case peer(login: String)
  /// To another login; or whose the far end is cannot be told.
  case other(login: String)
}

/// The look-ups behind a ``LoginDirectory``, any of which may block.
public struct LoginLookups: Sendable {
  /// The user of a number; nil where there is none.
  public var loginOfUID: @Sendable (UInt32) throws(SystemError) -> Login?
  /// The user of a login name; nil where there is none.
  public var loginOfName: @Sendable (String) throws(SystemError) -> Login?
  /// The user of the process at the far end of a TCP connection; nil where that end is not on this machine.
  public var ownerOfFarEnd: @Sendable (ConnectionEnds) throws(SystemError) -> UInt32?

  /// Those of the system.
  public static var system: LoginLookups {
    LoginLookups(
      loginOfUID: { (uid) throws(SystemError) in try Login.of(uid: uid) },
      loginOfName: { (name) throws(SystemError) in try Login.of(name: name) },
      ownerOfFarEnd: { (ends) throws(SystemError) in try System.owner(ofFarEnd: ends) })
  }
}
