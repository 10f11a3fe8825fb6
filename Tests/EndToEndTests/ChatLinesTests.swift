import Testing

@Suite("What a typed or piped line means")
struct ChatLinesTests {
  @Test("private lines reach bob alone, the others the room, a mistyped name nobody")
  func session() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let carol = try server.join("carol")
      let alice = try server.shell(
        #"""
        printf '@bob one\nbob:two\n!msg bob three\nto all\nbob: open\nnobdy:secret\n   \nwho\nexit\n' \
        | chatnet join -u alice
        """#)
      #expect(alice.status == 67)
      #expect(alice.errors.contains("nobdy"))
      let list = try alice.output.split(separator: "\n").map { try Record(line: String($0)) }
      #expect(list.filter { $0.event == "user" }.map(\.from).sorted() == ["alice", "bob", "carol"])

      let arrival = Record("join", from: "alice", to: "#lobby")
      let toAll = [
        Record("message", from: "alice", to: "#lobby", text: "to all"),
        Record("message", from: "alice", to: "#lobby", text: "bob: open"),
      ]
      let toBob = ["one", "two", "three"].map { Record("message", from: "alice", to: "bob", text: $0) }
      for (listener, expected) in [(bob, toBob + toAll), (carol, toAll)] {
        let heard = try listener.records(awaiting: "alice's departure") {
          $0.event == "quit" && $0.from == "alice"
        }
        #expect(heard.messages == expected)
        #expect(heard.contains(arrival))
        #expect(!heard.contains { $0.text.contains("secret") })
      }
    }
  }

  private enum Kind: String { case message, notice, action }

  /// A line of alice's and what bob gets of it.
  private static let heard: [(line: String, kind: Kind, to: String, text: String)] = [
    ("hi", .message, "#lobby", "hi"),
    ("  blanks around  ", .message, "#lobby", "blanks around"),
    ("a CR at the end\r", .message, "#lobby", "a CR at the end"),
    ("@bob: with a colon", .message, "bob", "with a colon"),
    ("@bob   many blanks", .message, "bob", "many blanks"),
    ("/msg bob with a slash", .message, "bob", "with a slash"),
    ("BOB:in capitals", .message, "bob", "in capitals"),
    ("bob: with a blank", .message, "#lobby", "bob: with a blank"),
    ("http://example.org/", .message, "#lobby", "http://example.org/"),
    ("std::vector", .message, "#lobby", "std::vector"),
    ("10:30 we meet", .message, "#lobby", "10:30 we meet"),
    ("//slash", .message, "#lobby", "/slash"),
    ("/say exit", .message, "#lobby", "exit"),
    ("/say /me", .message, "#lobby", "/me"),
    ("/me waves", .action, "#lobby", "waves"),
    ("/notice bob look", .notice, "bob", "look"),
    ("漢字 😀 ünï", .message, "#lobby", "漢字 😀 ünï"),
  ]

  @Test("each form of a line is what the manual says")
  func forms() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.join("alice")
      for form in Self.heard { try alice.type(form.line) }
      let last = Record("message", from: "alice", to: "#lobby", text: "the last")
      try alice.type("the last")
      let heard = try bob.records(through: last).messages
      let expected = Self.heard.map { Record($0.kind.rawValue, from: "alice", to: $0.to, text: $0.text) }
      #expect(heard == expected + [last])
      let left = try alice.leave()
      #expect(left.status == 0, "\(left.errors)")
    }
  }

  @Test(
    "an error sends nothing, says so, and does not stop what follows",
    arguments: [
      ("@nobody hi", Int32(67), "nobody"), ("/msg nobody hi", 67, "nobody"), ("nobody:hi", 67, "nobody"),
      ("/unknown hi", 65, "/unknown"), ("server:hi", 65, "server:"), ("/invite bob #a,#b", 65, "one room"),
    ])
  func errors(line: String, status: Int32, named: String) throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.join("alice")
      try alice.type(line)
      try alice.type("the last")
      let last = Record("message", from: "alice", to: "#lobby", text: "the last")
      #expect(try bob.records(through: last).messages == [last])
      let left = try alice.leave()
      #expect(left.status == status)
      #expect(left.errors.hasPrefix("chatnet: join: "))
      #expect(left.errors.contains(named))
    }
  }

  @Test("with --literal every line is text")
  func literal() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let lines = ["@bob x", "bob:x", "/me y", "/unknown", "who", "exit", "//z", "!logout"]
      let alice = try server.run(
        "join", "-u", "alice", "--literal", input: lines.map { $0 + "\n" }.joined())
      #expect(alice.status == 0, "\(alice.errors)")
      let heard = try bob.records(awaiting: "alice's departure") { $0.event == "quit" }
      #expect(heard.messages == lines.map { Record("message", from: "alice", to: "#lobby", text: $0) })
    }
  }

  @Test("rooms are joined, spoken in and left by line")
  func rooms() throws {
    try withServer(["--room-modes", "n"]) { server in
      let bob = try server.join("bob", "-r", "#lobby", "-r", "ops")
      let alice = try server.join("alice")
      for line in [
        "/join #ops", "in ops", "/topic a new topic", "/room #lobby", "in the lobby", "/part #ops",
      ] {
        try alice.type(line)
      }
      try alice.type("/nick alison")
      try alice.type("/quit see you")
      let heard = try bob.records(awaiting: "the departure") { $0.event == "quit" }
      let expected = [
        Record("join", from: "alice", to: "#ops"),
        Record("message", from: "alice", to: "#ops", text: "in ops"),
        Record("topic", from: "alice", to: "#ops", text: "a new topic"),
        Record("message", from: "alice", to: "#lobby", text: "in the lobby"),
        Record("part", from: "alice", to: "#ops"),
        Record("nick", from: "alice", text: "alison"),
      ]
      #expect(heard.filter { record in expected.contains(record) } == expected)
      #expect(heard.last?.from == "alison")
      #expect(heard.last?.text.contains("see you") == true)
      #expect(try alice.leave().status == 0)
    }
  }

  @Test(
    "who, !who, /who and server:who list who is here, oneself included",
    arguments: ["who", "!who", "/who", "server:who"])
  func who(line: String) throws {
    try withServer { server in
      _ = try server.join("bob")
      let alice = try server.join("alice")
      try alice.type(line)
      let list = try alice.records(awaiting: "the end of the list") { $0.event == "end" }
      #expect(list.filter { $0.event == "user" }.map(\.from).sorted() == ["alice", "bob"])
      #expect(list.last?.text == "user")
    }
  }

  @Test("exit, !logout, /quit and server:exit leave", arguments: ["exit", "!logout", "/quit", "server:exit"])
  func exit(line: String) throws {
    try withServer { server in
      let alice = try server.join("alice")
      try alice.type(line)
      #expect(try alice.child.result().status == 0)
    }
  }

  @Test("in a pipe a word:text that was an error goes to nobody who comes under that name later")
  func unmetName() throws {
    try withServer { server in
      let alice = try server.join("alice")
      try alice.type("error:disk full")
      let refused = try alice.records { $0.event == "error" }.last
      #expect(refused?.text.contains("chatnet send, or --literal") == true)
      let error = try server.join("error")
      try alice.records { $0.event == "join" && $0.from == "error" }
      try alice.type("error:disk full again")
      let later = try alice.records { $0.event == "error" }.last
      #expect(later?.text.hasPrefix("an earlier line spoke to this name when nobody had it") == true)
      try alice.type("@error hello")
      let heard = try error.records { $0.event == "message" }
      #expect(heard.last?.text == "hello")
      #expect(try alice.leave().status == 67)
    }
  }
}
