import Glibc

/// A connection that has come in. It does not outlive an exec.
@frozen
public struct Accepted: ~Copyable {
  /// The connection, whose handshake has not begun.
  public let stream: ByteStream
  /// Where it comes from.
  public let peer: Peer

  /// Lets the connection go to a new owner.
  public consuming func takeStream() -> ByteStream { stream }
}

/// A socket on which connections come in. Closed with the object; a Unix socket's file goes with it.
public final class Listener: Sendable {
  /// The address as a person writes it: `127.0.0.1:8080`, `[::1]:8080` or `/run/chatnet/chatnet.sock`.
  public let localDescription: String
  /// The port, which the system has chosen where 0 was asked for; 0 for a Unix socket.
  public let port: UInt16

  private let socket: FileDescriptor
  private let file: SocketFile?
  private let layer: MakeLayer?

  /// Makes what the bytes of one connection pass through.
  public typealias MakeLayer = @Sendable () -> any StreamLayer

  init(
    _ socket: consuming FileDescriptor, localDescription: String, port: UInt16, file: SocketFile? = nil,
    layer: MakeLayer? = nil
  ) {
    self.socket = socket
    self.localDescription = localDescription
    self.port = port
    self.file = file
    self.layer = layer
  }

  deinit {
    // Before the socket is closed: while it lives nobody else puts a socket at that path.
    file?.removeIfOwn()
  }

  /// Whether the bytes of its connections go as they are.
  public var isPlain: Bool { layer == nil }

  /// To be watched for reading.
  public var descriptor: Int32 { socket.rawValue }

  /// Takes the next connection that waits, or nil where none does. Those that ended while they waited are
  /// passed over. TCP_NODELAY is set.
  ///
  /// - Throws: Where no connection can be taken now. `isOutOfDescriptors` says that the next ones will fail
  ///   as well: stop watching the listener for a while, since it stays readable.
  public func accept() throws(SystemError) -> Accepted? {
    while true {
      do {
        return try acceptOne()
      } catch {
        if error.errno == EAGAIN || error.errno == EWOULDBLOCK { return nil }
        if !Listener.passing.contains(error.errno) { throw error }
      }
    }
  }

  /// What accept(2) passes on from a connection that has failed already.
  private static let passing: Set<Int32> = [
    ECONNABORTED, ENETDOWN, EPROTO, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH,
  ]

  private func acceptOne() throws(SystemError) -> Accepted {
    var number: Int32 = -1
    let address = try SocketAddress { (address, length) throws(SystemError) in
      number = try System.accept(from: socket.rawValue, address, length)
    }
    let stream = ByteStream(over: FileDescriptor(owning: number), through: layer?())
    if address.family == AF_UNIX {
      return Accepted(stream: stream, peer: .unix(try System.credentials(ofPeerOf: number)))
    }
    System.sendAtOnce(on: number)
    return Accepted(stream: stream, peer: .tcp(address: address.host, port: address.port))
  }
}
