import COpenSSL
import Glibc

extension TLSLayer {
  func shakeHands(over socket: Int32) -> Handshake {
    if isShaken { return .done }
    switch flush(to: socket) {
    case .sent: break
    case .wouldBlock: return .inProgress
    case .failed(let error): return .failed(error.message)
    }
    // A client speaks first; a server keeps nothing for one that has not spoken.
    if connection == nil, case .client = role {
      guard let begun = begin() else { return .failed(library.takeReason()) }
      connection = begun
      if let outcome = goOn(begun, socket) { return outcome }
    }
    var isPlain = false
    let outcome = buffers.fill(from: socket) { [hasHeard] bytes in
      // A handshake; only a server may begin with an alert.
      isPlain = !hasHeard && bytes[0] != 0x16 && bytes[0] != 0x15
    }
    switch outcome {
    case .wouldBlock: return .inProgress
    case .endOfFile: return .failed("the connection was closed in the TLS handshake")
    case .failed(let error): return .failed(error.message)
    case .bytes: hasHeard = true
    }
    if isPlain {
      hearsNoTLS = true
      _ = buffers.takeIncoming()
      if case .server(let advice) = role { advice.withUnsafeBytes { _ = System.send(socket, $0) } }
      return .failed("no TLS is spoken there")
    }
    defer { unread = buffers.takeIncoming() }
    guard let connection = connection ?? begin() else { return .failed(library.takeReason()) }
    self.connection = connection
    return goOn(connection, socket) ?? .inProgress
  }

  private func begin() -> OpaquePointer? {
    let calls = library.functions.pointee
    calls.ERR_clear_error()
    guard let connection = calls.SSL_new(context.pointer) else { return nil }
    // The connection has a reference of its own to each.
    _ = calls.BIO_up_ref(buffers.incoming)
    _ = calls.BIO_up_ref(buffers.outgoing)
    calls.SSL_set_bio(connection, buffers.incoming, buffers.outgoing)
    switch role {
    case .server: calls.SSL_set_accept_state(connection)
    case .client(let host, let isNumeric):
      calls.SSL_set_connect_state(connection)
      // A numeric address is no name, and is not told (RFC 6066 §3).
      if !isNumeric { _ = copenssl_set_server_name(library.functions, connection, host) }
      // The zone of a local address (`fe80::1%eth0`) is of this machine alone.
      let name = isNumeric ? String(host.prefix { $0 != "%" }) : host
      if copenssl_expect_host(library.functions, connection, name, isNumeric ? 1 : 0) != 1 {
        calls.SSL_free(connection)
        return nil
      }
    }
    return connection
  }

  /// Takes steps for as long as there is something to go on with; nil where more has to come.
  private func goOn(_ connection: OpaquePointer, _ socket: Int32) -> Handshake? {
    let calls = library.functions.pointee
    while true {
      calls.ERR_clear_error()
      let answer = calls.SSL_do_handshake(connection)
      let reason = answer == 1 ? SSL_ERROR_NONE : calls.SSL_get_error(connection, answer)
      let words = answer == 1 || reason == SSL_ERROR_WANT_READ ? "" : library.takeReason()
      if case .failed(let error) = sendOutgoing(to: socket) { return .failed(error.message) }
      if answer == 1 {
        isShaken = true
        protection = describe(connection)
        return .done
      }
      if reason != SSL_ERROR_WANT_READ {
        _ = buffers.takeIncoming()
        return .failed(words)
      }
      if !buffers.hasIncoming { return nil }
    }
  }

  private func describe(_ connection: OpaquePointer) -> Protection {
    let calls = library.functions.pointee
    var fingerprint: [UInt8]?
    if let certificate = calls.SSL_get1_peer_certificate(connection) {
      fingerprint = library.fingerprint(of: certificate)
      calls.X509_free(certificate)
    }
    let version = calls.SSL_get_version(connection).map { String(cString: $0) } ?? "TLS"
    return Protection(version: version, certificate: fingerprint)
  }
}
