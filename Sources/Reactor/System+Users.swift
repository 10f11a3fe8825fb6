import CLinux
import Glibc

/// Users: who they are, and whose a connection is.
extension System {
  /// A call that looks up a user, such as getpwuid_r(3), without what is looked for.
  private typealias LoginCall = (
    UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
    UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
  ) -> Int32

  /// Most bytes that an entry of the user database may have.
  private static var largestEntry: Int { 1 << 20 }

  /// The user of that number; nil where there is none.
  static func login(ofUID uid: UInt32) throws(SystemError) -> Login? {
    try login("getpwuid_r") { getpwuid_r(uid, $0, $1, $2, $3) }
  }

  /// The user who logs in under that name; nil where there is none.
  static func login(ofName name: String) throws(SystemError) -> Login? {
    try login("getpwnam_r") { getpwnam_r(name, $0, $1, $2, $3) }
  }

  /// Makes a call that looks up a user, with as much room as its entry needs; nil where there is no such user.
  private static func login(_ operation: String, _ call: LoginCall) throws(SystemError) -> Login? {
    var size = 1024
    while true {
      var login: Login?
      let code = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { room in
        lookUp(call, in: room, into: &login)
      }
      switch code {
      case EINTR: continue
      case ERANGE where size < largestEntry: size *= 4
      // The manual names more numbers for "not found" than 0; these are the failures.
      case EIO, EMFILE, ENFILE, ENOMEM, ERANGE, EAGAIN:
        throw SystemError(errno: code, operation: operation)
      default: return login
      }
    }
  }

  private static func lookUp(
    _ call: LoginCall, in room: UnsafeMutableBufferPointer<CChar>, into login: inout Login?
  ) -> Int32 {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    guard let start = room.baseAddress else { return ERANGE }
    let code = call(&entry, start, room.count, &found)
    if code == 0, let found, let name = found.pointee.pw_name {
      login = Login(name: String(cString: name), uid: found.pointee.pw_uid)
    }
    return code
  }

  /// The user who started this process.
  static func realUser() -> UInt32 { getuid() }

  /// The user as which this process acts.
  static func effectiveUser() -> UInt32 { geteuid() }

  /// The user of the process at the far end of a TCP connection; nil where that end is not on this machine, or no
  /// process has it open any more.
  static func owner(ofFarEnd ends: ConnectionEnds) throws(SystemError) -> UInt32? {
    var uid: UInt32 = 0
    do throws(SystemError) {
      _ = try call("sock_diag") {
        ends.near.withPointer { near in
          ends.far.withPointer { far in clinux_connection_owner(near, far, &uid) }
        }
      }
    } catch {
      if error.errno == ENOENT { return nil }
      throw error
    }
    return uid
  }
}
