import Client
import Options
import Pipe
import Reactor
import Synchronization

/// With what the clients speak TLS, and whom they trust.
enum ClientTLS {
  /// Whether the options ask for TLS wherever a server is.
  static func isAsked(_ values: OptionValues) -> Bool {
    values.flag(.tls) || values.flag(.tlsTrustFirst) || values.isGiven(.tlsFingerprint)
  }

  /// What is wrong with the options, or nil.
  static func fault(_ values: OptionValues) -> String? {
    if let text = values.string(.tlsFingerprint), Fingerprint.bytes(text) == nil {
      return
        "--tls-fingerprint '\(text)': not a SHA-256, which has 64 digits of base 16 (colons may part them)"
    }
    if values.isGiven(.tlsKey), !values.isGiven(.tlsCert) { return "--tls-key needs --tls-cert" }
    return nil
  }

  /// What the options say.
  ///
  /// - Parameter signals: Ends a question to a person when it becomes readable.
  static func client(
    _ values: OptionValues, _ errors: Diagnostics, watching signals: Int32
  ) throws(TLSFault) -> TLSClient {
    let files = values.string(.tlsCert).map { CertificateFiles(certificate: $0, key: values.string(.tlsKey)) }
    if let pinned = values.string(.tlsFingerprint).flatMap(Fingerprint.bytes) {
      return try TLSClient(showing: files) { peer in
        if peer.fingerprint == pinned { return .trusted }
        let shown = Fingerprint.text(peer.fingerprint)
        return .refused(
          "shows another certificate than the one of --tls-fingerprint: its SHA-256 is \(shown)")
      }
    }
    let trust = Trust(servers: .standard, asks: values.flag(.tlsTrustFirst), errors: errors, signals: signals)
    return try TLSClient(showing: files) { trust.judge($0) }
  }
}

/// Whom a client trusts that was not told of one certificate: what is kept for a server decides, else the system, else
/// the person, where that is wanted.
private final class Trust: Sendable {
  private let servers: KnownServers?
  private let asks: Bool
  private let errors: Diagnostics
  private let signals: Int32
  /// A person is asked once in a run, before anything is shown.
  private let hasAsked = Atomic<Bool>(false)

  init(servers: KnownServers?, asks: Bool, errors: Diagnostics, signals: Int32) {
    self.servers = servers
    self.asks = asks
    self.errors = errors
    self.signals = signals
  }

  func judge(_ peer: TLSClient.Peer) -> TLSClient.Verdict {
    let name = Endpoint.tcp(host: peer.host, port: peer.port).description
    let shown = Fingerprint.text(peer.fingerprint)
    let kept: [UInt8]?
    do throws(Failure) {
      kept = try servers?.fingerprint(of: name)
    } catch {
      return .refused(error.text)
    }
    if let kept {
      if kept == peer.fingerprint { return .trusted }
      return .refused(
        "shows another certificate than before, SHA-256 \(shown): somebody may stand in between; if not, take "
          + "its line out of \(servers?.path ?? "the file")")
    }
    guard let fault = peer.fault else { return .trusted }
    if !asks || hasAsked.exchange(true, ordering: .relaxed) {
      return .refused(
        "\(fault); SHA-256 \(shown) (--tls-trust-first asks you, --tls-fingerprint takes this one alone)")
    }
    return ask(name, fault, peer.fingerprint)
  }

  private func ask(_ name: String, _ fault: String, _ fingerprint: [UInt8]) -> TLSClient.Verdict {
    let shown = Fingerprint.text(fingerprint)
    errors.say("\(name): \(fault)")
    errors.say("its SHA-256 is \(shown)")
    switch ControllingTerminal.ask(
      "Is that the server's, to be trusted from now on? [yes/no] ", alsoWatch: [signals])
    {
    case .interrupted: return .interrupted
    case .none:
      return .refused(
        "nobody is there to say whether its certificate is the right one (--tls-fingerprint says it)")
    case .line(let answer):
      if !["yes", "y"].contains(answer.lowercased().filter { !$0.isWhitespace }) {
        return .refused("its certificate is not trusted")
      }
    }
    do throws(Failure) {
      try servers?.add(name, fingerprint)
    } catch {
      errors.say("not kept: \(error.text)")
    }
    return .trusted
  }
}
