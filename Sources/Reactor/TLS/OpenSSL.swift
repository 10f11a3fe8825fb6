import COpenSSL

/// OpenSSL, loaded when TLS is first asked for and kept from then on.
struct OpenSSL: @unchecked Sendable {
  // The table does not change once it is filled in, and the library serves several threads.

  /// Its functions, by their names.
  let functions: UnsafePointer<copenssl>

  /// The library.
  ///
  /// - Throws: Where this machine does not have it.
  static func load() throws(TLSFault) -> OpenSSL { try loaded.get() }

  private static let loaded: Result<OpenSSL, TLSFault> = {
    let table = UnsafeMutablePointer<copenssl>.allocate(capacity: 1)
    table.initialize(to: copenssl())
    guard let problem = copenssl_load(table) else {
      return .success(OpenSSL(functions: UnsafePointer(table)))
    }
    let text = "TLS needs OpenSSL 3 (Debian's package libssl3): \(String(cString: problem))"
    return .failure(TLSFault(.noLibrary, text))
  }()

  /// What the last error of this thread was, in OpenSSL's words; all errors are forgotten with it.
  func takeReason() -> String {
    var (library, code): (Int32, Int32) = (0, 0)
    let reason = copenssl_take_reason(functions, &library, &code)
    return reason.map { String(cString: $0) } ?? "no reason given"
  }

  /// Runs `body` with a BIO that reads these bytes.
  func reading<Value, Fault: Error>(
    _ bytes: [UInt8], _ body: (OpaquePointer) throws(Fault) -> Value
  ) throws(Fault) -> Value? {
    var result: Result<Value, Fault>?
    bytes.withUnsafeBytes { bytes in
      guard let bio = functions.pointee.BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count)) else { return }
      defer { _ = functions.pointee.BIO_free(bio) }
      do throws(Fault) {
        result = .success(try body(bio))
      } catch {
        result = .failure(error)
      }
    }
    return try result?.get()
  }

  /// The SHA-256 of a certificate; empty where it cannot be had.
  func fingerprint(of certificate: OpaquePointer) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      count = copenssl_fingerprint(functions, certificate, buffer.baseAddress) == 1 ? 32 : 0
    }
  }
}

/// Why there is no TLS, or none with this peer.
public struct TLSFault: Error, Equatable, Sendable {
  /// What kind of thing is wrong.
  public enum Kind: Equatable, Sendable {
    /// OpenSSL is not there.
    case noLibrary
    /// A file cannot be read.
    case unreadable
    /// What a file holds cannot be used.
    case unusable
    /// A file cannot be written.
    case unwritable
    /// The peer speaks something else, or TLS of a kind that does not fit.
    case noAgreement
    /// The certificate of the peer is not to be trusted.
    case untrusted
  }

  /// What kind of thing is wrong.
  public let kind: Kind
  /// What is wrong, naming what it is about.
  public let text: String

  /// A fault.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// The SHA-256 of a certificate, as people write it.
public enum Fingerprint {
  /// Two digits a byte, with colons between them, as `openssl x509 -fingerprint -sha256` has it.
  public static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789ABCDEF")
    return bytes.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: ":")
  }

  /// Reads 64 digits of base 16, with or without colons, in letters of any case, behind `SHA256:` or not; nil where it
  /// is none.
  public static func bytes(_ text: String) -> [UInt8]? {
    let lowered = text.lowercased()
    let digits = (lowered.hasPrefix("sha256:") ? lowered.dropFirst(7) : lowered[...]).filter { $0 != ":" }
    guard digits.utf8.count == 64, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    var rest = digits[...]
    return (0..<32).map { _ in
      defer { rest = rest.dropFirst(2) }
      return UInt8(rest.prefix(2), radix: 16) ?? 0
    }
  }
}
