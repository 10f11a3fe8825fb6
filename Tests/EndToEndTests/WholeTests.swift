import Testing

@Suite("send --whole")
struct WholeTests {
  @Test("all of the input is one message, for people and rooms; clients without such messages get its lines")
  func whole() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let plain = try server.connect(as: "plain")
      try plain.join()
      let sent = try server.run(
        "send", "-u", "alice", "--whole", "bob", "#lobby", input: "one\r\n\n  two\n\n")
      #expect(sent == .init(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "alice", to: "bob", text: #"one\n\n  two"#))
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: #"one\n\n  two"#))
      #expect(try plain.expect("PRIVMSG").parameters.last == "one")
      #expect(try plain.expect("PRIVMSG").parameters.last == "  two")
    }
  }

  @Test("with -m a text of several lines is one message, and without --whole it is several")
  func message() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      #expect(try server.run("send", "-u", "alice", "--whole", "-m", "one\ntwo\n", "bob").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "bob", text: #"one\ntwo"#))
      #expect(try server.run("send", "-u", "alice", "-m", "three\nfour", "bob").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "three"))
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "four"))
    }
  }

  @Test("a line that is too long for one line of the protocol arrives whole, and so do blanks and characters")
  func longLine() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let text = String(repeating: "漢字 ", count: 400) + "end"
      let sent = try server.run(
        "send", "-u", "alice", "--print-id", "--whole", "bob", input: "first\n\(text)\n")
      #expect(sent.status == 0)
      #expect(sent.output.split(separator: "\n").count == 1)
      try bob.records(through: Record("message", from: "alice", to: "bob", text: #"first\n"# + text))
    }
  }

  @Test(
    "too much for the server is refused with 65, how long it is and what the limit is, and nothing is sent")
  func tooLong() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let bytes = String(repeating: String(repeating: "x", count: 999) + "\n", count: 100)
      let long = try server.run("send", "-u", "alice", "--whole", "bob", "#lobby", input: bytes)
      let error = "chatnet: send: too long for one message: 99999 bytes, of which the server takes 65536\n"
      #expect(long == .init(status: 65, output: "", errors: error))
      let lines = try server.run(
        "send", "-u", "alice", "--whole", "bob", input: String(repeating: "x\n", count: 1001))
      #expect(lines.status == 65)
      #expect(lines.errors.contains("1001 lines, of which the server takes 1000"))
      #expect(try server.run("send", "-u", "alice", "-m", "the end", "bob").status == 0)
      let heard = try bob.records { $0.text == "the end" }
      #expect(heard.messages.count == 1)
    }
  }

  @Test("a server without such messages gets the lines, and a line on standard error says so")
  func foreign() throws {
    let network = try IRCNetwork()
    let bob = Participant(try network.start("join", "-u", "bob", "--no-input", "-r", "lobby"))
    try bob.records { $0.event == "ready" }
    let send = try network.start("send", "-u", "alice", "--whole", "bob")
    let sent = try send.finish("one\n\ntwo\n", by: .seconds(40))
    #expect(sent.status == 0)
    #expect(
      sent.errors
        == "chatnet: send: the server has no messages of several lines: each line is sent by itself\n")
    try bob.records(through: Record("message", from: "alice", to: "bob", text: "one"), by: .seconds(40))
    try bob.records(through: Record("message", from: "alice", to: "bob", text: "two"), by: .seconds(40))
  }
}
