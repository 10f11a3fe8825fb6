import Glibc
import Reactor

/// A stream layer as an encryption is one, but for the secrecy: both ends say hello first, then every byte is masked. It
/// hands out few bytes at a time and takes few over, so that it often holds some of either kind.
public final class MaskingLayer: StreamLayer, @unchecked Sendable {
  // A stream belongs to one thread at a time.

  /// What both ends say first, as it goes over the wire.
  public static let hello = Array("HELLO\n".utf8)

  /// What every byte is combined with, either way.
  public static func mask(_ bytes: some Sequence<UInt8>) -> [UInt8] { bytes.map { $0 ^ 0x55 } }

  private let portion: Int
  private var arrived: [UInt8] = []
  private var unsent: [UInt8]
  private var end: ReadOutcome?
  private var endsWriting = false
  private var isGreeted = false

  /// A layer that has said nothing yet.
  ///
  /// - Parameter portion: How many bytes it hands out or takes over at once.
  public init(portion: Int = 100) {
    self.portion = portion
    unsent = MaskingLayer.hello
  }

  /// Whether it has bytes to read, or an end.
  public var holdsBytes: Bool { !arrived.isEmpty || end != nil }
  /// Whether it has bytes to send.
  public var hasUnsentBytes: Bool { !unsent.isEmpty }
  /// Room to write while it has bytes to send.
  public var awaited: Interest { hasUnsentBytes ? .write : [] }

  /// Says hello, and waits for the peer's.
  public func shakeHands(over socket: Int32) -> Handshake {
    if case .failed(let error) = flush(to: socket) { return .failed(error.message) }
    if isGreeted { return .done }
    fill(from: socket)
    let count = min(arrived.count, MaskingLayer.hello.count)
    guard arrived[..<count].elementsEqual(MaskingLayer.hello[..<count]) else { return .failed("no hello") }
    if count < MaskingLayer.hello.count { return end == nil ? .inProgress : .failed("no hello") }
    arrived.removeFirst(count)
    isGreeted = true
    return .done
  }

  /// Reads a portion.
  public func read(from socket: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    fill(from: socket)
    let bytes = MaskingLayer.mask(arrived.prefix(min(portion, buffer.count)))
    if bytes.isEmpty {
      defer { end = nil }
      return end ?? .wouldBlock
    }
    buffer.copyBytes(from: bytes)
    arrived.removeFirst(bytes.count)
    return .bytes(bytes.count)
  }

  /// Takes over a portion, and sends what the socket takes of it.
  public func write(_ pieces: UnsafeMutableBufferPointer<iovec>, to socket: Int32) -> SendOutcome {
    var count = 0
    for piece in pieces where count < portion {
      let bytes = UnsafeRawBufferPointer(start: piece.iov_base, count: piece.iov_len).prefix(portion - count)
      unsent += MaskingLayer.mask(bytes)
      count += bytes.count
    }
    if case .failed(let error) = flush(to: socket) { return .failed(error) }
    return .sent(count)
  }

  /// Sends what it has taken over.
  public func flush(to socket: Int32) -> SendOutcome {
    let count = Glibc.send(socket, unsent, unsent.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    if count < 0 {
      return errno == EAGAIN ? .wouldBlock : .failed(SystemError(errno: errno, operation: "send"))
    }
    unsent.removeFirst(count)
    if endsWriting && unsent.isEmpty { shutdown(socket, Int32(SHUT_WR)) }
    return unsent.isEmpty ? .sent(count) : .wouldBlock
  }

  /// Ends the writing when all is sent.
  public func endWriting(to socket: Int32) {
    endsWriting = true
    _ = flush(to: socket)
  }

  /// Reads the socket until it has nothing more.
  private func fill(from socket: Int32) {
    var room = [UInt8](repeating: 0, count: 4096)
    while end == nil {
      switch room.withUnsafeMutableBytes({ FileDescriptor.read(socket, into: $0) }) {
      case .bytes(let count): arrived += room[..<count]
      case .wouldBlock: return
      case .endOfFile: end = .endOfFile
      case .failed(let error): end = .failed(error)
      }
    }
  }
}
