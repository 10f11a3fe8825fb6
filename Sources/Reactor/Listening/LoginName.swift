import Glibc

/// The names of the users of this machine.
public enum LoginName {
  /// The name of the user with that number, or nil where there is none. May ask a directory service, and then
  /// wait for it.
  public static func of(uid: UInt32) -> String? {
    var size = 1024
    while size <= 1 << 20 {
      let found = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { lookUp(uid, in: $0) }
      switch found {
      case .name(let name): return name
      case .unknown: return nil
      case .needsMoreRoom: size *= 4
      }
    }
    return nil
  }

  /// The name of the user that this process acts as.
  public static func own() -> String? {
    of(uid: geteuid())
  }

  private enum Answer {
    case name(String)
    case unknown
    case needsMoreRoom
  }

  private static func lookUp(_ uid: UInt32, in room: UnsafeMutableBufferPointer<CChar>) -> Answer {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    guard let start = room.baseAddress else { return .unknown }
    let code = getpwuid_r(uid, &entry, start, room.count, &found)
    if code == ERANGE { return .needsMoreRoom }
    guard code == 0, let name = found?.pointee.pw_name else { return .unknown }
    return .name(String(cString: name))
  }
}
