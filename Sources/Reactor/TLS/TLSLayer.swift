import COpenSSL
import Glibc

/// TLS as what a stream's bytes pass through.
///
/// OpenSSL never sees the socket: what comes is handed to it, and what it makes is taken from it and sent. So a write
/// that the socket does not take is encrypted once and sent again as it is, and a turn makes one record.
final class TLSLayer: StreamLayer, @unchecked Sendable {
  // A stream belongs to one thread at a time, and its buffers to the same.

  /// Which end this is.
  enum Role {
    /// That which was connected to. A peer that speaks no TLS is told so in the clear.
    case server(advice: [UInt8])
    /// That which has connected, to a host whose certificate must be for this name or address.
    case client(host: String, isNumeric: Bool)
  }

  /// How many records that hold no data are read in a turn: each may cost a new key.
  private static let mostEmptyRecords = 16

  let context: TLSContext
  let buffers: TLSBuffers
  let role: Role
  var library: OpenSSL { context.library }
  /// Made when the handshake begins, since that takes time as well.
  var connection: OpaquePointer?
  /// What came and was not decrypted yet.
  var unread: [UInt8] = []
  /// What is encrypted and not sent yet.
  private var unsent: ArraySlice<UInt8> = []
  /// What ended the peer's words, and whether that was told.
  private var end: ReadOutcome?
  private var isEndTold = false
  private var hasDecrypted = false
  /// Whether nothing more is decrypted.
  private var isOver = false
  var isShaken = false
  private var endsWriting = false
  var hasHeard = false
  /// Whether the peer has begun with something that is not TLS.
  var hearsNoTLS = false

  init(_ context: TLSContext, _ buffers: TLSBuffers, _ role: Role) {
    self.context = context
    self.buffers = buffers
    self.role = role
  }

  deinit {
    if let connection { library.functions.pointee.SSL_free(connection) }
  }

  // MARK: What the stream asks

  var holdsBytes: Bool { isShaken && (hasDecrypted || !unread.isEmpty || end != nil && !isEndTold) }
  var hasUnsentBytes: Bool { !unsent.isEmpty }
  var awaited: Interest { hasUnsentBytes ? .write : [] }

  var protection: Protection?

  /// What OpenSSL found in looking at the peer's certificate (X509_V_OK or why not); to be asked after the handshake.
  var verdict: Int { connection.map { library.functions.pointee.SSL_get_verify_result($0) } ?? -1 }

  // MARK: Reading

  func read(from socket: Int32, into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    guard let connection, let start = buffer.baseAddress else { return .endOfFile }
    if isOver, let end { return tell(end) }
    takeIn(from: socket)
    let calls = library.functions.pointee
    var (count, emptyRecords) = (0, 0)
    hasDecrypted = false
    while count < buffer.count {
      calls.ERR_clear_error()
      let answer = calls.SSL_read(connection, start + count, Int32(buffer.count - count))
      if answer > 0 {
        count += Int(answer)
        // Asking once more would tell the same, at the price of a call.
        if !buffers.hasIncoming && calls.SSL_pending(connection) == 0 { break }
        continue
      }
      switch calls.SSL_get_error(connection, answer) {
      case SSL_ERROR_WANT_READ: emptyRecords += 1
      case SSL_ERROR_ZERO_RETURN: finish(.endOfFile)
      default:
        _ = library.takeReason()
        finish(.failed(SystemError(errno: EPROTO, operation: "TLS")))
      }
      if isOver || !buffers.hasIncoming || emptyRecords == TLSLayer.mostEmptyRecords { break }
    }
    hasDecrypted = calls.SSL_pending(connection) > 0
    unread = buffers.takeIncoming()
    // An answer to the peer's change of keys. That the connection has failed is told by the next write.
    _ = sendOutgoing(to: socket)
    if count > 0 { return .bytes(count) }
    if hasDecrypted || !unread.isEmpty { return .wouldBlock }
    return end.map(tell) ?? .wouldBlock
  }

  /// Nothing more of the peer's is of worth: it has ended its words, or they cannot be trusted. What came behind them is
  /// dropped.
  private func finish(_ outcome: ReadOutcome) {
    end = outcome
    isOver = true
    _ = buffers.takeIncoming()
  }

  private func tell(_ outcome: ReadOutcome) -> ReadOutcome {
    isEndTold = true
    return outcome
  }

  /// Hands OpenSSL what is there: what was left of the last time, else what the socket has.
  private func takeIn(from socket: Int32) {
    if !unread.isEmpty {
      unread.withUnsafeBytes { buffers.feed($0) }
      unread = []
    } else if end == nil && !hasDecrypted {
      switch buffers.fill(from: socket) {
      case .bytes, .wouldBlock: break
      case let outcome: end = outcome
      }
    }
  }

  // MARK: Writing

  func write(_ pieces: UnsafeMutableBufferPointer<iovec>, to socket: Int32) -> SendOutcome {
    guard let connection else { return .wouldBlock }
    let bytes = buffers.gather(pieces)
    if bytes.isEmpty { return .sent(0) }
    let count = library.functions.pointee.SSL_write(connection, bytes.baseAddress, Int32(bytes.count))
    if count <= 0 {
      _ = library.takeReason()
      return .failed(SystemError(errno: EPROTO, operation: "TLS"))
    }
    if case .failed(let error) = sendOutgoing(to: socket) { return .failed(error) }
    return .sent(Int(count))
  }

  func flush(to socket: Int32) -> SendOutcome {
    if unsent.isEmpty { return .sent(0) }
    let (count, code) = unsent.withUnsafeBytes { System.send(socket, $0) }
    if count < 0 {
      return code == EAGAIN || code == EWOULDBLOCK
        ? .wouldBlock : .failed(SystemError(errno: code, operation: "send"))
    }
    unsent = unsent.dropFirst(count)
    if !unsent.isEmpty { return .wouldBlock }
    unsent = []
    if endsWriting { System.endWriting(to: socket) }
    return .sent(count)
  }

  func endWriting(to socket: Int32) {
    guard let connection, isShaken, !endsWriting else { return System.endWriting(to: socket) }
    endsWriting = true
    _ = library.functions.pointee.SSL_shutdown(connection)
    library.functions.pointee.ERR_clear_error()
    _ = sendOutgoing(to: socket)
    if unsent.isEmpty { System.endWriting(to: socket) }
  }

  /// Sends what OpenSSL has made, behind what is unsent, and keeps what the socket does not take.
  func sendOutgoing(to socket: Int32) -> SendOutcome {
    let bytes = buffers.outgoingBytes
    if bytes.isEmpty { return .sent(0) }
    defer { buffers.emptyOutgoing() }
    var count = 0
    if unsent.isEmpty {
      let (sent, code) = System.send(socket, bytes)
      if sent < 0, code != EAGAIN, code != EWOULDBLOCK {
        return .failed(SystemError(errno: code, operation: "send"))
      }
      count = max(0, sent)
    }
    if count < bytes.count { unsent += bytes[count...] }
    return .sent(count)
  }
}
