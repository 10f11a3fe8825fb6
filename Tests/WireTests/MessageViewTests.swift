import Testing
import Wire

/// The parts of a message as texts, to compare with.
private struct Parts: Equatable {
  var tags = ""
  var source = ""
  var command: String
  var parameters: [String] = []

  init(_ command: String, _ parameters: [String] = [], source: String = "", tags: String = "") {
    self.tags = tags
    self.source = source
    self.command = command
    self.parameters = parameters
  }

  init?(parsing bytes: [UInt8]) {
    let line = bytes.span
    guard let view = MessageView(line) else { return nil }
    func text(_ range: ByteRange) -> String { String(decoding: line.extracting(range.range)) }
    tags = text(view.tags)
    source = text(view.source)
    command = text(view.command)
    parameters = (0..<view.count).map { text(view[$0]) }
  }
}

@Suite("A line becomes a message")
struct MessageViewTests {
  private static let fourteen = (1...14).map(String.init)

  private static let table: [(line: String, parts: Parts)] = [
    ("PING", Parts("PING")),
    ("PING a", Parts("PING", ["a"])),
    ("PING :a b", Parts("PING", ["a b"])),
    ("PING :", Parts("PING", [""])),
    ("PING ::a", Parts("PING", [":a"])),
    ("PRIVMSG #lobby :hi  there ", Parts("PRIVMSG", ["#lobby", "hi  there "])),
    ("PRIVMSG #lobby a:b", Parts("PRIVMSG", ["#lobby", "a:b"])),
    ("PRIVMSG #lobby :@bob :x", Parts("PRIVMSG", ["#lobby", "@bob :x"])),
    (":alice!a@host QUIT :gone", Parts("QUIT", ["gone"], source: "alice!a@host")),
    (":server 001 alice :Welcome", Parts("001", ["alice", "Welcome"], source: "server")),
    ("@a=1;b TAGMSG #x", Parts("TAGMSG", ["#x"], tags: "a=1;b")),
    ("@a=1 :alice PRIVMSG bob :x", Parts("PRIVMSG", ["bob", "x"], source: "alice", tags: "a=1")),
    ("@a=:b PING", Parts("PING", tags: "a=:b")),
    ("@ PING x", Parts("PING", ["x"])),
    (": PING x", Parts("PING", ["x"])),
    ("USER a 0 * :Ünï 漢字", Parts("USER", ["a", "0", "*", "Ünï 漢字"])),
    ("\tPING", Parts("\tPING")),
    ("PING\ta b", Parts("PING\ta", ["b"])),
  ]

  @Test("tags, source, command and parameters are told apart", arguments: table)
  private func parts(line: String, parts: Parts) {
    #expect(Parts(parsing: Array(line.utf8)) == parts)
  }

  @Test(
    "several blanks count as one, before, between and behind the parts",
    arguments: [
      ("  PING", Parts("PING")),
      ("PING   a   b", Parts("PING", ["a", "b"])),
      ("PING a   ", Parts("PING", ["a"])),
      ("PING   ", Parts("PING")),
      ("PING a   :b  c", Parts("PING", ["a", "b  c"])),
      ("@t=1   :s   PING   x", Parts("PING", ["x"], source: "s", tags: "t=1")),
      ("  @t=1 PING", Parts("PING", tags: "t=1")),
    ])
  private func blanks(line: String, parts: Parts) {
    #expect(Parts(parsing: Array(line.utf8)) == parts)
  }

  @Test(
    "a line without a command is no message",
    arguments: [
      "", " ", "    ", "@", "@a=1", "@a=1 ", ":", ":source", ":source  ", "@a=1 :source", "@a=1 :source ",
    ])
  func noCommand(line: String) {
    #expect(Parts(parsing: Array(line.utf8)) == nil)
  }

  @Test("fifteen parameters are the most: the last takes the rest with its blanks")
  func mostParameters() {
    let words = Self.fourteen.joined(separator: " ")
    let table = [
      ("X \(words)", Self.fourteen),
      ("X \(words) 15", Self.fourteen + ["15"]),
      ("X \(words) :15 16", Self.fourteen + ["15 16"]),
      ("X \(words) 15 16 :17", Self.fourteen + ["15 16 :17"]),
      ("X \(words)   15 16 ", Self.fourteen + ["15 16 "]),
      ("X \(words)  ", Self.fourteen),
      ("X \(words) :", Self.fourteen + [""]),
    ]
    for (line, parameters) in table {
      #expect(Parts(parsing: Array(line.utf8)) == Parts("X", parameters), "\(line)")
    }
  }

  @Test("a parameter that the message lacks is empty")
  func missingParameter() throws {
    let bytes = Array("PING a".utf8)
    let view = try message(bytes)
    #expect(view[0] == ByteRange(5, 6))
    #expect(view[1] == .none)
    #expect(view[14] == .none)
    #expect(view[15] == .none)
  }

  @Test("bytes that are not UTF-8 and control bytes stand where they stood")
  func odditiesAreKept() throws {
    let bytes: [UInt8] = Array("PING :".utf8) + [0xFF, 0x00, 0x0D, 0xC3]
    let view = try message(bytes)
    #expect(view[0] == ByteRange(6, 10))
  }

  @Test("the longest line that the wire allows can be viewed")
  func longest() throws {
    let tags = "@a=" + String(repeating: "x", count: WireLimit.tags - 4) + " "
    let body = "PING :" + String(repeating: "y", count: WireLimit.body - 6)
    let bytes = Array((tags + body).utf8)
    #expect(bytes.count == WireLimit.line)
    let view = try message(bytes)
    #expect(view.tags.count == WireLimit.tags - 2)
    #expect(view[0].count == WireLimit.body - 6)
  }
}
