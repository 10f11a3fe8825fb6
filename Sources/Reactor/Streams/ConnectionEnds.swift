import Glibc

/// The addresses of both ends of a TCP connection.
public struct ConnectionEnds: Sendable {
  /// That of this process.
  let near: SocketAddress
  /// That of the peer.
  let far: SocketAddress

  /// Whether both are on this machine, so that nothing of it crosses a network.
  public var areHere: Bool {
    let host = far.host
    return host.hasPrefix("127.") || host == "::1" || host == near.host
  }

  init(near: SocketAddress, far: SocketAddress) {
    self.near = near
    self.far = far
  }

  /// The ends of a connected socket; nil where it is no TCP connection, or is connected no more.
  public init?(ofSocket socket: Int32) {
    do throws(SystemError) {
      near = try System.nearAddress(of: socket)
      far = try System.farAddress(of: socket)
    } catch {
      return nil
    }
    if near.family != AF_INET && near.family != AF_INET6 { return nil }
  }
}
