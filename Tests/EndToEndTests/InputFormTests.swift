import Glibc
import Testing

@Suite("join reads records as it writes them")
struct InputFormTests {
  /// What bob hears, in his room and alone, of what alice's `join` is given; and how that ended.
  private func heard(
    _ options: [String], input: String, at server: ChatServer
  ) throws -> (records: [Record], result: ChildProcess.Result) {
    let bob = try server.join("bob", "--no-input")
    let alice = try server.start([Programs.chatnet, "join", "-u", "alice"] + options)
    let result = try alice.finish(input)
    let records = try bob.records(awaiting: "alice's departure") { $0.event == "quit" }
    return (records.messages, result)
  }

  @Test("messages, notices and actions are said again, to whom they were said; the rest is passed over")
  func tsv() throws {
    try withServer { server in
      let time = "2026-11-21T08:00:00.000Z"
      let input = """
        \(time)\tready\tx\tserver\t#lobby
        \(time)\tmessage\tx\t#lobby\ta\\tb\\\\c /quit
        \(time)\tjoin\ty\t#lobby\t
        \(time)\tnotice\tx\tbob\tfor you
        \(time)\taction\tx\t#lobby\twaves
        \(time)\tsent\tx\t#lobby\tnot this

        """
      let (records, result) = try heard(["--input", "tsv"], input: input, at: server)
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        records == [
          Record("message", from: "alice", to: "#lobby", text: #"a\tb\\c /quit"#),
          Record("notice", from: "alice", to: "bob", text: "for you"),
          Record("action", from: "alice", to: "#lobby", text: "waves"),
        ])
    }
  }

  @Test("in JSON too, with the members in any order")
  func json() throws {
    try withServer { server in
      let input = """
        {"text":"hé \\"x\\"","to":"#lobby","event":"message","more":[1,{"a":null}]}
        {"event":"end","to":"#lobby","text":"user"}
        {"event":"notice","to":"bob","text":"\\ud83c\\udf88"}
        """
      let (records, result) = try heard(["--input", "json"], input: input, at: server)
      #expect(result.status == 0, "\(result.errors)")
      #expect(
        records == [
          Record("message", from: "alice", to: "#lobby", text: "hé \"x\""),
          Record("notice", from: "alice", to: "bob", text: "🎈"),
        ])
    }
  }

  @Test("with -0 each ends with NUL, and a newline within one is a blank of JSON")
  func nul() throws {
    try withServer { server in
      let input =
        "{\n\"event\": \"message\",\n\"to\": \"#lobby\", \"text\": \"one\"}\0"
        + "{\"event\":\"message\",\"to\":\"#lobby\",\"text\":\"two\"}"
      let (records, result) = try heard(["--input", "json", "-0"], input: input, at: server)
      #expect(result.status == 0, "\(result.errors)")
      #expect(records.map(\.text) == ["one", "two"])
      #expect(result.output.filter { $0 == "\0" }.count >= 3)
      #expect(!result.output.contains("\n"))
    }
  }

  @Test("with -0 lines of text still end with a newline")
  func lines() throws {
    try withServer { server in
      let (records, result) = try heard(["-0"], input: "one\ntwo\n", at: server)
      #expect(result.status == 0)
      #expect(records.map(\.text) == ["one", "two"])
    }
  }

  @Test(
    "what is no record is 65 and named by its line, and the others are said",
    arguments: [("tsv", "no record\n"), ("json", "{\"event\":\n"), ("json", "[]\n")])
  func bad(form: String, line: String) throws {
    try withServer { server in
      let good =
        form == "tsv"
        ? "2026-11-21T08:00:00.000Z\tmessage\tx\t#lobby\tgood\n"
        : "{\"event\":\"message\",\"to\":\"#lobby\",\"text\":\"good\"}\n"
      let (records, result) = try heard(["--input", form], input: good + line + good, at: server)
      #expect(result.status == 65)
      #expect(result.errors.hasPrefix("chatnet: join: line 2: "))
      #expect(result.errors.filter { $0 == "\n" }.count == 1)
      #expect(records.map(\.text) == ["good", "good"])
    }
  }

  @Test("also from a terminal, without a line to edit")
  func terminal() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let alice = try PseudoTerminal(
        [Programs.chatnet, "join", "-u", "alice", "--input", "json"], environment: server.environment)
      try bob.records { $0.event == "join" && $0.from == "alice" }
      try alice.type("{\"event\":\"message\",\"to\":\"#lobby\",\"text\":\"typed\"}\r")
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "typed"))
      #expect(alice.echoesWholeLines)
    }
  }

  @Test(
    "a form that is none is 64, and so is one of no input",
    arguments: [["--input", "xml"], ["--input", "tsv", "--no-input"]])
  func wrongUse(options: [String]) throws {
    try withServer { server in
      let result = try server.start([Programs.chatnet, "join"] + options).finish()
      #expect(result.status == 64)
      #expect(result.errors.contains("--input") || result.errors.contains("--no-input"))
    }
  }
}

@Suite("join stays as long as it is told to")
struct StayingTests {
  @Test("--linger stays after the end of input for answers, and then leaves")
  func linger() throws {
    try withServer { server in
      let bob = try server.join("bob")
      let alice = try server.start("join", "-u", "alice", "--linger", "0.5")
      try alice.input.write("@bob question\n")
      alice.input.end()
      try bob.records { $0.text == "question" }
      let early = Deadline.seconds(0.4)
      try bob.type("@alice answer")
      let result = try alice.result()
      #expect(early.isOver)
      #expect(result.status == 0)
      #expect(result.output.contains("\tmessage\tbob\talice\tanswer\n"))
    }
  }

  @Test("while its own reader does not read, no time passes and nothing is lost")
  func slowReader() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input", "--count", "5000", "--timeout", "1")
      let lines = (1...5000).map { "\($0)" }
      let sent = try server.run("send", "-u", "alice", "bob", input: lines.joined(separator: "\n"))
      #expect(sent.status == 0)
      #expect(!Deadline.seconds(2).wait(for: POLLIN, on: bob.child.errors.descriptor))
      let records = try bob.remainingRecords()
      #expect(records.messages.map(\.text) == lines)
      #expect(try bob.child.process.exitStatus() == 0)
    }
  }

  @Test("--count with a --timeout gives up with 75 when no further message comes")
  func countTimeout() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input", "--count", "2", "--timeout", "1")
      #expect(try server.run("send", "-u", "alice", "-m", "one", "bob").status == 0)
      let result = try bob.child.result(by: .seconds(10))
      #expect(result.status == 75)
      #expect(result.errors == "chatnet: join: no further message came in 1 s\n")
    }
  }

  @Test(
    "what cannot be is 64",
    arguments: [
      ["--linger", "soon"], ["--linger", "1", "--no-input"], ["--count", "0"], ["--history", "0"],
      ["--history", "many"],
    ])
  func wrongUse(options: [String]) throws {
    try withServer { server in
      let result = try server.start([Programs.chatnet, "join"] + options).finish()
      #expect(result.status == 64)
      #expect(result.errors.contains(options[0]))
    }
  }
}
