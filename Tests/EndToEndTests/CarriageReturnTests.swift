import Testing

@Suite("A carriage return inside a line")
struct CarriageReturnTests {
  private static let input = "10%\r 50%\r\r100%\r\nlast\n"

  private func texts(_ options: [String], command: String, input: String = input) throws -> (
    result: ChildProcess.Result, texts: [String]
  ) {
    try withServerGiving { server in
      let bob = try server.join("bob")
      let child = try server.start([Programs.chatnet, command, "-u", "alice"] + options)
      let result = try child.finish(input)
      let heard = try bob.records { $0.event == "message" && $0.text.hasSuffix("last") }
      return (result, heard.messages.map(\.text))
    }
  }

  private func withServerGiving<Value>(_ body: (ChatServer) throws -> Value) throws -> Value {
    var value: Value?
    try withServer { value = try body($0) }
    return try #require(value)
  }

  @Test("ends a part of it, and each is a message")
  func split() throws {
    let sent = try texts([], command: "send")
    #expect(sent.result == ChildProcess.Result(status: 0, output: "", errors: ""))
    #expect(sent.texts == ["10%", " 50%", "100%", "last"])
  }

  @Test("of a private line too: no part becomes public")
  func privateParts() throws {
    try withServer { server in
      let (bob, carol) = try (server.join("bob"), server.join("carol"))
      let alice = try server.run(
        "join", "-u", "alice", input: "@bob one\rtwo\rthree\n50%\r@bob secret\nlast\n")
      #expect(alice.status == 65)
      #expect(alice.errors.hasPrefix("chatnet: join: line 2: behind a carriage return stands a command"))
      let toAll = Record("message", from: "alice", to: "#lobby", text: "last")
      let toBob = Record("message", from: "alice", to: "bob", text: #"one\ntwo\nthree"#)
      #expect(try bob.records(through: toAll).messages.filter { $0.event == "message" } == [toBob, toAll])
      #expect(try carol.records(through: toAll).messages == [toAll])
    }
  }

  @Test("is a blank with --cr keep, and refused with --cr refuse", arguments: ["send", "join"])
  func others(command: String) throws {
    let kept = try texts(["--cr", "keep"], command: command)
    #expect(kept.result.status == 0, "\(kept.result.errors)")
    #expect(kept.texts == ["10%  50% 100%", "last"])
    let refused = try texts(["--cr", "refuse"], command: command)
    #expect(refused.result.status == 65)
    #expect(
      refused.result.errors.prefix { $0 != "\n" } + "\n"
        == "chatnet: \(command): line 1: a message cannot hold NUL, CR or LF (byte 4)\n")
    #expect(refused.texts == ["last"])
  }

  @Test("parts the lines of a whole message, and of the text of a record")
  func whole() throws {
    let sent = try texts(["--whole"], command: "send", input: "a\rb\nlast")
    #expect(sent.result.status == 0, "\(sent.result.errors)")
    #expect(sent.texts == [#"a\nb\nlast"#])
    let record = ##"{"event":"message","to":"#lobby","text":"a\rb\rlast"}"##
    let said = try texts(["--input", "json"], command: "join", input: record)
    #expect(said.result.status == 0, "\(said.result.errors)")
    #expect(said.texts == [#"a\nb\nlast"#])
  }

  @Test("makes no text of a private line behind it, with --cr keep either")
  func privatePart() throws {
    for how in ["keep", "split"] {
      let said = try texts(["--cr", how], command: "join", input: "10%\r@alice secret\nlast")
      #expect(said.result.status == 65)
      #expect(said.result.errors.contains("behind a carriage return stands a command or a private line"))
      #expect(said.texts == ["last"])
    }
  }
}
