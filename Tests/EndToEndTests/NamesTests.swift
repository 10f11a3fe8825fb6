import Testing

@Suite("Names are taken, refused and folded")
struct NamesTests {
  private func records(_ output: String) throws -> [Record] {
    try output.split(separator: "\n").map { try Record(line: String($0)) }
  }

  @Test("a second alice is refused in a pipe, and the first notices nothing")
  func taken() throws {
    try withServer { server in
      let alice = try server.join("alice")
      for name in ["alice", "ALICE", "Alice"] {
        let second = try server.run("join", "-u", name, input: "hi\n")
        #expect(second.status == 73)
        #expect(try records(second.output).allSatisfy { $0.event == "error" })
        let why =
          "this name is taken by another connection of your login: a name that is not the login's own is for one of them "
          + "(leave out -u to share the login's name)"
        #expect(second.errors == "chatnet: join: \(name): \(why)\n")
      }
      try alice.type("undisturbed")
      let heard = try alice.records(through: Record("sent", from: "alice", to: "#lobby", text: "undisturbed"))
      #expect(heard.count == 1)
    }
  }

  @Test(
    "a name that breaks a rule is refused with the rule",
    arguments: [
      (String(repeating: "a", count: 33), "a name has at most 32 characters"),
      (String(repeating: "漢", count: 22), "a name has at most 64 bytes of UTF-8"),
      ("", "a name has at least one character"), ("al ice", "a name has no spaces"),
      ("al:ice", "a name has no ':'"),
      ("al😀", "a name has no '😀'"), ("server", "this name is reserved"), ("#alice", "a name has no '#'"),
      ("-alice", "a name does not begin with '-'"),
    ])
  func broken(name: String, rule: String) throws {
    try withServer { server in
      let bob = try server.join("bob")
      let refused = try server.run("join", "-u", name, input: "hi\n")
      #expect(refused.status == 73)
      #expect(try records(refused.output).allSatisfy { $0.event == "error" })
      #expect(refused.errors.hasPrefix("chatnet: join: "))
      #expect(refused.errors.hasSuffix("\(rule)\n"))
      #expect(refused.errors.filter { $0 == "\n" }.count == 1)
      try bob.type("undisturbed")
      let heard = try bob.records(through: Record("sent", from: "bob", to: "#lobby", text: "undisturbed"))
      #expect(heard.count == 1)
    }
  }

  @Test("ALICE is alice")
  func folded() throws {
    try withServer { server in
      let alice = try server.join("alice")
      #expect(try server.run("send", "-m", "to the capitals", "ALICE").status == 0)
      try alice.records { $0.event == "message" && $0.to == "alice" && $0.text == "to the capitals" }
      #expect(try server.run("who", "-q", "ALICE").status == 0)
    }
  }

  @Test("names of any script work", arguments: ["Ωμέγα", "漢字", "कृष्णा", "a-_[]{}^|\\`b"])
  func scripts(name: String) throws {
    try withServer { server in
      let participant = try server.join(name)
      #expect(try server.run("who").output == "\(name)\n")
      #expect(try server.run("send", "-u", "bob", "-m", "hi", name).status == 0)
      try participant.records { $0.event == "message" && $0.from == "bob" && $0.text == "hi" }
    }
  }

  @Test("a name that looks like one that is there is refused")
  func lookalikes() throws {
    try withServer { server in
      _ = try server.join("Ünï")
      for name in ["ünï", "U\u{308}ni\u{308}"] {
        #expect(try server.run("join", "-u", name).status == 73)
      }
    }
  }

  @Test("the own login name may join in several terminals as one user")
  func attached() throws {
    try withServer { server in
      let login = Programs.loginName
      let first = try server.join(login)
      let second = try server.join(login)
      #expect(try server.run("who").output == "\(login)\n")
      #expect(try server.run("send", "-u", "bob", "-m", "hi", login).status == 0)
      for participant in [first, second] {
        try participant.records { $0.event == "message" && $0.from == "bob" && $0.text == "hi" }
      }
      try first.leave()
      #expect(try server.run("who").output == "\(login)\n")
      try second.leave()
      #expect(try server.run("who").output == "")
    }
  }

  @Test("what one terminal of a user says and hears, the others hear too")
  func shared() throws {
    try withServer { server in
      let login = Programs.loginName
      let first = try server.join(login)
      let second = try server.join(login)
      let bob = try server.join("bob")
      try first.type("to all")
      try first.type("@bob to you")
      try bob.records(through: Record("message", from: login, to: "bob", text: "to you"))
      try bob.type("@\(login) to you both")
      for participant in [first, second] {
        try participant.records(through: Record("message", from: "bob", to: login, text: "to you both"))
      }
      let other = second.child.output.everything
      #expect(other.contains("\tmessage\t\(login)\t#lobby\tto all\n"))
      #expect(other.contains("\tmessage\t\(login)\tbob\tto you\n"))
    }
  }

  @Test("on a terminal a taken name is asked again")
  func askedAgain() throws {
    try withServer { server in
      let alice = try server.join("alice")
      let second = try server.screen("join", "-u", "alice")
      try second.wait(for: "this name is taken")
      try second.enter("al ice")
      try second.wait(for: "a name has no spaces")
      try second.enter("alison")
      try alice.records(through: Record("join", from: "alison", to: "#lobby"))
      try second.enter("hello")
      try alice.records(through: Record("message", from: "alison", to: "#lobby", text: "hello"))
    }
  }

  @Test("over TCP a default name that is taken gets a number, an explicit one does not")
  func numbered() throws {
    try withServer(["--socket", "none"]) { server in
      let login = Programs.loginName
      let port = "\(server.port)"
      let bob = try server.join("bob", "-p", port)
      let holder = try server.connect(as: login)
      let sent = try server.run("send", "-p", port, "-m", "hi", "bob")
      #expect(sent.status == 0)
      // All went well, and no person waits to be told.
      #expect(sent.errors == "")
      try bob.records(through: Record("message", from: "\(login)-2", to: "bob", text: "hi"))
      let failed = try server.run("send", "-p", port, "-m", "hi", "nobody")
      #expect(failed.status == 67)
      #expect(failed.errors.contains("\(login) is taken, so this is sent as \(login)-2\n"))
      let refused = try server.run("send", "-p", port, "-u", login, "-m", "hi", "bob")
      #expect(refused.status == 73)
      #expect(try holder.messagesUntilNow().isEmpty)
    }
  }
}
