/// The names of the users of this machine.
public enum LoginName {
  /// The name of the user with that number, or nil where there is none or the user database cannot be asked. May ask a
  /// directory service, and then wait for it.
  public static func of(uid: UInt32) -> String? {
    try? Login.of(uid: uid)?.name
  }

  /// Whether there is a user of that name; nil where the user database cannot be asked. May wait as ``of(uid:)`` does.
  public static func isKnown(_ name: String) -> Bool? {
    do throws(SystemError) { return try Login.of(name: name) != nil } catch { return nil }
  }

  /// The number of the user of that name, or nil where there is none. May wait as ``of(uid:)`` does.
  ///
  /// - Throws: Where the user database cannot be asked.
  public static func uid(of name: String) throws(SystemError) -> UInt32? {
    try Login.of(name: name)?.uid
  }

  /// The number of the user that this process acts as.
  public static var ownUID: UInt32 { System.effectiveUser() }

  /// The name of the user that this process acts as.
  public static func own() -> String? {
    of(uid: System.effectiveUser())
  }
}
