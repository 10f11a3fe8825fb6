/// Why a client does not come over WebSocket.
public enum UpgradeRefusal: Error, Equatable, Sendable {
  /// It does not speak HTTP, but maybe IRC.
  case notHTTP
  /// It asks for something else than a connection.
  case otherMethod
  /// It has not asked for WebSocket.
  case noUpgrade
  /// It speaks another version.
  case otherVersion
  /// It does not keep to the protocol.
  case malformed
  /// It is longer than the limits.
  case tooLarge
  /// It is a page from where none may come: its origin.
  case origin(String)

  /// What the client is told, as it goes over the wire.
  public var answer: [UInt8] {
    let advice = "this port speaks IRC over WebSocket"
    switch self {
    case .notHTTP:
      return Array(
        "ERROR :This port speaks WebSocket, and you do not: use WebSocket, or another port\r\n".utf8)
    case .otherMethod: return http("405 Method Not Allowed", "\(advice), by GET alone", ["Allow: GET"])
    case .noUpgrade:
      return http("426 Upgrade Required", "\(advice): connect to it with an IRC client for the web")
    case .otherVersion: return http("426 Upgrade Required", "\(advice), in its version 13 alone")
    case .malformed: return http("400 Bad Request", "\(advice), and this is no request for it")
    case .tooLarge:
      return http(
        "431 Request Header Fields Too Large",
        "a request has at most \(UpgradeRequestReader.longest) bytes and \(UpgradeRequestReader.mostFields) fields"
      )
    case .origin(let origin):
      let shown = String(decoding: origin.utf8.prefix(200), as: UTF8.self)
      return http(
        "403 Forbidden",
        "pages of the origin '\(shown)' may not connect here (chatnet serve --ws-origin lets them)")
    }
  }

  private func http(_ status: String, _ text: String, _ fields: [String] = []) -> [UInt8] {
    let isUpgrade = self == .noUpgrade || self == .otherVersion
    let upgrade = ["Upgrade: websocket", "Sec-WebSocket-Version: 13", "Connection: Upgrade, close"]
    let lines =
      ["HTTP/1.1 \(status)", "Content-Type: text/plain; charset=utf-8"]
      + ["Content-Length: \(text.utf8.count + 1)"] + (isUpgrade ? upgrade : ["Connection: close"]) + fields
    return Array((lines + ["", text + "\n"]).joined(separator: "\r\n").utf8)
  }
}

/// Which pages may connect. Browsers say from where a page is; programs of other kinds say nothing, and may come.
public struct WebSocketOrigins: Equatable, Sendable {
  private let listed: [String]

  /// Those of the origins that are listed, such as `https://example.org`; `null` for those of files, `*` for all.
  public init(_ listed: [String]) {
    self.listed = listed.map { $0.lowercased() }.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
  }

  func allows(_ origin: String) -> Bool { listed.contains("*") || listed.contains(origin.lowercased()) }
}

/// The agreement on a WebSocket connection.
public struct UpgradeAnswer: Equatable, Sendable {
  /// What messages hold.
  public let kind: WebSocketKind
  /// What the client is told, as it goes over the wire.
  public let answer: [UInt8]

  /// What a request leads to.
  public init(to request: UpgradeRequest, from origins: WebSocketOrigins) throws(UpgradeRefusal) {
    if request.method != "GET" { throw .otherMethod }
    if request.version != "HTTP/1.1" { throw .malformed }
    guard request.list("upgrade").contains(where: { $0.lowercased() == "websocket" }) else {
      throw .noUpgrade
    }
    if request.values("sec-websocket-version") != ["13"] { throw .otherVersion }
    let keys = request.values("sec-websocket-key")
    guard request.list("connection").contains(where: { $0.lowercased() == "upgrade" }), keys.count == 1,
      Base64.decode(Array(keys[0].utf8))?.count == 16
    else { throw .malformed }
    // Whoever says two is told that neither may come.
    let named = request.values("origin").joined(separator: ", ")
    if !request.values("origin").isEmpty, !origins.allows(named) { throw .origin(named) }
    let agreed = request.list("sec-websocket-protocol").lazy.compactMap(WebSocketKind.init).first
    kind = agreed ?? .text
    var lines = [
      "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Accept: \(UpgradeAnswer.proof(of: keys[0]))",
    ]
    if let agreed { lines.append("Sec-WebSocket-Protocol: \(agreed.subprotocol)") }
    answer = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
  }

  /// What shows that a key was understood (RFC 6455 §4.2.2).
  static func proof(of key: String) -> String {
    let digest = SHA1.digest(Array("\(key)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8))
    return String(decoding: Base64.encode(digest), as: UTF8.self)
  }
}
