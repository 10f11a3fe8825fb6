import Testing

@Suite("what join shows on a terminal", .serialized)
struct TerminalPageTests {
  @Test("at the start each room's topic and who is there stand below the connection")
  func start() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#lobby")
      try bob.join("#ops")
      try bob.send("TOPIC #ops :all about servers")
      _ = try bob.messagesUntilNow()
      let alice = try server.screen("join", "-u", "alice", "-r", "lobby", "-r", "ops")
      let lines = try alice.wait(for: "the prompt") { $0.last?.hasPrefix("#lobby alice>") == true }
      #expect(
        lines.dropFirst().dropLast().map { $0.dropFirst(6) } == [
          "-- connected to chatnet as alice", "-- in #lobby: alice, bob",
          "-- the topic of #ops: all about servers",
          "-- in #ops: alice, bob",
        ])
      try bob.send("PRIVMSG #ops :hi ops", "PRIVMSG #lobby :hi lobby", "PRIVMSG alice :hi alice")
      try alice.wait(for: "each line's room") { lines in
        ["#ops [bob]: hi ops", "#lobby [bob]: hi lobby", " [bob -> alice]: hi alice"].allSatisfy { end in
          lines.contains { $0.hasSuffix(end) }
        }
      }
    }
  }

  @Test("what others do reads as sentences")
  func sentences() throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join("#ops")
      let alice = try server.screen("join", "-u", "alice", "-r", "ops")
      try bob.expect("JOIN") { $0.name == "alice" }
      try bob.send("MODE #ops +o alice", "TOPIC #ops :news", "AWAY :lunch", "AWAY", "INVITE alice #else")
      try bob.send(
        "NICK robert", "PRIVMSG #ops :\u{1}ACTION waves\u{1}", "NOTICE #ops :careful",
        "KICK #ops alice :too loud")
      let lines = try alice.wait(for: "too loud")
      let told = lines.map { $0.dropFirst(6) }
      for sentence in [
        "-- bob set mode +o alice on #ops", "-- bob set the topic of #ops: news", "-- bob is away (lunch)",
        "-- bob is back", "-- bob is now called robert", "* robert waves", "-robert- careful",
        "-- robert put alice out of #ops (too loud)",
      ] {
        #expect(told.contains(Substring(sentence)), "\(sentence)")
      }
    }
  }

  @Test("a long list is cut short, crowds are one line each, and speech stays between them")
  func crowds() throws {
    let names = (100..<300).map { "n\($0)" }
    let (server, alice) = try scripted(members: Array(names.prefix(60)))
    try alice.wait(for: "and 41 more; /who lists them")
    try server.say(names.suffix(12).map { ":\($0)!u@h JOIN #lobby" } + [":bob!u@h PRIVMSG #lobby :so many"])
    try alice.wait(for: "the crowd") { lines in
      lines.contains { $0.hasSuffix("-- 12 joined #lobby: n288, n289, n290 and 9 more") }
        && lines.contains { $0.hasSuffix("[bob]: so many") }
    }
    try server.say(names.suffix(12).map { ":\($0)!u@h QUIT :a.example b.example" } + [":carol!u@h QUIT :bye"])
    let lines = try alice.wait(for: "the split") {
      $0.contains { $0.contains("carol left (bye)") || $0.contains("13 left") }
    }
    #expect(lines.contains { $0.hasSuffix("-- 13 left: n288, n289, n290 and 10 more") })
  }

  @Test("lines of another day stand below their date, and today's below today's")
  func days() throws {
    let (server, alice) = try scripted()
    try alice.wait(for: "in #lobby")
    try server.say(
      "@time=2001-02-03T04:05:06.000Z :bob!u@h PRIVMSG #lobby :long ago", ":bob!u@h PRIVMSG #lobby :today")
    let lines = try alice.wait(for: "[bob]: today")
    let date = try #require(lines.firstIndex(of: "-- 2001-02-03"))
    #expect(lines[date + 1] == "04:05 [bob]: long ago")
    #expect(lines[date + 2].contains(/^-- 20[0-9]{2}-[0-9]{2}-[0-9]{2}$/))
    #expect(lines[date + 3].hasSuffix("[bob]: today"))
  }

  @Test("after an outage a line tells where the unread ones begin")
  func outage() throws {
    let folder = try TemporaryFolder()
    let first = try ChatServer(folder: folder)
    let alice = try first.screen("join", "-u", "alice", "-s", "127.0.0.1:\(first.port)")
    try alice.wait(for: "alice>")
    #expect(try first.stop().status == 0)
    try alice.wait(for: "the time at which it is tried to get it back") {
      $0.contains { $0.contains(/^[0-9]{2}:[0-9]{2} -- trying to get the connection back$/) }
    }
    let second = try ChatServer(port: "\(first.port)", folder: folder)
    let lines = try alice.wait(for: "the line between") {
      $0.contains { $0.contains(/^-- ── lost at [0-9:]{5}, back at [0-9:]{5} ──$/) }
    }
    let bob = try second.connect(as: "bob")
    try bob.join()
    try bob.send("PRIVMSG #lobby :news")
    let after = try alice.wait(for: "[bob]: news")
    #expect(!after.contains { $0.contains("alice joined") })
    #expect(lines.count < after.count)
    #expect(try second.stop().status == 0)
  }

  @Test("the lines of a text of several stand below each other, and no one of them looks like a record")
  func severalLines() throws {
    try withServer { server in
      let alice = try server.screen("join", "-u", "alice")
      try alice.wait(for: "alice>")
      let sent = try server.run("send", "--whole", input: "one\n-- bob left #lobby\n[bob]: three\n")
      #expect(sent.status == 0)
      let lines = try alice.wait(for: "[bob]: three")
      let first = try #require(lines.firstIndex { $0.hasSuffix("]: one") })
      let indentation = String(repeating: " ", count: lines[first].count - 3)
      #expect(lines[first + 1] == indentation + "-- bob left #lobby")
      #expect(lines[first + 2] == indentation + "[bob]: three")
    }
  }

  @Test(
    "the codes of IRC formatting are the terminal's where there are colours, and left out where there are none",
    arguments: [
      (["--color", "always"], [:], true), (["--color", "never"], [:], false), ([], [:], true),
      ([], ["NO_COLOR": "1"], false), ([], ["TERM": "dumb"], false),
    ] as [([String], [String: String], Bool)])
  func formatting(options: [String], variables: [String: String], hasColour: Bool) throws {
    let server = try ScriptedServer()
    let terminal = try PseudoTerminal(
      [Programs.chatnet, "join", "-u", "alice", "-s", server.address, "--no-timestamps"] + options,
      environment: server.environment.merging(variables) { $1 })
    try server.admit()
    try server.say(
      ":bob!u@h PRIVMSG #lobby :a \u{2}bold\u{2} \u{3}4,2red", ":bob!u@h PRIVMSG #lobby :behind it")
    try terminal.screen.take(through: "behind it")
    let shown = hasColour ? "a \u{1B}[0;1mbold\u{1B}[0m \u{1B}[0;91;44mred\u{1B}[0m" : "]: a bold red"
    #expect(terminal.screen.everything.contains(shown))
    #expect(terminal.screen.everything.contains(/\u{1B}\[[0-9;]*m/) == hasColour)
  }

  @Test(
    "a mention is marked with colours and without",
    arguments: [
      ([:], "\u{1B}[1;7malice: look\u{1B}[0m"), (["NO_COLOR": "1"], "[bob]: \u{1B}[1malice: look\u{1B}[0m"),
      (["TERM": "dumb"], "[bob!]: alice: look"),
    ] as [([String: String], String)])
  func mention(variables: [String: String], shown: String) throws {
    try withServer { server in
      let bob = try server.connect(as: "bob")
      try bob.join()
      let alice = try server.joinTerminal("alice", "--no-timestamps", with: variables)
      try bob.send("PRIVMSG #lobby :alice: look")
      try alice.screen.take(through: shown)
    }
  }

  @Test("in a pipe text has colours only with --color always, and records keep the codes")
  func pipes() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let text = try server.start(
        "join", "-u", "alice", "--format", "text", "--color", "always", "--no-input", "--count", "1")
      let plain = try server.start("join", "-u", "carol", "--format", "text", "--no-input", "--count", "1")
      let rows = try server.join("bob", "--no-input", "--count", "1")
      var missing: Set = ["alice", "carol"]
      while !missing.isEmpty { missing.remove(try watcher.expect("JOIN").name) }
      let sent = try server.run("send", input: "\u{2}hi\u{2}!\n")
      #expect(sent.status == 0)
      let heard = try rows.records { $0.event == "message" }
      #expect(heard.last?.text == #"\x02hi\x02!"#)
      let coloured = try text.result().output
      let uncoloured = try plain.result().output
      #expect(coloured.contains("\u{1B}[0;1mhi\u{1B}[0m!"))
      #expect(uncoloured.contains("]: hi!") && !uncoloured.contains("\u{1B}"))
    }
  }

  /// A `join` on a screen that has come into the lobby of a server which says what the test lets it say.
  private func scripted(members: [String] = []) throws -> (ScriptedServer, TerminalScreen) {
    let server = try ScriptedServer()
    let screen = try TerminalScreen(
      [Programs.chatnet, "join", "-u", "alice", "-s", server.address], environment: server.environment,
      columns: 200)
    try server.admit(members: members)
    return (server, screen)
  }
}
