import Testing

@testable import Client

@Suite("Where a server is")
struct ServerAddressTests {
  @Test(
    "every form is understood",
    arguments: [
      ("host", ServerAddress.tcp(host: "host", port: 8080)), ("host:1", .tcp(host: "host", port: 1)),
      ("[::1]:6667", .tcp(host: "::1", port: 6667)), ("[::1]", .tcp(host: "::1", port: 8080)),
      ("::1", .tcp(host: "::1", port: 8080)), ("irc://host", .tcp(host: "host", port: 6667)),
      ("irc://host:7000/", .tcp(host: "host", port: 7000)), ("ircs://host", .tls(host: "host", port: 6697)),
      ("ircs://[::1]:1", .tls(host: "::1", port: 1)), ("unix:/run/x y", .unix(path: "/run/x y")),
      ("unix:x", .unix(path: "x")), ("irc://host/#ops", .tcp(host: "host", port: 6667)),
      ("IRC://host", .tcp(host: "host", port: 6667)), ("host:1/ops", .tcp(host: "host", port: 1)),
    ])
  func forms(text: String, address: ServerAddress) throws {
    #expect(try ServerAddress(text) == address)
  }

  @Test("a port that is said apart counts where the address names none")
  func port() throws {
    #expect(try ServerAddress("host", port: 9) == .tcp(host: "host", port: 9))
    #expect(try ServerAddress("irc://host", port: 9) == .tcp(host: "host", port: 9))
    #expect(try ServerAddress("host:9", port: 9) == .tcp(host: "host", port: 9))
  }

  @Test(
    "what is no address is refused",
    arguments: [
      "", ":1", "host:", "host:0", "host:65536", "host:x", "host:+1", "[::1", "[::1]x", "unix:", "a b",
      "irc://", "http://x", "irc://h/a/b", "host/a,b", "/x", "irc:///x",
    ])
  func faults(text: String) {
    #expect(throws: AddressFault.self) { try ServerAddress(text) }
  }

  @Test(
    "what was meant otherwise is said, and two ports that contradict each other are refused",
    arguments: [
      (
        "http://h", nil,
        "not a server's address: http:// is not IRC (HOST:PORT, irc://HOST or ircs://HOST is)"
      ),
      ("22080", nil, "a port and no host: -p 22080, or HOST:22080"),
      ("localhost:1", 2, "this names port 1, and --port 2"),
      ("irc://h:1", 2, "this names port 1, and --port 2"),
      ("unix:/x", 1, "a socket has no port, and --port says 1"),
      ("unix:", nil, "the socket's path is missing"),
    ] as [(String, UInt16?, String)])
  func mistakes(text: String, port: UInt16?, said: String) {
    #expect(throws: AddressFault(text: "\(text): \(said)")) { try ServerAddress(text, port: port) }
  }

  @Test(
    "a room behind the address is that room, with or without its sign",
    arguments: [
      ("irc://h/#ops", "#ops"), ("irc://h:1/ops", "#ops"), ("h:1/ops", "#ops"), ("ircs://h/%23ops", "#ops"),
      ("h/##x", "##x"), ("irc://h", nil), ("irc://h/", nil), ("h", nil), ("unix:/run/x", nil), ("h/a/b", nil),
      ("http://h/x", nil),
    ] as [(String, String?)])
  func room(text: String, room: String?) {
    #expect(ServerAddress.room(in: text) == room)
  }

  @Test("the sockets of this machine come before its port, unless a place was named")
  func candidates() throws {
    func places(server: String? = nil, host: String? = nil, port: UInt16? = nil) throws -> [ServerAddress] {
      try ServerAddress.candidates(server: server, host: host, port: port, sockets: ["/a", "/b"])
    }
    #expect(try places() == [.unix(path: "/a"), .unix(path: "/b"), .tcp(host: "127.0.0.1", port: 8080)])
    #expect(try places(port: 9) == [.tcp(host: "127.0.0.1", port: 9)])
    #expect(try places(host: "h") == [.tcp(host: "h", port: 8080)])
    #expect(try places(server: "unix:/c") == [.unix(path: "/c")])
    #expect(try places(server: "h", port: 9) == [.tcp(host: "h", port: 9)])
  }

  @Test(
    "What goes to this machine, and what is encrypted, nobody else can read; a host's name tells nothing of that",
    arguments: [
      ("localhost", true), ("127.0.0.1:1", true), ("127.8.9.1", true), ("[::1]:6667", true),
      ("unix:/run/x", true),
      ("ircs://irc.example.org", true), ("irc.example.org", false), ("192.0.2.7", false),
      ("[2001:db8::1]:1", false),
      ("127.0.0.1.example.org", false), ("localhost.example.org", false), ("0.0.0.0", false), ("127.", true),
    ])
  func privacy(text: String, isPrivate: Bool) throws {
    #expect(try ServerAddress(text).isPrivate == isPrivate)
  }
}
