import Client
import Options
import Server

/// Where and to whom `serve` speaks WebSocket.
enum ServeWebSocket {
  /// What the options say; nil where they ask for no WebSocket.
  static func configuration(
    _ values: OptionValues, hasCertificate: Bool
  ) throws(Refusal) -> ServerConfiguration.WebSocket? {
    guard let port = values.int(.wsPort) else {
      for option in [OptionKey.wsOrigin, .wsTLS] where values.isGiven(option) {
        throw Refusal(exitCode: .usage, text: "--\(option.rawValue) needs a port: --ws-port PORT")
      }
      return nil
    }
    let isEncrypted = values.flag(.wsTLS)
    if isEncrypted, !hasCertificate {
      let text = "--ws-tls needs a certificate: --tls-cert FILE, or --tls-self-signed"
      throw Refusal(exitCode: .usage, text: text)
    }
    let origins = values.strings(.wsOrigin)
    for origin in origins where !isOrigin(origin) {
      let shown = Escaping.visible(Array(origin.utf8), as: .subject)
      throw Refusal(
        exitCode: .usage,
        text:
          "--ws-origin '\(shown)': where a page is from, such as https://example.org, null for files, or *")
    }
    return .init(port: UInt16(port), origins: origins, isEncrypted: isEncrypted)
  }

  /// Whether a browser could say so: a scheme, a host, and maybe a port, without a path.
  private static func isOrigin(_ text: String) -> Bool {
    if text == "null" || text == "*" { return true }
    guard let colon = text.firstRange(of: "://"), colon.lowerBound != text.startIndex else { return false }
    let host = text[colon.upperBound...]
    return !host.isEmpty && !host.contains { $0 == "/" || $0 == "*" || $0 == "," || $0.isWhitespace }
  }
}
