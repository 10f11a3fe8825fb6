/// Who is at the other end of a Unix socket, as the kernel says (SO_PEERCRED): the process that connected, as
/// it was then.
public struct PeerCredentials: Equatable, Hashable, Sendable {
  /// Its effective user.
  public let uid: UInt32
  /// Its effective group.
  public let gid: UInt32
  /// Its process.
  public let pid: Int32

  /// The credentials of a process.
  public init(uid: UInt32, gid: UInt32, pid: Int32) {
    self.uid = uid
    self.gid = gid
    self.pid = pid
  }
}

/// Where a connection comes from.
public enum Peer: Equatable, Sendable {
  /// Over TCP, from a numeric address such as `127.0.0.1` or `fe80::1%eth0`.
  case tcp(address: String, port: UInt16)
  /// Over a Unix socket.
  case unix(PeerCredentials)
}
