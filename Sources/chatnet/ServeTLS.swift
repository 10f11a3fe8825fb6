import Options
import Reactor
import Server

/// Where and with what `serve` speaks TLS.
enum ServeTLS {
  /// What the options say; nil where they ask for no TLS.
  ///
  /// - Parameter addresses: Where the server listens: a certificate that is made is for them, too.
  static func configuration(
    _ values: OptionValues, addresses: [String]
  ) throws(Refusal) -> ServerConfiguration.TLS? {
    let isSelfSigned = values.flag(.tlsSelfSigned)
    guard isSelfSigned || values.isGiven(.tlsCert) else {
      for option in [OptionKey.tlsKey, .tlsPort, .tlsSTS] where values.isGiven(option) {
        let text = "--\(option.rawValue) needs a certificate: --tls-cert FILE, or --tls-self-signed"
        throw Refusal(exitCode: .usage, text: text)
      }
      return nil
    }
    do throws(TLSFault) {
      let files =
        isSelfSigned
        ? try SelfSigned.files(in: try folder(values), names: addresses.filter { !Listener.standsForAll($0) })
        : CertificateFiles(certificate: values.string(.tlsCert) ?? "", key: values.string(.tlsKey))
      var tls = ServerConfiguration.TLS(
        port: UInt16(values.int(.tlsPort) ?? 6697),
        acceptor: try TLSAcceptor(files, advice: ServerConfiguration.TLS.advice))
      tls.strictSeconds = values.int(.tlsSTS)
      return tls
    } catch {
      throw Refusal(exitCode: ExitCode(error.kind), text: error.text)
    }
  }

  /// What a person should know of the certificate, a line each.
  static func remarks(_ tls: ServerConfiguration.TLS, isSelfSigned: Bool) -> [String] {
    var remarks: [String] = []
    if tls.acceptor.daysLeft < 14 {
      let days = tls.acceptor.daysLeft
      remarks.append("\(tls.acceptor.path): expires in \(days) \(days == 1 ? "day" : "days"): get a new one")
    }
    if isSelfSigned {
      let fingerprint = Fingerprint.text(tls.acceptor.fingerprint)
      remarks.append(
        "nobody vouches for its certificate, which clients know by --tls-fingerprint \(fingerprint)")
    }
    return remarks
  }

  private static func folder(_ values: OptionValues) throws(TLSFault) -> String {
    let named = values.string(.data).flatMap { $0 == "none" ? nil : $0 }
    guard let folder = named ?? DataFolder.usual else {
      throw TLSFault(.unwritable, "--tls-self-signed: no folder to keep the certificate in (--data DIR)")
    }
    return folder
  }
}

extension ExitCode {
  /// The code for what is wrong with TLS.
  init(_ kind: TLSFault.Kind) {
    self =
      switch kind {
      case .noLibrary, .untrusted: .noConnection
      case .unreadable: .cannotReadInput
      case .unusable: .badConfiguration
      case .unwritable: .cannotWriteOutput
      case .noAgreement: .protocolFault
      }
  }
}
