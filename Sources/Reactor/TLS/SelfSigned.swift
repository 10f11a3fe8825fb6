import COpenSSL
import Glibc

/// A certificate of a server's own, which nobody vouches for: who connects knows it by its fingerprint.
public enum SelfSigned {
  /// How long one is valid, in days.
  private static let days = 3650

  /// The certificate and key in a folder: those that are there, else they are made. The folder and the files are for
  /// their owner alone.
  ///
  /// - Parameters:
  ///   - folder: An absolute path, or one from the working folder on.
  ///   - names: The names and numeric addresses that the certificate is for, besides those of this machine.
  public static func files(in folder: String, names: [String]) throws(TLSFault) -> CertificateFiles {
    let files = CertificateFiles(certificate: folder + "/tls-cert.pem", key: folder + "/tls-key.pem")
    let keyPath = files.key ?? files.certificate
    if Path.exists(files.certificate), Path.exists(keyPath) { return files }
    let (certificate, key) = try make(for: names)
    Path.makeFolders(folder, permissions: 0o700)
    // The certificate is last: with one of the two alone they are made anew.
    try write(key, to: keyPath)
    try write(certificate, to: files.certificate)
    return files
  }

  private static func make(for names: [String]) throws(TLSFault) -> (certificate: [UInt8], key: [UInt8]) {
    let library = try OpenSSL.load()
    let calls = library.functions.pointee
    func fault(_ what: String) -> TLSFault {
      TLSFault(.unusable, "no certificate can be made: \(what): \(library.takeReason())")
    }
    guard let key = copenssl_make_key(library.functions) else { throw fault("the key") }
    defer { calls.EVP_PKEY_free(key) }
    let host = isName(System.hostName) ? System.hostName : "chatnet"
    var all = ["DNS:localhost", "DNS:\(host)", "IP:127.0.0.1", "IP:::1"]
    for name in names {
      let isNumeric = !SocketAddress.lookUp(host: name, port: 0, flags: AI_NUMERICHOST).isEmpty
      let entry = (isNumeric ? "IP:" : "DNS:") + name
      if (isNumeric ? !name.contains("%") : isName(name)) && !all.contains(entry) { all.append(entry) }
    }
    guard
      let certificate = copenssl_make_certificate(
        library.functions, key, String(host.prefix(64)), all.joined(separator: ","),
        .random(in: 1 ... .max / 2), days)
    else { throw fault("the certificate") }
    defer { calls.X509_free(certificate) }
    guard let certificateText = text(library, { calls.PEM_write_bio_X509($0, certificate) }),
      let keyText = text(library, { copenssl_write_key(library.functions, $0, key) })
    else { throw fault("its text") }
    return (certificateText, keyText)
  }

  /// Whether it can stand in a certificate as the name of a host.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 253
      && text.utf8.allSatisfy { byte in
        byte == 0x2D || byte == 0x2E || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
      }
  }

  private static func text(_ library: OpenSSL, _ write: (OpaquePointer) -> Int32) -> [UInt8]? {
    let calls = library.functions.pointee
    guard let bio = calls.BIO_new(calls.BIO_s_mem()) else { return nil }
    defer { _ = calls.BIO_free(bio) }
    guard write(bio) == 1 else { return nil }
    var start: UnsafeRawPointer?
    let count = copenssl_contents(library.functions, bio, &start)
    return Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Writes a file that its owner alone may read, and puts it in its place when it is whole.
  private static func write(_ bytes: [UInt8], to path: String) throws(TLSFault) {
    let other = path + ".new"
    do throws(SystemError) {
      let file = try System.open(other, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, permissions: 0o600)
      try System.setPermissions(0o600, of: file.rawValue)
      var place = 0
      while place < bytes.count {
        place += try System.write(bytes[place...], to: file.rawValue, at: place)
      }
      try System.sync(file.rawValue)
      try System.rename(other, to: path)
    } catch {
      throw TLSFault(.unwritable, "\(path): \(error.message)")
    }
  }
}
