import Testing

@Suite("serve speaks WebSocket")
struct WebSocketTests {
  private let options = ["--ws-port", "0"]

  @Test(
    "who comes by it talks with all others, a line a message, as text or as bytes",
    arguments: [nil, "text.ircv3.net", "binary.ircv3.net"])
  func talk(subprotocol: String?) throws {
    try withServer(options) { server in
      let bob = try server.connect(as: "bob")
      try bob.join()
      let webby = try server.webSocket(subprotocol, as: "webby")
      #expect(webby.head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
      #expect(webby.head.contains("Sec-WebSocket-Protocol: ") == (subprotocol != nil))
      try webby.send("PRIVMSG #lobby :grüße")
      #expect(try bob.expect("PRIVMSG").parameters == ["#lobby", "grüße"])
      let long = String(repeating: "é", count: 200)
      try bob.send("PRIVMSG #lobby :\(long)")
      #expect(try webby.expect("PRIVMSG").parameters == ["#lobby", long])
      try webby.send("QUIT :bye")
      try webby.expect("ERROR")
      #expect(try webby.next()?.code == 1000)
    }
  }

  @Test("a message may come in fragments, a ping is answered, a close too")
  func control() throws {
    try withServer(options) { server in
      let webby = try server.webSocket(as: "webby")
      try webby.send(opcode: 1, "PRIVMSG webby ", isFinal: false)
      try webby.send(opcode: 9, "are you there?")
      try webby.send(opcode: 0, ":in two")
      #expect(
        try webby.expect(opcode: 10) == .init(opcode: 10, payload: Array("are you there?".utf8)))
      #expect(try webby.expect("PRIVMSG").parameters.last == "in two")
      try webby.raw.send(bytes: WebSocketClient.frame(8, [0x0F, 0xA0]))
      #expect(try webby.next() == .init(opcode: 8, payload: [0x0F, 0xA0]))
      #expect(try webby.next() == nil)
    }
  }

  @Test("who does not keep to it is told by the code of the close, and nobody else notices")
  func hostile() throws {
    try withServer(options) { server in
      let bob = try server.connect(as: "bob")
      let cases: [([UInt8], Int)] = [
        ([0x81, 0x01, 0x41], 1002), ([0xC1, 0x80, 0, 0, 0, 0], 1002), ([0x83, 0x80, 0, 0, 0, 0], 1002),
        ([0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 1009),
        (Array(WebSocketClient.frame(1, [UInt8](repeating: 0x61, count: 9000)).prefix(99)), 1009),
        (WebSocketClient.frame(1, [0xFF]), 1007), (WebSocketClient.frame(2, [0x41]), 1003),
        (WebSocketClient.frame(1, Array("PING a\nPING b".utf8)), 1007),
      ]
      for (index, (bytes, code)) in cases.enumerated() {
        let webby = try server.webSocket(as: "webby\(index)")
        try webby.raw.send(bytes: bytes)
        #expect(try webby.expect(opcode: 8).code == code, "\(bytes.prefix(12))")
        #expect(try webby.next() == nil)
      }
      // What was not answered, and half a frame, die with the connection.
      let half = try server.webSocket(as: "half")
      for _ in 0..<1000 { try half.send(opcode: 9, String(repeating: "?", count: 125)) }
      try half.raw.send(bytes: [0x81, 0xFE, 0x01])
      half.raw.hangUp()
      _ = try bob.messagesUntilNow()
      _ = try server.webSocket(as: "next")
    }
  }

  @Test("what comes that is no WebSocket is told so in one line")
  func others() throws {
    try withServer(options) { server in
      func answer(_ text: String) throws -> String {
        let client = try RawClient(port: server.webSocketPort)
        try client.send(bytes: Array(text.utf8))
        return try client.reader.rest()
      }
      let page = try answer("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(page.hasPrefix("HTTP/1.1 426 Upgrade Required\r\n"))
      #expect(
        page.hasSuffix(
          "\r\n\r\nthis port speaks IRC over WebSocket: connect to it with an IRC client for the web\n"))
      #expect(
        try answer("NICK alice\r\n")
          == "ERROR :This port speaks WebSocket, and you do not: use WebSocket, or another port\r\n")
      #expect(try answer("\u{16}\u{3}\u{1}").hasPrefix("ERROR :"))
      let endless = "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 65)
      #expect(try answer(endless).hasPrefix("HTTP/1.1 431 "))
      // Who hangs up in the middle is nobody's trouble.
      try RawClient(port: server.webSocketPort).send(bytes: Array("GET / HT".utf8))
      _ = try server.webSocket(as: "next")
    }
  }

  @Test("pages connect from the origins that were listed, and from no others")
  func origins() throws {
    try withServer(options + ["--ws-origin", "https://example.org", "--ws-origin", "null"]) { server in
      for (origin, isIn) in [
        ("https://example.org", true), ("null", true), ("https://evil.example", false),
      ] {
        let client = try WebSocketClient(port: server.webSocketPort, fields: ["Origin: \(origin)"])
        #expect(client.head.hasPrefix(isIn ? "HTTP/1.1 101 " : "HTTP/1.1 403 "))
        if isIn { continue }
        let text =
          "pages of the origin '\(origin)' may not connect here (chatnet serve --ws-origin lets them)\n"
        #expect(try client.raw.reader.rest() == text)
      }
    }
    try withServer(options) { server in
      let client = try WebSocketClient(port: server.webSocketPort, fields: ["Origin: http://localhost"])
      #expect(client.head.hasPrefix("HTTP/1.1 403 "))
    }
  }

  @Test("what waits for somebody who does not read for a while comes whole and in order")
  func backlog() throws {
    try withServer(options) { server in
      let webby = try server.webSocket(as: "webby")
      let bob = try server.connect(as: "bob")
      let text = String(repeating: "x", count: 300)
      for start in stride(from: 0, to: 20_000, by: 1000) {
        let lines = (start..<(start + 1000)).map { "PRIVMSG webby :\($0) \(text)\r\n" }
        try bob.send(bytes: Array(lines.joined().utf8))
      }
      for number in 0..<20_000 {
        let message = try webby.expect("PRIVMSG")
        guard message.parameters.last == "\(number) \(text)" else {
          Issue.record("\(message) instead of number \(number)")
          return
        }
      }
    }
  }

  @Test("--ws-tls has it go by TLS, and who comes so is known to be safe")
  func encrypted() throws {
    try withServer(Certificates.options() + options + ["--ws-tls"]) { server in
      let client = try server.start(
        [Programs.find("openssl"), "s_client", "-connect", "127.0.0.1:\(server.webSocketPort)", "-quiet"])
      try client.input.write(WebSocketClient.request())
      try client.output.take(through: "\r\n\r\n")
      for line in ["NICK webby", "USER w 0 * :w", "PING done"] {
        try client.input.write(WebSocketClient.frame(1, Array(line.utf8)))
      }
      try client.output.take(through: "PONG chatnet :done")
      #expect(try server.isSafe("webby"))
      try client.input.write(WebSocketClient.frame(1, Array("QUIT".utf8)))
      try client.output.take(through: "ERROR ")
    }
  }

  @Test(
    "options of WebSocket need a port, and say what they want",
    arguments: [
      (["--ws-origin", "null"], "--ws-origin needs a port: --ws-port PORT"),
      (["--ws-tls"], "--ws-tls needs a port: --ws-port PORT"),
      (["--ws-port", "0", "--ws-tls"], "--ws-tls needs a certificate: --tls-cert FILE"),
      (["--ws-port", "0", "--ws-origin", "example.org"], "--ws-origin 'example.org': where a page is from"),
      (
        ["--ws-port", "0", "--ws-origin", "https://a.example/chat"], "'https://a.example/chat': where a page"
      ),
      (["--ws-port", "65536"], "65536"),
    ])
  func usage(options: [String], words: String) throws {
    let result = try ChatServer.refusal(of: options)
    #expect(result.status == 64)
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test("a port that another program has is named, with the option that chooses another")
  func takenPort() throws {
    try withServer(options) { server in
      let child = try server.start(
        "serve", "-p", "0", "--data", "none", "--socket", "none", "--ws-port", "\(server.webSocketPort)")
      let result = try child.finish()
      #expect(result.status == 69)
      #expect(result.errors.contains("another program listens there: choose another with --ws-port"))
    }
  }
}
