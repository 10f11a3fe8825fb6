import Synchronization

/// TLS on the side of a server: the certificate and the key that it shows to those who connect from now on.
public final class TLSAcceptor: Sendable {
  private let files: CertificateFiles
  private let advice: [UInt8]
  private let buffers: TLSBuffers
  private let current: Mutex<(context: TLSContext, fingerprint: [UInt8], daysLeft: Int)>

  /// Reads the files.
  ///
  /// - Parameter advice: What a peer that speaks no TLS is told, in the clear.
  public init(_ files: CertificateFiles, advice: [UInt8] = []) throws(TLSFault) {
    self.files = files
    self.advice = advice
    buffers = try TLSBuffers(try OpenSSL.load())
    current = Mutex(try TLSAcceptor.read(files))
  }

  private static func read(_ files: CertificateFiles) throws(TLSFault) -> (TLSContext, [UInt8], Int) {
    let credentials = try TLSCredentials(files)
    return (try TLSContext(serverWith: credentials), credentials.fingerprint, credentials.daysLeft)
  }

  /// Reads the files again. Connections go on as they are; later ones are shown what was read.
  ///
  /// - Throws: Where what they hold cannot be used: what was read before stays in force.
  public func reload() throws(TLSFault) {
    let fresh = try TLSAcceptor.read(files)
    current.withLock { $0 = fresh }
  }

  /// The SHA-256 of the certificate.
  public var fingerprint: [UInt8] { current.withLock { $0.fingerprint } }

  /// How many days the certificate is still valid.
  public var daysLeft: Int { current.withLock { $0.daysLeft } }

  /// The file of the certificate.
  public var path: String { files.certificate }

  /// What the bytes of a new connection pass through. All that are made belong to one thread.
  public func layer() -> any StreamLayer {
    TLSLayer(current.withLock { $0.context }, buffers, .server(advice: advice))
  }
}
