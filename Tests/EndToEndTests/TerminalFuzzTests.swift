import TestSupport
import Testing

@Suite("a server that says anything to a join on a terminal")
struct TerminalFuzzTests {
  @Test(
    "the terminal gets no control but chatnet's own, and the bell where it is due",
    arguments: [("always", 1), ("never", 2), ("always", 3)] as [(String, UInt64)])
  func anything(color: String, seed: UInt64) throws {
    let server = try ScriptedServer()
    let terminal = try PseudoTerminal(
      [Programs.chatnet, "join", "-u", "alice", "-s", server.address, "--color", color],
      environment: server.environment)
    try server.admit(members: ["bob"])
    try terminal.screen.take(through: "alice> ")
    var noise = Noise(seed: seed)
    for round in 1...40 {
      try server.write((0..<25).flatMap { _ in noise.line() })
      try terminal.type("w")
      try server.say(":zed!u@h NOTICE alice :that was round \(round)")
      try terminal.screen.take(through: "that was round \(round)")
    }
    let bells = terminal.screen.everyByte.count { $0 == 0x07 }
    try server.say(":zed!u@h PRIVMSG \(noise.ownName) :hello", ":zed!u@h NOTICE alice :that was all")
    try terminal.screen.take(through: "that was all")
    #expect(terminal.screen.everyByte.count { $0 == 0x07 } == bells + 1)
    try terminal.type("\u{15}\u{4}")
    try terminal.screen.readAll()
    #expect(try terminal.process.exitStatus() == 0)
    let fault = TerminalGrammar.fault(in: terminal.screen.everyByte)
    #expect(fault == nil)
    // What was sent has been shown, only otherwise.
    #expect(terminal.screen.everything.contains(#"\x1B[2J"#))
    if color == "never" { #expect(!terminal.screen.everything.contains(/\u{1B}\[[0-9;]*m/)) }
    #expect(terminal.echoesWholeLines)
  }

  @Test(
    "what would be found is found",
    arguments: [
      "\u{1B}[2J", "\u{1B}]0;t\u{7}", "\u{1B}c", "\u{9B}m", "\u{E}", "\u{202E}", "\u{200B}", "\u{1B}[5m",
      "\u{1B}[A;B",
      "\u{1B}[0A", "\u{1B}[38;2;1;2;3m", "\u{1B}[m", "\u{1B}", "\u{2029}",
    ])
  func teeth(bytes: String) {
    let fault = TerminalGrammar.fault(in: Array("a\(bytes)b".utf8))
    #expect(fault != nil)
  }

  @Test("a text of 65,536 characters is shown, in any of them", arguments: ["a", "\u{1B}", "\u{301}", "林"])
  func longText(character: String) throws {
    let server = try ScriptedServer()
    let terminal = try PseudoTerminal(
      [Programs.chatnet, "join", "-u", "alice", "-s", server.address], environment: server.environment)
    try server.admit()
    try server.say(
      ":bob!u@h PRIVMSG #lobby :\(String(repeating: character, count: 65_536))",
      ":bob!u@h PRIVMSG #lobby :behind it")
    try terminal.screen.take(through: "behind it")
    let fault = TerminalGrammar.fault(in: terminal.screen.everyByte)
    #expect(fault == nil)
  }
}

/// Lines of a server that knows no shame; the same for the same seed.
private struct Noise {
  /// The client's name, which the noise leaves alone.
  let ownName = "alice"
  private var random: SeededGenerator

  private static let pieces: [[UInt8]] =
    [
      "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{1B}[31m", "\u{1B}P$q\u{1B}\\", "\u{1B}c", "\u{9B}31m",
      "\u{202E}", "\u{2066}",
      "\u{200B}", "\u{E0041}", "\u{2028}", "\u{85}", "\u{8}\u{8}", "\u{E}", "\u{5}", "\t", "\u{7F}", "\u{2}",
      "\u{3}4,2",
      "\u{4}ff0000", "\u{16}", "\u{1D}", "\u{1E}", "\u{F}", "\u{1}ACTION ",
      "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
      "bob", "#lobby", "#x", "+o", "@", "林", "👩\u{200D}👧", "e\u{301}", " ", "a.net b.net", "-- bob left",
    ].map { Array($0.utf8) } + [
      [0x9B], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0x8A], [0xE2, 0x80], [0x00], [0x1B], [0x07],
    ]
  private static let verbs = [
    "PRIVMSG #lobby", "PRIVMSG", "NOTICE #lobby", "NOTICE", "JOIN", "JOIN #lobby", "PART #lobby", "QUIT",
    "NICK",
    "KICK #lobby bob", "TOPIC #lobby", "TOPIC", "MODE #lobby", "AWAY", "INVITE alice", "FAIL", "WARN", "NOTE",
    "301 alice",
    "311 alice", "312 alice", "317 alice", "319 alice", "322 alice", "332 alice", "352 alice", "353 alice =",
    "366 alice",
    "367 alice", "372 alice", "401 alice", "404 alice", "482 alice", "671 alice", "900 alice", "999 alice",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  /// A line with its end, from anybody but the client itself.
  mutating func line() -> [UInt8] {
    let source = next(4) == 0 ? text().filter { $0 != 0x20 } : Array("bob!u@h".utf8)
    let verb = Noise.verbs[next(Noise.verbs.count)]
    let parameter = next(3) == 0 ? [0x20] + text().filter { $0 != 0x20 } : []
    let line = Array(":".utf8) + source + Array(" \(verb)".utf8) + parameter + Array(" :".utf8) + text()
    return line.filter { $0 != 0x0A && $0 != 0x0D } + [0x0D, 0x0A]
  }

  private mutating func text() -> [UInt8] {
    (0..<next(8)).flatMap { _ in next(4) == 0 ? [UInt8(next(256))] : Noise.pieces[next(Noise.pieces.count)] }
  }

  /// A number below the bound.
  private mutating func next(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
}
