import CLinux
import Glibc

/// Sockets.
extension System {
  /// A stream socket that neither blocks nor outlives an exec.
  static func streamSocket(_ family: Int32) throws(SystemError) -> FileDescriptor {
    FileDescriptor(owning: try call("socket") { clinux_stream_socket(family) })
  }

  static func connect(_ socket: Int32, to address: SocketAddress) throws(SystemError) {
    _ = try call("connect") { address.withPointer { Glibc.connect(socket, $0, address.length) } }
  }

  /// Begins to connect, and does not try again where that is interrupted: it goes on by itself.
  ///
  /// - Returns: 0, or the error number.
  static func beginConnecting(_ socket: Int32, to address: SocketAddress) -> Int32 {
    address.withPointer { Glibc.connect(socket, $0, address.length) } == 0 ? 0 : errno
  }

  static func bind(_ socket: Int32, to address: SocketAddress) throws(SystemError) {
    _ = try call("bind") { address.withPointer { Glibc.bind(socket, $0, address.length) } }
  }

  /// Binds a Unix socket, whose file is made with these rights, whatever the umask is.
  static func bind(_ socket: Int32, to address: SocketAddress, permissions: UInt32) throws(SystemError) {
    // The rights of the socket before are those of the file then, less the umask (unix(7)).
    try setPermissions(permissions, of: socket)
    try withoutUmask { () throws(SystemError) in try bind(socket, to: address) }
  }

  static func listen(on socket: Int32, backlog: Int32) throws(SystemError) {
    _ = try call("listen") { Glibc.listen(socket, backlog) }
  }

  /// Takes a connection that waits; it neither blocks nor outlives an exec.
  ///
  /// - Returns: Its descriptor, which the caller takes over.
  static func accept(
    from socket: Int32, _ address: UnsafeMutablePointer<sockaddr>, _ length: UnsafeMutablePointer<socklen_t>
  ) throws(SystemError) -> Int32 {
    try call("accept4") { clinux_accept(socket, address, length) }
  }

  /// The address of this end.
  static func nearAddress(of socket: Int32) throws(SystemError) -> SocketAddress {
    try SocketAddress { (address, length) throws(SystemError) in
      _ = try call("getsockname") { getsockname(socket, address, length) }
    }
  }

  /// The address of the peer's end.
  static func farAddress(of socket: Int32) throws(SystemError) -> SocketAddress {
    try SocketAddress { (address, length) throws(SystemError) in
      _ = try call("getpeername") { getpeername(socket, address, length) }
    }
  }

  static func setOption(_ name: Int32, of level: Int32, on socket: Int32) throws(SystemError) {
    _ = try call("setsockopt") { clinux_set_option(socket, level, name, 1) }
  }

  /// The error that waits on a socket, which this clears; 0 for none.
  static func pendingError(of socket: Int32) -> Int32 { clinux_pending_error(socket) }

  /// The credentials of the other end of a connected Unix socket.
  static func credentials(ofPeerOf socket: Int32) throws(SystemError) -> PeerCredentials {
    var (uid, gid, pid): (UInt32, UInt32, Int32) = (0, 0, 0)
    _ = try call("getsockopt") { clinux_peer_credentials(socket, &uid, &gid, &pid) }
    return PeerCredentials(uid: uid, gid: gid, pid: pid)
  }

  /// Lets the peer read the end behind what is sent already. Fails only on a connection that has ended, whose peer is
  /// told anyway.
  static func endWriting(to socket: Int32) {
    _ = shutdown(socket, Int32(SHUT_WR))
  }

  /// What this machine calls itself; empty where that cannot be known.
  static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Has a TCP socket send small pieces without waiting for more (TCP_NODELAY). Where that fails it sends them later.
  static func sendAtOnce(on socket: Int32) {
    _ = clinux_set_no_delay(socket)
  }
}
