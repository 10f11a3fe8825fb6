import Testing

@Suite("Names and rooms that look alike")
struct LookalikeTests {
  @Test(
    "a name in letters of another script is refused, and the error says whose it looks like",
    arguments: ["\u{430}lice", "ALIC\u{415}", "\u{ff41}\u{ff4c}ice"])
  func name(impostor: String) throws {
    try withServer { server in
      _ = try server.join("alice")
      let refused = try server.run("join", "-u", impostor, input: "give me the keys\n")
      #expect(refused.status == 73)
      #expect(
        refused.errors
          == "chatnet: join: \(impostor): this name is taken: people would take it for alice\n")
    }
  }

  @Test("a room is one in both normal forms, and send and join find it in each")
  func room() throws {
    try withServer { server in
      let alice = try server.join("alice", "-r", "caf\u{e9}")
      let bob = try server.join("bob", "-r", "cafe\u{301}")
      let sent = try server.run("send", "-u", "carol", "-r", "cafe\u{301}", "-m", "two forms")
      #expect(sent.status == 0 && sent.errors == "")
      for participant in [alice, bob] {
        let record = try #require(
          try participant.records { $0.event == "message" && $0.text == "two forms" }.last)
        // To Swift the two spellings are one string.
        #expect(Array(record.to.utf8) == Array("#caf\u{e9}".utf8))
      }
      #expect(try server.run("who", "-r", "cafe\u{301}").output == "alice\nbob\n")
    }
  }

  @Test("a room with a character that nobody sees is refused, and the error names it")
  func unseen() throws {
    try withServer { server in
      let refused = try server.run("join", "-u", "bob", "-r", "lobby\u{3164}", input: "hi\n")
      #expect(refused.status == 65)
      #expect(refused.errors.contains("a room's name has no U+3164, which nobody sees"))
      let serve = try server.run("serve", "-p", "0", "--room", "a\u{2800}")
      #expect(serve.status == 64)
      #expect(serve.errors.contains("a room's name has no U+2800, which nobody sees"))
    }
  }

  @Test("what is sent to a name in another normal form reaches it")
  func decomposed() throws {
    try withServer { server in
      let zoe = try server.join("zo\u{eb}")
      #expect(try server.run("send", "-u", "bob", "-m", "hi", "zoe\u{308}").status == 0)
      try zoe.records { $0.event == "message" && $0.from == "bob" && $0.text == "hi" }
      #expect(try server.run("who", "-q", "zoe\u{308}").status == 0)
    }
  }

  @Test("nobody is NickServ, and who writes to it is told that there is none")
  func service() throws {
    try withServer { server in
      #expect(try server.run("join", "-u", "NickServ", input: "").status == 73)
      let sent = try server.run("send", "-u", "bob", "-m", "identify secret", "NickServ")
      #expect(sent.status == 67)
      #expect(sent.errors.contains("NickServ: no such user: this server has no services"))
      let client = try server.connect(as: "carol", capabilities: "standard-replies")
      try client.send("PRIVMSG NickServ :identify secret")
      _ = try client.expect("NOTE")
    }
  }
}
