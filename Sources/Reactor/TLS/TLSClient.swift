import COpenSSL
import Glibc

/// TLS on the side of a client: what it shows to servers, and which servers it trusts.
public final class TLSClient: Sendable {
  /// A server that has shown a certificate, and has proven to have its key.
  public struct Peer: Equatable, Sendable {
    /// The host that was meant, as it was given.
    public let host: String
    /// Its port.
    public let port: UInt16
    /// The SHA-256 of the certificate.
    public let fingerprint: [UInt8]
    /// Why the system does not trust it for that host, to follow the server's name and a colon; nil: it does.
    public let fault: String?
  }

  /// What is thought of a server.
  public enum Verdict: Equatable, Sendable {
    /// All is well.
    case trusted
    /// It is not talked to, for this reason.
    case refused(String)
    /// The wait for a person's word was ended.
    case interrupted
  }

  private let context: TLSContext
  let judge: @Sendable (Peer) -> Verdict

  /// Loads what is needed.
  ///
  /// - Parameters:
  ///   - files: The certificate that is shown to a server which asks for one.
  ///   - judge: Is asked about each server before anything is said to it, in the thread that connects.
  public init(showing files: CertificateFiles?, judge: @escaping @Sendable (Peer) -> Verdict) throws(TLSFault)
  {
    context = try TLSContext(
      clientWith: try files.map { (files) throws(TLSFault) in try TLSCredentials(files) })
    self.judge = judge
  }

  func layer(to host: String) throws(TLSFault) -> TLSLayer {
    let isNumeric = !SocketAddress.lookUp(host: host, port: 0, flags: AI_NUMERICHOST).isEmpty
    return TLSLayer(context, try TLSBuffers(context.library), .client(host: host, isNumeric: isNumeric))
  }

  /// What the system thinks of a certificate, by OpenSSL's code; nil where all is well.
  func fault(_ code: Int, host: String) -> String? {
    switch Int32(code) {
    case X509_V_OK: return nil
    case X509_V_ERR_CERT_HAS_EXPIRED: return "its certificate has expired"
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "its certificate is not valid yet (is this machine's clock right?)"
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "its certificate is self-signed: nobody vouches for it"
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
      X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "its certificate is by an issuer whom this machine does not know"
    case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "its certificate is for another name than \(host)"
    default:
      let words = context.library.functions.pointee.X509_verify_cert_error_string(code)
      return "its certificate is not to be trusted: \(words.map { String(cString: $0) } ?? "error \(code)")"
    }
  }
}
