import Testing

@Suite("The commands of join, in a pipe")
struct ChatCommandTests {
  @Test("an operator bans, lists the bans, makes others operators and puts them out")
  func operating() throws {
    try withServer { server in
      let alice = try server.join("alice", "-r", "ops")
      // Over TCP: over the socket bob would be the same login, whose room it is.
      let bob = try server.join("bob", "-r", "ops", "-p", "\(server.port)")
      for line in [
        "/ban carol", "/ban *!*@*.example", "/ban", "/unban carol", "/op bob", "/deop bob",
        "/kick bob too loud",
      ] {
        try alice.type(line)
      }
      let expected = ["+b carol!*@*", "+b *!*@*.example", "-b carol!*@*", "+o bob", "-o bob"].map {
        Record("mode", from: "alice", to: "#ops", text: $0)
      }
      let heard = try bob.records(through: Record("kick", from: "alice", to: "#ops", text: "bob too loud"))
      #expect(heard.filter { $0.event == "mode" } == expected)
      let left = try alice.leave()
      #expect(left.status == 0)
      #expect(left.errors.contains("chatnet: join: #ops: carol!*@* is banned (by alice, 20"))
      #expect(left.errors.contains("chatnet: join: #ops: *!*@*.example is banned (by alice, 20"))
    }
  }

  @Test("who is no operator is told so, and who is banned stays out")
  func notOperating() throws {
    try withServer { server in
      let alice = try server.join("alice", "-r", "ops")
      // Over TCP: over the socket bob would be the same login, whose room it is.
      let bob = try server.join("bob", "-r", "ops", "-p", "\(server.port)")
      try bob.type("/ban alice")
      let left = try bob.leave()
      #expect(left.status == 77)
      #expect(left.errors == "chatnet: join: #ops: only an operator of the room may do this\n")
      try alice.type("/ban bob")
      try alice.records { $0.event == "mode" }
      let again = try server.run("join", "-u", "bob", "-r", "ops", "-p", "\(server.port)")
      #expect(again.status == 77)
      #expect(again.errors.contains("#ops: you are banned"), "\(again.errors)")
    }
  }

  @Test("a word that is no command is an error that names the one that was meant")
  func suggestion() throws {
    try withServer { server in
      let result = try server.run("join", "-u", "alice", input: "/mee waves\n")
      #expect(result.status == 65)
      #expect(
        result.errors
          == "chatnet: join: /mee: unknown command (did you mean /me?); /help lists them, and //mee says it\n"
      )
    }
  }

  @Test("help explains all, or one with an example")
  func help() throws {
    try withServer { server in
      let result = try server.run("join", "-u", "alice", input: "/help all\n/help KICK\n/help nothing\n")
      #expect(result.status == 65)
      #expect(result.errors.contains("chatnet: join: /history [ROOM] [N]  "))
      #expect(result.errors.contains("chatnet: join: example: /kick bob too loud   (also /k)\n"))
      #expect(result.errors.hasSuffix("chatnet: join: nothing: unknown command; /help lists them\n"))
    }
  }

  @Test("a reply goes to whoever wrote in private last")
  func reply() throws {
    try withServer { server in
      let alice = try server.join("alice")
      let bob = try server.join("bob")
      try bob.type("@alice psst")
      try alice.records(through: Record("message", from: "bob", to: "alice", text: "psst"))
      try bob.type("/nick robert")
      try alice.records { $0.event == "nick" }
      try alice.type("/reply what is it?")
      try bob.records(through: Record("message", from: "alice", to: "robert", text: "what is it?"))
    }
  }

  @Test("what a server or a pipe cannot do is said in one line, and what follows is done")
  func cannot() throws {
    try withServer { server in
      let result = try server.run(
        "join", "-u", "alice",
        input: "/login alice pw\n/register\n/register * pw\n/history\n/history x\n/ignore bob\nhi\n")
      #expect(result.status == 77)
      #expect(
        result.errors.split(separator: "\n") == [
          "chatnet: join: /login: this server has no accounts to log in to",
          "chatnet: join: /register: this server makes no accounts",
          "chatnet: join: /register: this server makes no accounts",
          "chatnet: join: #lobby: this server keeps no history",
          "chatnet: join: x: this server keeps no history",
          "chatnet: join: /ignore: only on a terminal: a pipe loses nothing, what reads it can choose",
        ])
      let sent = try result.output.split(separator: "\n").map { try Record(line: String($0)) }.last
      #expect(sent == Record("sent", from: "alice", to: "#lobby", text: "hi"))
    }
  }

  @Test("another's server understands the commands of operators too")
  func foreignServer() throws {
    let network = try IRCNetwork()
    let alice = try Participant(network.start("join", "-u", "alice", "-r", "ops"))
    try alice.records { $0.event == "ready" }
    let bob = try Participant(network.start("join", "-u", "bob", "-r", "ops"))
    try bob.records { $0.event == "ready" }
    for line in ["/op bob", "/ban carol", "/ban", "/login alice pw", "/kick bob too loud"] {
      try alice.type(line)
    }
    let heard = try bob.records(through: Record("kick", from: "alice", to: "#ops", text: "bob too loud"))
    #expect(heard.filter { $0.event == "mode" }.map(\.text) == ["+o bob", "+b carol!*@*"])
    let left = try alice.leave()
    #expect(left.status == 77)
    #expect(left.errors.contains("#ops: carol!*@* is banned (by alice, "))
    #expect(left.errors.contains("/login: this server has no accounts to log in to"))
  }
}
