/// The options of TLS.
extension OptionTable {
  static let serveTLSRows = [
    OptionSpec(
      .tlsCert, kind: .file(or: []), value: "FILE", of: [.serve],
      help: "speak TLS too, showing this certificate (PEM)"),
    OptionSpec(
      .tlsKey, kind: .file(or: []), value: "FILE", of: [.serve],
      help: "its key (default: in the certificate's file)"),
    OptionSpec(
      .tlsSelfSigned, of: [.serve], excludes: [.tlsCert, .tlsKey, .tlsSTS],
      help: "speak TLS too, by a certificate made here and kept"),
    OptionSpec(
      .tlsPort, kind: .number(0...65535), value: "PORT", of: [.serve], default: "6697",
      help: "TCP port where TLS is spoken, 0: any"),
    OptionSpec(
      .tlsSTS, kind: .number(0...Int(Int32.max)), value: "SECONDS", of: [.serve],
      help: "have clients come by TLS alone for so long"),
  ]

  static let clientTLSRows = [
    OptionSpec(.tls, of: Command.clients, help: "connect by TLS, as ircs://host does"),
    OptionSpec(
      .tlsFingerprint, kind: .text, value: "SHA256", of: Command.clients, excludes: [.tlsTrustFirst],
      help: "by TLS, and trust this certificate alone"),
    OptionSpec(
      .tlsTrustFirst, of: Command.clients, help: "by TLS; ask about a strange certificate, keep it"),
    OptionSpec(
      .tlsCert, kind: .file(or: []), value: "FILE", of: Command.clients,
      help: "show the server this certificate (PEM)"),
    OptionSpec(
      .tlsKey, kind: .file(or: []), value: "FILE", of: Command.clients,
      help: "its key (default: in the certificate's file)"),
  ]
}
