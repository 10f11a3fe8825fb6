import Testing

@Suite("send in the ways that people get wrong")
struct SendPitfallTests {
  @Test("a forgotten -m is said with a hint, and the person who was named gets nothing odd")
  func forgottenOption() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let sent = try server.run("send", "-u", "alice", "bob", "hello there")
      #expect(
        sent
          == .init(
            status: 67, output: "",
            errors: "chatnet: send: hello there: no such user (a message is given by -m)\n"))
      #expect(try server.run("send", "-u", "alice", "-m", "the end", "bob").status == 0)
      let heard = try bob.records { $0.text == "the end" }
      #expect(heard.messages.count == 1)
    }
  }

  @Test("a forgotten -m is said too where the text has no quotes, and looks like names")
  func forgottenOptionAndQuotes() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let sent = try server.run("send", "-u", "alice", "bob", "hello", "there")
      #expect(sent.status == 67)
      #expect(
        sent.errors == """
          chatnet: send: hello: no such user
          chatnet: send: there: no such user (a message? -m gives it)\n
          """)
      let shouted = try server.run("send", "-u", "alice", "bob", "hello", "there!")
      #expect(
        shouted.errors == """
          chatnet: send: hello: no such user
          chatnet: send: there!: no such user (a message is given by -m)\n
          """)
      let offline = try server.run("send", "-u", "alice", "bob", "carol", "bob", input: "hi\n")
      #expect(
        offline.errors == """
          chatnet: send: carol: no such user (a message? -m gives it)
          chatnet: send: 1 message went through\n
          """)
      let carol = try server.join("carol", "--no-input")
      let some = try server.run("send", "-u", "alice", "bob", "carol", "hello", input: "hi\n")
      #expect(!some.errors.contains("-m"))
      withExtendedLifetime((bob, carol)) {}
    }
  }

  @Test("targets with commas between them are none, which is said with how to give them")
  func commas() throws {
    try withServer { server in
      for (arguments, name) in [
        (["bob,carol"], "bob,carol: no such user"), (["-r", "a,b"], "#a,b: no such room"),
      ] {
        let sent = try server.start([Programs.chatnet, "send", "-u", "alice"] + arguments).finish("hi\n")
        #expect(sent.status == 67)
        #expect(sent.errors == "chatnet: send: \(name) (each target is given by itself)\n")
      }
    }
  }

  @Test("on a terminal it says that it reads it, and control-D ends it")
  func terminal() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let screen = try server.screen("send", "-u", "alice", "bob")
      try screen.wait(for: "chatnet: send: reading lines from the terminal; control-D ends them")
      try screen.enter("typed")
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "typed"))
      try screen.press("C-d")
      #expect(try screen.exitStatus() == 0)
    }
  }

  @Test("an unquoted #room is a comment to the shell: the line goes to the room that always exists")
  func comment() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      #expect(try server.shell("echo hi | chatnet send -u alice #ops").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "hi"))
    }
  }

  @Test("beside a join of the same name it speaks as that name, and the join shows it as its own")
  func besideJoin() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let alice = try server.join("alice", "--no-input")
      #expect(
        try server.run("send", "-u", "alice", "-m", "one", "bob") == .init(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "one"))
      let login = Programs.loginName
      let own = try server.join(login, "--no-input")
      #expect(try server.run("send", "-u", login, "-m", "two", "#lobby").status == 0)
      for participant in [bob, alice, own] {
        try participant.records { $0.from == login && $0.to == "#lobby" && $0.text == "two" }
      }
    }
  }

  @Test("from cron, with an empty environment and no input, it is the login that speaks")
  func emptyEnvironment() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let address = "unix:\(server.socket)"
      let line = "exec env -i \(Programs.chatnet) send -s \(address)"
      #expect(
        try server.shell("\(line) -m 'the build is done' bob </dev/null")
          == .init(status: 0, output: "", errors: ""))
      try bob.records(
        through: Record("message", from: Programs.loginName, to: "bob", text: "the build is done"))
      #expect(try server.shell("\(line) bob </dev/null") == .init(status: 0, output: "", errors: ""))
    }
  }
}
