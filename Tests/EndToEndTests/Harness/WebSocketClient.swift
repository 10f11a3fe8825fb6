/// A client of WebSocket, made without chatnet's own parts, so that a fault in those shows.
final class WebSocketClient {
  /// A message or what controls the connection, as a server sends it: whole and not masked.
  struct Frame: Equatable {
    let opcode: UInt8
    let payload: [UInt8]

    var text: String { String(decoding: payload, as: UTF8.self) }
    /// The code of one that closes.
    var code: Int? { payload.count < 2 ? nil : Int(payload[0]) << 8 | Int(payload[1]) }
  }

  private static let mask: [UInt8] = [0xA5, 0x00, 0xFF, 0x3C]

  let raw: RawClient
  /// The server's answer to the request.
  let head: String
  /// What its messages are: 1 for text, 2 for binary.
  let opcode: UInt8

  /// Connects, with these fields beside the usual ones.
  init(port: UInt16, subprotocol: String? = nil, fields: [String] = []) throws {
    raw = try RawClient(port: port)
    opcode = subprotocol == "binary.ircv3.net" ? 2 : 1
    let agreement = subprotocol.map { ["Sec-WebSocket-Protocol: \($0)"] } ?? []
    try raw.send(bytes: Array(WebSocketClient.request(agreement + fields).utf8))
    head = try raw.reader.take(through: "\r\n\r\n")
  }

  /// A request, with these fields beside the usual ones.
  static func request(_ fields: [String] = []) -> String {
    let usual = [
      "GET / HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
    ]
    return (usual + fields + ["", ""]).joined(separator: "\r\n")
  }

  /// A masked frame of at most 65,535 bytes.
  static func frame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8] {
    let count = payload.count
    let length = count < 126 ? [0x80 | UInt8(count)] : [0xFE, UInt8(count >> 8), UInt8(count & 0xFF)]
    return [(isFinal ? 0x80 : 0) | opcode] + length + mask
      + payload.enumerated().map { $1 ^ mask[$0 & 3] }
  }

  /// Sends lines, each as a message.
  func send(_ lines: String...) throws {
    try raw.send(bytes: lines.flatMap { WebSocketClient.frame(opcode, Array($0.utf8)) })
  }

  /// Sends a frame of its own.
  func send(opcode: UInt8, _ text: String, isFinal: Bool = true) throws {
    try raw.send(bytes: WebSocketClient.frame(opcode, Array(text.utf8), isFinal: isFinal))
  }

  /// The next frame, or nil when the server has closed the connection.
  func next(by deadline: Deadline = .usual) throws -> Frame? {
    guard let start = try raw.reader.take(2, by: deadline) else { return nil }
    guard start[0] & 0xF0 == 0x80, start[1] & 0x80 == 0 else {
      throw HarnessError("a frame of a server begins with \(start)")
    }
    var count = Int(start[1])
    if count >= 126 {
      let bytes = try raw.reader.take(count == 126 ? 2 : 8, by: deadline) ?? []
      count = bytes.reduce(0) { $0 << 8 | Int($1) }
    }
    return Frame(opcode: start[0] & 0x0F, payload: try raw.reader.take(count, by: deadline) ?? [])
  }

  /// The first message with that command word or numeric; those before it are passed over.
  @discardableResult
  func expect(_ verb: String) throws -> RawMessage {
    while let frame = try next() {
      if frame.opcode != opcode { throw HarnessError("a frame of kind \(frame.opcode): \(frame.text)") }
      if frame.payload.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
        throw HarnessError("a message holds an end of line: \(frame.text.debugDescription)")
      }
      let message = RawMessage(frame.text)
      if message.verb == verb { return message }
    }
    throw HarnessError("closed instead of \(verb)")
  }

  /// The next frame of that kind; those before it are passed over.
  func expect(opcode: UInt8) throws -> Frame {
    while let frame = try next() {
      if frame.opcode == opcode { return frame }
    }
    throw HarnessError("closed instead of a frame of kind \(opcode)")
  }

  /// Registers under the name and joins the room that is always there.
  func enter(as name: String) throws {
    try send("NICK \(name)", "USER \(name) 0 * :\(name)", "JOIN #lobby")
    try expect("366")
  }
}

extension ChatServer {
  /// The port where WebSocket is spoken, as the start line says it.
  var webSocketPort: UInt16 {
    get throws {
      for entry in startLine.split(separator: " ") where entry.hasPrefix("127.0.0.1:") {
        guard startLine.contains("\(entry) for WebSocket") else { continue }
        return UInt16(entry.dropFirst("127.0.0.1:".count)) ?? 0
      }
      throw HarnessError("no port for WebSocket in: \(startLine)")
    }
  }

  /// Somebody who has come over WebSocket.
  func webSocket(_ subprotocol: String? = nil, as name: String) throws -> WebSocketClient {
    let client = try WebSocketClient(port: webSocketPort, subprotocol: subprotocol)
    try client.enter(as: name)
    return client
  }
}
