import Testing

@Suite("serve behind a proxy")
struct ProxyTests {
  private let options = ["--proxy-trust", "127.0.0.1", "--show-hosts"]

  private static let binary: [UInt8] =
    [
      13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10, 0x21, 0x11, 0, 12, 203, 0, 113, 5, 127, 0, 0, 1, 1, 2, 3,
      4,
    ]

  private static func text(_ address: String) -> [UInt8] {
    Array("PROXY TCP\(address.contains(":") ? 6 : 4) \(address) \(address) 1 2\r\n".utf8)
  }

  /// Somebody whose connection begins with a header.
  private func client(of server: ChatServer, _ header: [UInt8]) throws -> RawClient {
    let client = try server.connect()
    try client.send(bytes: header)
    return client
  }

  private func host(of name: String, by client: RawClient) throws -> String? {
    try client.send("WHOIS \(name)")
    return try client.expect("311").parameters.dropFirst(3).first
  }

  @Test(
    "the header says where who comes through a proxy is from",
    arguments: [
      (text("203.0.113.5"), "203.0.113.5"), (binary, "203.0.113.5"), (text("2001:0db8:0::1"), "2001:db8::1"),
      (Array("PROXY UNKNOWN\r\n".utf8), "127.0.0.1"),
    ])
  func sources(header: [UInt8], wanted: String) throws {
    try withServer(options) { server in
      let alice = try client(of: server, header)
      try alice.register("alice")
      #expect(try host(of: "alice", by: alice) == wanted)
      // A byte at a time.
      let bob = try server.connect()
      for byte in header { try bob.send(bytes: [byte]) }
      try bob.register("bob")
      #expect(try host(of: "bob", by: bob) == wanted)
    }
  }

  @Test("it comes before TLS and WebSocket")
  func layers() throws {
    try withServer(options + ["--ws-port", "0"]) { server in
      let webby = try RawClient(port: server.webSocketPort)
      try webby.send(bytes: Self.binary + Array(WebSocketClient.request().utf8))
      #expect(try webby.reader.take(through: "\r\n\r\n").hasPrefix("HTTP/1.1 101 "))
      for line in ["NICK webby", "USER w 0 * :w", "WHOIS webby"] {
        try webby.send(bytes: WebSocketClient.frame(1, Array(line.utf8)))
      }
      try webby.reader.take(through: " 311 webby webby ~w 203.0.113.5 ")
    }
    try withServer(options + Certificates.options()) { server in
      let client = try server.start(
        [Programs.find("openssl"), "s_client", "-connect", "127.0.0.1:\(server.tlsPort)"])
      // Without the header, the greeting of TLS is none.
      #expect(try client.finish().status != 0)
      _ = try server.child.errors.take(through: "127.0.0.1: a connection without a PROXY header")
    }
  }

  @Test("what one address may take is counted by what the header says")
  func limits() throws {
    try withServer(options + ["--per-address", "1"]) { server in
      let first = try client(of: server, Self.text("203.0.113.5"))
      try first.register("first")
      let second = try client(of: server, Self.text("203.0.113.5"))
      try second.send("NICK second", "USER s 0 * :s")
      let other = try client(of: server, Self.text("203.0.113.6"))
      try other.register("other")
      try other.send("ISON second")
      #expect(try other.expect("303").parameters.last == "")
      try first.send("QUIT")
      try second.expect("001")
    }
  }

  @Test("who begins otherwise is told so, and so is the operator")
  func unnamed() throws {
    try withServer(options) { server in
      let plain = try server.connect()
      try plain.send("NICK alice", "USER a 0 * :a")
      #expect(try plain.expect("ERROR").parameters.last?.contains("begin with a PROXY header") == true)
      #expect(try plain.next() == nil)
      let wrong = try client(of: server, Self.text("not.an.address"))
      try wrong.expect("ERROR")
      #expect(
        try server.child.errors.line()
          == "chatnet: serve: 127.0.0.1: a connection without a PROXY header, which --proxy-trust has all from there "
          + "begin with")
    }
  }

  @Test("nobody else's header is taken, of either version")
  func untrusted() throws {
    try withServer(["--proxy-trust", "192.0.2.0/24", "--show-hosts"]) { server in
      for header in [Self.text("203.0.113.5"), Self.binary] {
        let client = try client(of: server, header)
        #expect(
          try client.expect("ERROR").parameters.last?.contains("no PROXY header is taken from your address")
            == true)
      }
      let bob = try server.connect(as: "bob")
      #expect(try host(of: "bob", by: bob) == "127.0.0.1")
    }
  }

  @Test("a range that is none is named")
  func usage() throws {
    let result = try ChatServer.refusal(of: ["--proxy-trust", "proxy"])
    #expect(result.status == 64 && result.errors.contains("--proxy-trust 'proxy': an address, or a range"))
  }
}
