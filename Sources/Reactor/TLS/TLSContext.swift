import COpenSSL

/// What the connections of one kind have in common: versions, certificate and key (an SSL_CTX). It lives for as long as
/// a connection that was made by it.
final class TLSContext: @unchecked Sendable {
  // Not changed any more once it is made, and OpenSSL counts its references for several threads.

  let library: OpenSSL
  let pointer: OpaquePointer

  private init(_ library: OpenSSL, _ method: OpaquePointer?) throws(TLSFault) {
    self.library = library
    library.functions.pointee.ERR_clear_error()
    guard let pointer = library.functions.pointee.SSL_CTX_new(method) else {
      throw TLSFault(.noLibrary, "OpenSSL does not start: \(library.takeReason())")
    }
    self.pointer = pointer
    copenssl_set_modes(library.functions, pointer)
  }

  deinit {
    library.functions.pointee.SSL_CTX_free(pointer)
  }

  /// For a server that shows this.
  convenience init(serverWith credentials: TLSCredentials) throws(TLSFault) {
    let library = try OpenSSL.load()
    try self.init(library, library.functions.pointee.TLS_server_method())
    copenssl_set_server(library.functions, pointer)
    try use(credentials)
  }

  /// For a client, which shows this where a server asks for it.
  ///
  /// The certificates that the system trusts are looked up by name, one file each, when a server has shown one; reading
  /// all of them would take longer than the rest.
  convenience init(clientWith credentials: TLSCredentials?) throws(TLSFault) {
    let library = try OpenSSL.load()
    try self.init(library, library.functions.pointee.TLS_client_method())
    copenssl_set_client(library.functions, pointer)
    _ = library.functions.pointee.SSL_CTX_set_default_verify_paths(pointer)
    if let credentials { try use(credentials) }
  }

  private func use(_ credentials: TLSCredentials) throws(TLSFault) {
    let calls = library.functions.pointee
    var isUsed =
      calls.SSL_CTX_use_certificate(pointer, credentials.certificate) == 1
      && calls.SSL_CTX_use_PrivateKey(pointer, credentials.key) == 1
      && calls.SSL_CTX_check_private_key(pointer) == 1
    for certificate in credentials.chain {
      isUsed = isUsed && copenssl_add_chain(library.functions, pointer, certificate) == 1
    }
    if !isUsed {
      throw TLSFault(.unusable, "\(credentials.path): cannot be used: \(library.takeReason())")
    }
  }
}
