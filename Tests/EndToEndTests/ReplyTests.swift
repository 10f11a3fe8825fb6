import Testing

@Suite("send --reply")
struct ReplyTests {
  /// Sends with `--reply` and gives the process once the addressee has the message.
  private func ask(_ server: ChatServer, _ bob: Participant, _ options: String...) throws -> ChildProcess {
    let send = try server.start(
      [Programs.chatnet, "send", "-u", "alice", "--reply", "20", "-m", "ping"] + options)
    try bob.records { $0.text == "ping" }
    return send
  }

  @Test("prints the answer as it is but for what a terminal would obey, and ends with 0")
  func answer() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let send = try ask(server, bob, "bob")
      let stranger = try server.connect(as: "stranger")
      try stranger.send("PRIVMSG alice :not the one")
      _ = try stranger.messagesUntilNow()
      try bob.type("@alice \u{1B}[31mpong\\")
      #expect(try send.result() == .init(status: 0, output: #"\x1B[31mpong\"# + "\n", errors: ""))
    }
  }

  @Test("prints a record where a form is asked for")
  func record() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let send = try ask(server, bob, "--format", "tsv", "bob")
      try bob.type("@alice pong")
      let line = try #require(try send.output.line())
      #expect(try Record(line: line) == Record("message", from: "bob", to: "alice", text: "pong"))
      #expect(try send.result().status == 0)
    }
  }

  @Test("an answer of several lines is printed in its lines")
  func lines() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let send = try ask(server, bob, "bob")
      let answer = try server.run(
        "send", "-u", "bob", "-s", "unix:\(server.socket)", "--whole", "alice", input: "a\nb\n")
      #expect(answer.status == 0)
      #expect(try send.result() == .init(status: 0, output: "a\nb\n", errors: ""))
    }
  }

  @Test("for a room anybody's private message is the answer")
  func room() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let send = try ask(server, bob, "#lobby")
      try bob.type("to all")
      try bob.type("@alice to you")
      #expect(try send.result() == .init(status: 0, output: "to you\n", errors: ""))
    }
  }

  @Test("no answer in time is 75, and who has not answered is named")
  func late() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let sent = try server.run("send", "-u", "alice", "--reply", "0.2", "-m", "ping", "bob")
      #expect(sent.status == 75)
      #expect(sent.output == "")
      #expect(
        sent.errors == "chatnet: send: bob: no answer in 0.2 s\nchatnet: send: 1 message went through\n")
    }
  }

  @Test("who waits for an answer is in no list all the same")
  func unseen() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let send = try ask(server, bob, "bob")
      #expect(try server.run("who").output == "bob\n")
      try bob.type("@alice pong")
      #expect(try send.result().status == 0)
    }
  }

  @Test("works at a server that knows nothing of it")
  func foreign() throws {
    let network = try IRCNetwork()
    let bob = Participant(try network.start("join", "-u", "bob", "-r", "lobby"))
    try bob.records { $0.event == "ready" }
    let send = try network.start("send", "-u", "alice", "--reply", "20", "-m", "ping", "bob")
    try bob.records { $0.text == "ping" }
    try bob.type("@alice pong")
    #expect(try send.result(by: .seconds(40)) == .init(status: 0, output: "pong\n", errors: ""))
  }
}
