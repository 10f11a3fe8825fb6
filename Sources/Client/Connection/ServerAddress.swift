/// Why a text is no address of a server.
public struct AddressFault: Error, Equatable, Sendable {
  /// What is wrong, with the text.
  public let text: String
}

/// Where a server is, as a person says it.
public enum ServerAddress: Equatable, Sendable {
  /// A host name or numeric address, and a port.
  case tcp(host: String, port: UInt16)
  /// The same, under TLS.
  case tls(host: String, port: UInt16)
  /// A Unix socket.
  case unix(path: String)

  /// The port of `chatnet serve`.
  public static let standardPort: UInt16 = 8080
  /// The usual port of IRC under TLS.
  public static let standardTLSPort: UInt16 = 6697

  /// Reads `host`, `host:port`, `[v6]:port`, a numeric IPv6 address, `irc://host[:port]`, `ircs://host[:port]` or
  /// `unix:PATH`.
  ///
  /// Behind the host and port a room may stand (`irc://host/#ops`), which ``room(in:)`` gives.
  ///
  /// - Parameters:
  ///   - port: The port where the text names none; nil: the one that is usual for its form.
  ///   - byTLS: Whether TLS is spoken whatever the text says, but to a Unix socket, which needs none.
  /// - Throws: Also where the text names another port than `port`.
  public init(_ whole: String, port: UInt16? = nil, byTLS: Bool = false) throws(AddressFault) {
    let text = String(ServerAddress.parted(whole).address)
    if let fault = ServerAddress.mistake(text, port) { throw AddressFault(text: "\(whole): \(fault)") }
    if text.hasPrefix("unix:") {
      self = .unix(path: String(text.dropFirst("unix:".count)))
      return
    }
    let scheme = ServerAddress.scheme(of: text)
    let (host, own) = try ServerAddress.hostAndPort(whole, text.dropFirst(scheme.map { $0.count + 3 } ?? 0))
    if let own, let port, own != port {
      throw AddressFault(text: "\(whole): this names port \(own), and --port \(port)")
    }
    switch scheme {
    case "irc" where !byTLS: self = .tcp(host: host, port: own ?? port ?? 6667)
    case _ where byTLS, "ircs": self = .tls(host: host, port: own ?? port ?? ServerAddress.standardTLSPort)
    default: self = .tcp(host: host, port: own ?? port ?? ServerAddress.standardPort)
    }
  }

  /// The room that stands behind an address, as `irc://host/#ops` has one, with its sign; nil where none does.
  public static func room(in text: String) -> String? {
    guard let room = parted(text).room else { return nil }
    let name = room.hasPrefix("%23") ? room.dropFirst(3) : room.hasPrefix("#") ? room.dropFirst() : room
    return "#\(name)"
  }

  /// A text before and behind the slash that ends a host and port.
  private static func parted(_ text: String) -> (address: Substring, room: Substring?) {
    if text.hasPrefix("unix:") { return (text[...], nil) }
    let scheme = scheme(of: text)
    let start = scheme.map { text.index(text.startIndex, offsetBy: $0.count + 3) } ?? text.startIndex
    guard scheme == nil || scheme == "irc" || scheme == "ircs",
      let slash = text[start...].firstIndex(of: "/"), slash > start
    else { return (text[...], nil) }
    let room = text[text.index(after: slash)...]
    let isRoom =
      !room.isEmpty && room != "#" && room != "%23"
      && !room.contains { "/?,&".contains($0) || $0.isWhitespace }
    return isRoom ? (text[..<slash], room) : (text[...], nil)
  }

  /// What stands before `://`, in small letters; nil where nothing does.
  private static func scheme(of text: String) -> String? {
    text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
  }

  /// What somebody may have meant otherwise, or nil.
  private static func mistake(_ text: String, _ port: UInt16?) -> String? {
    if text.hasPrefix("unix:") {
      if text == "unix:" { return "the socket's path is missing" }
      return port.map { "a socket has no port, and --port says \($0)" }
    }
    if let scheme = scheme(of: text), scheme != "irc", scheme != "ircs" {
      return "not a server's address: \(scheme):// is not IRC (HOST:PORT, irc://HOST or ircs://HOST is)"
    }
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return "a port and no host: -p \(text), or HOST:\(text)"
    }
    return nil
  }

  /// The places to look for a server, the first of which that answers is taken.
  ///
  /// - Parameters:
  ///   - server: What `--server` or the environment says.
  ///   - host: What `--host` says.
  ///   - port: What `--port` says.
  ///   - sockets: The paths of the sockets that this machine's server may have.
  ///   - byTLS: Whether TLS is spoken, whatever `server` says.
  public static func candidates(
    server: String?, host: String?, port: UInt16?, sockets: [String], byTLS: Bool = false
  ) throws(AddressFault) -> [ServerAddress] {
    if let server { return [try ServerAddress(server, port: port, byTLS: byTLS)] }
    if byTLS { return [.tls(host: host ?? "127.0.0.1", port: port ?? standardTLSPort)] }
    let local = ServerAddress.tcp(host: host ?? "127.0.0.1", port: port ?? standardPort)
    if host != nil || port != nil { return [local] }
    return sockets.map { .unix(path: $0) } + [local]
  }

  /// Whether nobody else can read what goes over the connection: it stays on this machine, or is encrypted. A host's
  /// name tells nothing but `localhost`, which is known without asking.
  public var isPrivate: Bool {
    switch self {
    case .unix, .tls: true
    case .tcp(let host, _):
      host == "localhost" || host == "::1"
        || host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    }
  }

  private static func hostAndPort(
    _ whole: String, _ text: Substring
  ) throws(AddressFault) -> (host: String, port: UInt16?) {
    let text = text.hasSuffix("/") ? text.dropLast() : text
    var host = text
    var rest = text[text.endIndex...]
    if text.hasPrefix("["), let close = text.firstIndex(of: "]") {
      host = text[text.index(after: text.startIndex)..<close]
      rest = text[text.index(after: close)...]
      if !rest.isEmpty && !rest.hasPrefix(":") {
        throw AddressFault(text: "\(whole): not a server's address")
      }
    } else if let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") {
      host = text[..<colon]
      rest = text[colon...]
    }
    let isHost = !host.isEmpty && !host.contains { $0 == "/" || $0 == "[" || $0.isWhitespace }
    if !isHost { throw AddressFault(text: "\(whole): not a server's address") }
    if rest.isEmpty { return (String(host), nil) }
    guard let port = UInt16(rest.dropFirst()), port > 0, rest.dropFirst().allSatisfy(\.isNumber) else {
      throw AddressFault(text: "\(whole): the port is not a number from 1 to 65535")
    }
    return (String(host), port)
  }
}

extension ServerAddress: CustomStringConvertible {
  /// As a person writes it.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .tls(let host, let port): "ircs://" + ServerAddress.tcp(host: host, port: port).description
    case .unix(let path): path
    }
  }
}
