/// Numeric addresses of hosts.
public enum NumericHost {
  /// The address as the system writes it, as for a connection from there; nil where the text is no numeric address, or
  /// names a zone, which means nothing on another machine.
  public static func canonical(_ text: String) -> String? {
    if text.contains("%") { return nil }
    return SocketAddress.known(host: text, port: 0).first?.host
  }
}
