import CLinux
import Glibc

/// Sockets.
extension System {
  /// Lets the peer read the end behind what is sent already. Fails only on a connection that has ended, whose peer is
  /// told anyway.
  static func endWriting(to socket: Int32) {
    _ = shutdown(socket, Int32(SHUT_WR))
  }

  /// Has a TCP socket send small pieces without waiting for more (TCP_NODELAY). Where that fails it sends them later.
  static func sendAtOnce(on socket: Int32) {
    _ = clinux_set_no_delay(socket)
  }
}
