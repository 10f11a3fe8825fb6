import COpenSSL
import Glibc

/// The files that a certificate and its key are read from, in PEM.
public struct CertificateFiles: Equatable, Sendable {
  /// The certificate, with those that vouch for it behind it.
  public let certificate: String
  /// The key; nil where it stands in the file of the certificate.
  public let key: String?

  /// Files in PEM.
  public init(certificate: String, key: String? = nil) {
    self.certificate = certificate
    self.key = key
  }
}

/// A certificate, those that vouch for it, and its key, as files in PEM hold them.
final class TLSCredentials {
  /// The file of the certificate.
  let path: String
  let certificate: OpaquePointer
  /// The certificates that stand behind the first one.
  let chain: [OpaquePointer]
  let key: OpaquePointer
  private let library: OpenSSL

  /// Reads them.
  ///
  /// - Throws: Where a file cannot be read, does not hold what it should, or the two do not belong together; also where
  ///   the certificate is not valid at present.
  init(_ files: CertificateFiles) throws(TLSFault) {
    let library = try OpenSSL.load()
    let certificatePath = files.certificate
    let keyPath = files.key ?? certificatePath
    let certificates = try TLSCredentials.certificates(at: certificatePath, library)
    path = certificatePath
    self.library = library
    certificate = certificates[0]
    chain = Array(certificates.dropFirst())
    do throws(TLSFault) {
      key = try TLSCredentials.key(at: keyPath, library)
    } catch {
      for certificate in certificates { library.functions.pointee.X509_free(certificate) }
      throw error
    }
    if library.functions.pointee.X509_check_private_key(certificate, key) != 1 {
      _ = library.takeReason()
      throw TLSFault(
        .unusable,
        "\(keyPath): not the key of the certificate in \(certificatePath): name the pair that belongs together"
      )
    }
    if let fault = faultOfTime { throw TLSFault(.unusable, "\(certificatePath): \(fault)") }
  }

  deinit {
    library.functions.pointee.EVP_PKEY_free(key)
    for certificate in [certificate] + chain { library.functions.pointee.X509_free(certificate) }
  }

  /// The SHA-256 of the certificate.
  var fingerprint: [UInt8] { library.fingerprint(of: certificate) }

  /// How many days the certificate is still valid.
  var daysLeft: Int {
    var end = tm()
    guard let time = library.functions.pointee.X509_get0_notAfter(certificate),
      library.functions.pointee.ASN1_TIME_to_tm(time, &end) == 1
    else { return 0 }
    return (timegm(&end) - Int(Clock.wallMilliseconds() / 1000)) / 86_400
  }

  private var faultOfTime: String? {
    let calls = library.functions.pointee
    let (begin, end) = (calls.X509_get0_notBefore(certificate), calls.X509_get0_notAfter(certificate))
    if calls.X509_cmp_current_time(end) <= 0 {
      return "the certificate expired on \(day(end)): get a new one"
    }
    if calls.X509_cmp_current_time(begin) >= 0 {
      return "the certificate is valid from \(day(begin)) on: is this machine's clock right?"
    }
    return nil
  }

  private func day(_ time: UnsafePointer<ASN1_TIME>?) -> String {
    var parts = tm()
    guard library.functions.pointee.ASN1_TIME_to_tm(time, &parts) == 1 else { return "an unknown day" }
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  }

  private static func certificates(at path: String, _ library: OpenSSL) throws(TLSFault) -> [OpaquePointer] {
    let bytes = try PEMFile.bytes(at: path)
    let found: [OpaquePointer]? = library.reading(bytes) { bio in
      var found: [OpaquePointer] = []
      while let certificate = copenssl_read_certificate(library.functions, bio) { found.append(certificate) }
      return found
    }
    // That nothing follows is an error to OpenSSL.
    _ = library.takeReason()
    guard let found, !found.isEmpty else {
      throw TLSFault(
        .unusable, "\(path): no certificate in it (a line -----BEGIN CERTIFICATE----- begins one)")
    }
    return found
  }

  private static func key(at path: String, _ library: OpenSSL) throws(TLSFault) -> OpaquePointer {
    let bytes = try PEMFile.bytes(at: path)
    var isLocked: Int32 = 0
    let key: OpaquePointer?? = library.reading(bytes) { copenssl_read_key(library.functions, $0, &isLocked) }
    if let key = key ?? nil { return key }
    _ = library.takeReason()
    throw TLSFault(
      .unusable,
      isLocked == 1
        ? "\(path): the key needs a password, and nobody is there to type it (openssl pkey -in FILE takes it off)"
        : "\(path): no key in it (a line -----BEGIN PRIVATE KEY----- begins one)")
  }
}

/// A small file that holds certificates or keys.
enum PEMFile {
  /// The most that is read: a certificate is some thousand bytes.
  private static let limit = 1 << 20

  static func bytes(at path: String) throws(TLSFault) -> [UInt8] {
    // A pipe that nobody writes to would hold up a server that reads its files again.
    if let status = try? System.status(at: path, followsLinks: true), status.st_mode & S_IFMT != S_IFREG {
      throw TLSFault(.unreadable, "\(path): not a regular file")
    }
    do throws(SystemError) {
      return try System.open(path, O_RDONLY | O_NONBLOCK).contents(limit: limit)
    } catch {
      throw TLSFault(.unreadable, "\(path): \(error.message)")
    }
  }
}
