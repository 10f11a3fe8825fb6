import COpenSSL
import Glibc

/// What the encrypted bytes of all connections of a thread pass through: nothing stays in it from one call to the next,
/// so a connection that is quiet has no buffers of its own, and those that are used are in the processor's cache.
final class TLSBuffers: @unchecked Sendable {
  // It belongs to the thread of the streams that use it.

  let library: OpenSSL
  /// From the socket to OpenSSL, and back.
  let incoming: OpaquePointer
  let outgoing: OpaquePointer
  /// Room to read a socket into, and to gather what is to be encrypted.
  private let room: UnsafeMutableRawBufferPointer
  private let record: UnsafeMutableRawBufferPointer

  /// How much is read from a socket in a turn.
  private static let mostRead = 32 << 10
  /// How much is encrypted in a turn: what fits into one record.
  static let mostWritten = 16 << 10

  init(_ library: OpenSSL) throws(TLSFault) {
    let calls = library.functions.pointee
    guard let incoming = calls.BIO_new(calls.BIO_s_mem()), let outgoing = calls.BIO_new(calls.BIO_s_mem())
    else {
      throw TLSFault(.noLibrary, "OpenSSL gives no buffer: \(library.takeReason())")
    }
    self.library = library
    self.incoming = incoming
    self.outgoing = outgoing
    room = .allocate(byteCount: TLSBuffers.mostRead, alignment: 16)
    record = .allocate(byteCount: TLSBuffers.mostWritten, alignment: 16)
  }

  deinit {
    _ = library.functions.pointee.BIO_free(incoming)
    _ = library.functions.pointee.BIO_free(outgoing)
    room.deallocate()
    record.deallocate()
  }

  // MARK: In

  /// Reads a socket once and hands what came to OpenSSL.
  ///
  /// - Parameter look: Is shown what came.
  func fill(from socket: Int32, _ look: (UnsafeRawBufferPointer) -> Void = { _ in }) -> ReadOutcome {
    let outcome = FileDescriptor.read(socket, into: room)
    guard case .bytes(let count) = outcome else { return outcome }
    let bytes = UnsafeRawBufferPointer(rebasing: room[..<count])
    look(bytes)
    feed(bytes)
    return outcome
  }

  /// Hands bytes to OpenSSL.
  func feed(_ bytes: UnsafeRawBufferPointer) {
    _ = library.functions.pointee.BIO_write(incoming, bytes.baseAddress, Int32(bytes.count))
  }

  /// Whether OpenSSL has not taken all that it was handed.
  var hasIncoming: Bool { contents(of: incoming).count > 0 }

  /// What OpenSSL has not taken.
  func takeIncoming() -> [UInt8] {
    let bytes = contents(of: incoming)
    if bytes.isEmpty { return [] }
    defer { copenssl_empty(library.functions, incoming) }
    return Array(bytes)
  }

  // MARK: Out

  /// The first bytes of the pieces, as many as go into one record.
  func gather(_ pieces: UnsafeMutableBufferPointer<iovec>) -> UnsafeRawBufferPointer {
    if let first = pieces.first, pieces.count == 1 || first.iov_len >= TLSBuffers.mostWritten {
      return UnsafeRawBufferPointer(start: first.iov_base, count: min(first.iov_len, TLSBuffers.mostWritten))
    }
    var count = 0
    for piece in pieces where count < record.count {
      let bytes = UnsafeRawBufferPointer(start: piece.iov_base, count: piece.iov_len).prefix(
        record.count - count)
      UnsafeMutableRawBufferPointer(rebasing: record[count...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes))
      count += bytes.count
    }
    return UnsafeRawBufferPointer(rebasing: record[..<count])
  }

  /// What OpenSSL wants to send; valid until ``emptyOutgoing()``.
  var outgoingBytes: UnsafeRawBufferPointer { contents(of: outgoing) }

  func emptyOutgoing() { copenssl_empty(library.functions, outgoing) }

  private func contents(of bio: OpaquePointer) -> UnsafeRawBufferPointer {
    var start: UnsafeRawPointer?
    let count = copenssl_contents(library.functions, bio, &start)
    return UnsafeRawBufferPointer(start: start, count: count)
  }
}
