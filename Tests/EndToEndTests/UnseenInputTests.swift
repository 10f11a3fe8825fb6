import Testing

@Suite("What cannot be seen in what is piped in")
struct UnseenInputTests {
  private static let byteOrderMark = "\u{FEFF}"

  @Test("makes no private line public, in whatever way it is addressed")
  func privateLines() throws {
    try withServer { server in
      let (bob, carol) = try (server.join("bob"), server.join("carol"))
      let prefixes = [
        Self.byteOrderMark, "\u{200B}", "\u{A0}", "\u{3000}", "\u{2800}", "\u{202E}", "\u{1B}[31m", "\u{2}",
        "\u{7}",
        "\u{E0020}", "\u{301}", " \u{FEFF} ",
      ]
      let forms = ["@bob secret", "bob:secret", "!msg bob secret", "/msg bob secret"]
      let lines = prefixes.flatMap { prefix in forms.map { prefix + $0 } }
      let alice = try server.run(
        "join", "-u", "alice",
        input: (lines + ["bo\u{200B}b:secret", "to all", "\u{200B}exit", "not this"]).joined(separator: "\n"))
      // A mark on nothing may be the first of a name: that line and the one with something inside the name are refused.
      #expect(alice.errors.split(separator: "\n").count == 2, "\(alice.errors)")
      #expect([65, 67].contains(alice.status))
      let heard = try bob.records(awaiting: "alice's departure") { $0.event == "quit" }.messages
      let secret = Record("message", from: "alice", to: "bob", text: "secret")
      #expect(heard.dropLast() == Array(repeating: secret, count: lines.count - 1)[...])
      let toAll = Record("message", from: "alice", to: "#lobby", text: "to all")
      #expect(heard.last == toAll)
      #expect(try carol.records(awaiting: "alice's departure") { $0.event == "quit" }.messages == [toAll])
    }
  }

  @Test("in front of all of it, a byte order mark is no part of it", arguments: ["lines", "tsv", "json"])
  func records(form: String) throws {
    try withServer { server in
      let bob = try server.join("bob")
      let line =
        switch form {
        case "tsv": "2026-11-21T08:00:00.000Z\tmessage\tx\t#lobby\thello"
        case "json": ##"{"event":"message","to":"#lobby","text":"hello"}"##
        default: "hello"
        }
      let alice = try server.run(
        "join", "-u", "alice", "--input", form, input: "\(Self.byteOrderMark)\(line)\n")
      #expect(alice.status == 0, "\(alice.errors)")
      let hello = Record("message", from: "alice", to: "#lobby", text: "hello")
      try bob.records(through: hello)
    }
  }

  @Test("nor of what send is given, and a line of nothing visible is blank", arguments: [[], ["--whole"]])
  func sent(options: [String]) throws {
    try withServer { server in
      let bob = try server.join("bob")
      let send = try server.start([Programs.chatnet, "send", "-u", "alice"] + options)
      let result = try send.finish("\(Self.byteOrderMark)hello\n")
      #expect(result == ChildProcess.Result(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "hello"))
      let blank = try server.run(
        "send", "-u", "alice", input: "\(Self.byteOrderMark)\n\u{200B}\n\u{A0}\u{2800}\nlast\n")
      #expect(blank == ChildProcess.Result(status: 0, output: "", errors: ""))
      let heard = try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "last"))
      #expect(heard.messages.map(\.text) == ["last"])
    }
  }

  @Test("nor of the configuration, a password file and what a password command prints")
  func files() throws {
    let folder = try TemporaryFolder()
    let password = try folder.write("\(Self.byteOrderMark)secret\n", to: "password")
    let configuration = try folder.write("\(Self.byteOrderMark)user dora\n", to: "configuration")
    try withServer(["--password-file", password]) { server in
      let bob = try server.join("bob", "--password-command", "printf secret")
      for source in [["--password-file", password], ["--password-command", "cat '\(password)'"]] {
        let send = try server.start(
          [Programs.chatnet, "send", "-m", "hi", "--config", configuration] + source)
        let result = try send.finish()
        #expect(result.status == 0, "\(result.errors)")
        try bob.records(through: Record("message", from: "dora", to: "#lobby", text: "hi"))
      }
    }
  }

  @Test("nor of the first command that a server gets")
  func commands() throws {
    try withServer { server in
      let client = try server.connect()
      try client.send("\(Self.byteOrderMark)NICK alice", "USER alice 0 * :alice")
      try client.expect("001")
    }
  }

  @Test("a file in another encoding is 65, in one line that names the encoding", arguments: ["send", "join"])
  func otherEncoding(command: String) throws {
    try withServer { server in
      let bob = try server.join("bob")
      let result = try server.shell(
        #"printf '\377\376h\0i\0\n\0h\0i\0\n\0' | chatnet \#(command) -u alice"#)
      #expect(result.status == 65)
      #expect(
        result.errors
          == "chatnet: \(command): standard input: UTF-16, which is not read: iconv -f UTF-16 -t UTF-8 makes it UTF-8\n"
      )
      _ = try server.run("send", "-u", "alice", "-m", "last")
      let heard = try bob.records(through: Record("message", from: "alice", to: "#lobby", text: "last"))
      #expect(heard.messages.count == 1)
    }
  }

  @Test("so is a password file, and the configuration is 78")
  func otherEncodingOfFiles() throws {
    try withServer { server in
      let path = server.folder.file("utf-16")
      _ = try server.shell(#"printf '\376\377\0x' > '\#(path)'"#)
      let message = "\(path): UTF-16, which is not read: iconv -f UTF-16 -t UTF-8 makes it UTF-8\n"
      let password = try server.run("who", "--password-file", path)
      #expect(password == ChildProcess.Result(status: 65, output: "", errors: "chatnet: who: \(message)"))
      let configuration = try server.run("who", "--config", path)
      #expect(configuration == ChildProcess.Result(status: 78, output: "", errors: "chatnet: \(message)"))
    }
  }
}
