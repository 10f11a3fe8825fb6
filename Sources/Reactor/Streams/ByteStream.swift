/// A connection as a server or client reads and writes it: bytes that come and go in order, whatever they pass through
/// on the way. Closed with the object. No call blocks.
///
/// A loop asks ``interest(reads:writes:)`` what to watch the ``descriptor`` for, and goes on with ``shakeHands()``
/// until that is done. Then it reads when the descriptor is readable or the stream ``holdsBytes``, and writes when it
/// is writable.
public struct ByteStream: ~Copyable, Sendable {
  @usableFromInline let socket: FileDescriptor
  private let layer: (any StreamLayer)?
  /// Whether bytes go as they are. Its users' calls then come down to those of the socket.
  public let isPlain: Bool

  /// Takes over a connected socket that does not block.
  ///
  /// - Parameter layer: What the bytes pass through; nil where they go as they are.
  public init(over socket: consuming FileDescriptor, through layer: (any StreamLayer)? = nil) {
    self.socket = socket
    self.layer = layer
    isPlain = layer == nil
  }

  /// To be watched, and for nothing else.
  public var descriptor: Int32 { socket.rawValue }

  /// The addresses of both ends; nil where it is no TCP connection, or is connected no more.
  public var ends: ConnectionEnds? { ConnectionEnds(ofSocket: socket.rawValue) }

  /// What to watch the descriptor for.
  ///
  /// - Parameters:
  ///   - reads: Whether more is to be read.
  ///   - writes: Whether more is to be written.
  @inlinable
  public func interest(reads: Bool, writes: Bool) -> Interest {
    var interest: Interest = reads ? .read : []
    if writes { interest.insert(.write) }
    return isPlain ? interest : interest.union(layersInterest)
  }

  @usableFromInline var layersInterest: Interest { layer?.awaited ?? [] }

  /// Goes on with the handshake as far as that is possible now. Where bytes go as they are there is none to make.
  public func shakeHands() -> Handshake {
    layer?.shakeHands(over: socket.rawValue) ?? .done
  }

  /// Whether the peer has begun a handshake.
  public var hasHeard: Bool { layer?.hasHeard ?? true }

  /// How others are kept from reading what goes over it; nil where they are not, and before the handshake is done.
  public var protection: Protection? { layer?.protection }

  // MARK: Reading

  /// Whether there are bytes to read that the descriptor does not tell of.
  @inlinable public var holdsBytes: Bool { !isPlain && layerHoldsBytes }

  @usableFromInline var layerHoldsBytes: Bool { layer?.holdsBytes ?? false }

  /// Reads what is there, as much as fits.
  ///
  /// - Precondition: `buffer` is not empty.
  @inlinable
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    isPlain ? FileDescriptor.read(socket.rawValue, into: buffer) : readLayer(into: buffer)
  }

  @usableFromInline
  func readLayer(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    layer?.read(from: socket.rawValue, into: buffer) ?? .endOfFile
  }

  // MARK: Writing

  /// Whether bytes that were taken from a queue are not sent yet.
  public var hasUnsentBytes: Bool { layer?.hasUnsentBytes ?? false }

  /// Sends what may be sent of a queue, under the contract of ``SendQueue``'s `write(to:)`: it does not block, keeps
  /// the order, and leaves alone what a mark holds. It answers `drained` and `held` only when everything is sent that
  /// was taken from the queue.
  @inlinable
  public func write(_ queue: inout SendQueue) -> WriteOutcome {
    isPlain ? queue.write(to: socket.rawValue) : writeToLayer(&queue)
  }

  @usableFromInline
  func writeToLayer(_ queue: inout SendQueue) -> WriteOutcome {
    guard let layer else { return .drained }
    let socket = socket.rawValue
    switch layer.flush(to: socket) {
    case .sent: break
    case .wouldBlock: return .blocked
    case .failed(let error): return .failed(error)
    }
    let outcome = queue.write { pieces in
      layer.hasUnsentBytes ? .wouldBlock : layer.write(pieces, to: socket)
    }
    if case .failed = outcome { return outcome }
    return layer.hasUnsentBytes ? .blocked : outcome
  }

  /// Tells the peer that nothing more is coming, and goes on reading.
  ///
  /// A TCP socket that is closed while unread input lies in it sends a reset, which destroys what the peer has not read
  /// yet. So a last line is written, the writing ended, and the input read (and dropped) until its end or until
  /// patience ends; only then is the connection closed.
  public func endWriting() {
    if let layer { return layer.endWriting(to: socket.rawValue) }
    System.endWriting(to: socket.rawValue)
  }
}
