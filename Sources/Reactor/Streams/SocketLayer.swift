import Glibc

/// What lies under another layer where there is no encryption: bytes go as they are.
final class SocketLayer: StreamLayer, Sendable {
  func shakeHands(over socket: Int32) -> Handshake { .done }

  func read(from socket: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    FileDescriptor.read(socket, into: buffer)
  }

  func write(_ pieces: UnsafeMutableBufferPointer<iovec>, to socket: Int32) -> SendOutcome {
    let (count, code) = System.send(socket, pieces)
    if count >= 0 { return .sent(count) }
    if code == EAGAIN || code == EWOULDBLOCK { return .wouldBlock }
    return .failed(SystemError(errno: code, operation: "send"))
  }

  func flush(to socket: Int32) -> SendOutcome { .sent(0) }

  func endWriting(to socket: Int32) { System.endWriting(to: socket) }

  var holdsBytes: Bool { false }
  var hasUnsentBytes: Bool { false }
  var awaited: Interest { [] }
}
