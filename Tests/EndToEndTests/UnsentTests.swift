import Glibc
import Testing

@Suite("send --unsent")
struct UnsentTests {
  /// The texts that a file keeps, oldest first.
  private static func texts(in folder: TemporaryFolder, _ name: String = "unsent") throws -> [String] {
    var kept: [(id: String, text: String)] = []
    for line in try folder.read(name).split(separator: "\n") {
      let id = try #require(value(of: "id", in: line))
      if value(of: "event", in: line) == "sent" {
        kept.removeAll { $0.id == id }
      } else {
        kept.append((id, try #require(value(of: "text", in: line))))
      }
    }
    return kept.map(\.text)
  }

  private static func value(of member: String, in line: Substring) -> String? {
    guard let start = line.firstRange(of: "\"\(member)\":\"")?.upperBound else { return nil }
    return String(line[start...].prefix { $0 != "\"" })
  }

  private static func exists(_ folder: TemporaryFolder, _ name: String = "unsent") -> Bool {
    access(folder.file(name), F_OK) == 0
  }

  @Test("leaves no file behind where everything was accepted")
  func nothingLeft() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = server.folder.file("unsent")
      let sent = try server.run("send", "-u", "alice", "--unsent", file, "bob", input: "one\ntwo\n")
      #expect(sent == .init(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "two"))
      #expect(!Self.exists(server.folder))
    }
  }

  @Test(
    "keeps all of the input where there is no server, and a later run delivers it first, once and in order")
  func noServer() throws {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let port = try SilentListener.freePort()
    let arguments = [
      Programs.chatnet, "send", "-s", "127.0.0.1:\(port)", "-u", "alice", "--unsent", folder.file("unsent"),
      "bob",
    ]
    let failed = try ChildProcess(arguments, environment: environment).finish("one\n\ntwo")
    #expect(failed.status == 69)
    let lines = failed.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(
      lines.last == "chatnet: send: 0 messages went through; line 1 was the first that did not; 2 are kept")
    #expect(try Self.texts(in: folder) == ["one", "two"])

    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = folder.file("unsent")
      #expect(try server.run("send", "-u", "alice", "--unsent", file, "bob", input: "three\n").status == 0)
      let heard = try bob.records { $0.text == "three" }
      #expect(heard.messages.map(\.text) == ["one", "two", "three"])
      #expect(!Self.exists(folder))
    }
  }

  @Test("keeps a message from the command line, and waits no second for input that stays open")
  func openInput() throws {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    let address = "127.0.0.1:\(try SilentListener.freePort())"
    let start = [Programs.chatnet, "send", "-s", address, "--unsent", folder.file("unsent")]
    let given = try ChildProcess(start + ["-m", "given", "bob"], environment: environment)
    #expect(try given.result().status == 69)
    let open = try ChildProcess(start + ["bob"], environment: environment)
    try open.input.write("read\nunended")
    #expect(try open.result(by: .seconds(10)).status == 69)
    #expect(try Self.texts(in: folder) == ["given", "read"])
  }

  @Test(
    "holds exactly what was not acknowledged when the server is killed, and a second run delivers that once",
    arguments: [true, false])
  func killed(overSocket: Bool) throws {
    let folder = try TemporaryFolder()
    var server = try ChatServer(folder: folder)
    let bob = try server.join("bob", "--no-input", "--retry", "forever")
    let address = server.address(overSocket: overSocket)
    let options = ["-u", "alice", "-s", address, "--unsent", folder.file("unsent"), "--print-id", "bob"]
    let send = try server.start([Programs.chatnet, "send"] + options)
    try send.input.write("1\n2\n3\n")
    for _ in 1...3 { #expect(try send.output.line() != nil) }
    // Stopped, so that it reads and accepts nothing more.
    server.child.process.signal(SIGSTOP)
    try send.input.write("4\n5\n")
    let deadline = Deadline.usual
    while try Self.texts(in: folder) != ["4", "5"], !deadline.isOver { Deadline.pause() }
    #expect(try Self.texts(in: folder) == ["4", "5"])
    server.child.process.signal(SIGKILL)
    _ = try server.child.process.exitStatus()
    try send.input.write("6\n")
    let lost = try send.finish()
    #expect(lost.status == 69)
    #expect(lost.errors.contains("3 messages went through; line 4 was the first that did not; 3 are kept"))
    #expect(try Self.texts(in: folder) == ["4", "5", "6"])

    server = try ChatServer(port: String(server.port), folder: folder)
    try bob.records { $0.event == "resumed" }
    let again = try server.start([Programs.chatnet, "send"] + options).finish("7\n")
    #expect(again.status == 0)
    #expect(again.output.split(separator: "\n").count == 4)
    let heard = try bob.records { $0.text == "7" }
    #expect(heard.messages.map(\.text) == ["4", "5", "6", "7"])
  }

  @Test("delivers once what the server had accepted though the answer was lost")
  func lostAnswer() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let watcher = try server.connect(as: "watcher", capabilities: "message-tags")
      let file = server.folder.file("unsent")
      let line = #"{"event":"message","to":"bob","text":"once","id":"0123456789abcdef-7"}"# + "\n"
      for text in ["first", "second"] {
        try server.folder.write(line, to: "unsent")
        let sent = try server.run("send", "-u", "alice", "--unsent", file, "bob", "watcher", input: text)
        #expect(sent == .init(status: 0, output: "", errors: ""))
      }
      let heard = try bob.records { $0.text == "second" }
      #expect(heard.messages.map(\.text) == ["once", "first", "second"])
      let told = try watcher.expect("PRIVMSG") { $0.parameters.last == "second" }
      #expect(told.tags["+chatnet/id"]?.hasSuffix("-2") == true)
    }
  }

  @Test("keeps what is refused, says so, and sends the rest")
  func refused() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = server.folder.file("unsent")
      let sent = try server.run("send", "-u", "alice", "--unsent", file, "nobody", "bob", input: "hi\n")
      #expect(sent.status == 67)
      #expect(
        sent.errors
          == "chatnet: send: nobody: no such user\nchatnet: send: 1 message went through; 1 is kept\n")
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "hi"))
      let nobody = try server.join("nobody", "--no-input")
      #expect(try server.run("send", "-u", "alice", "--unsent", file, "bob").status == 0)
      try nobody.records(through: Record("message", from: "alice", to: "nobody", text: "hi"))
    }
  }

  @Test("what can never be a message is refused and not kept")
  func impossible() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let send = try server.start("send", "-u", "alice", "--unsent", server.folder.file("unsent"), "bob")
      #expect(try send.finish([0x61, 0xFF, 0x0A]).status == 65)
      #expect(!Self.exists(server.folder))
    }
  }

  @Test("a whole message is kept and sent as one")
  func whole() throws {
    let folder = try TemporaryFolder()
    let address = "127.0.0.1:\(try SilentListener.freePort())"
    let file = folder.file("unsent")
    let start = [Programs.chatnet, "send", "-s", address, "--whole", "--unsent", file, "bob"]
    let failed = try ChildProcess(start, environment: ChatServer.environment(in: folder)).finish("a\n\nb\n")
    #expect(failed.status == 69)
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      #expect(try server.run("send", "-u", "alice", "--unsent", file, "bob").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "bob", text: #"a\n\nb"#))
    }
  }

  /// Has a server stop after it has accepted a line, and `send` read `input` since; then ends `send` by SIGTERM.
  private func interrupted(
    having input: String, _ body: (_ send: ChildProcess, _ folder: TemporaryFolder) throws -> Void
  ) throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let send = try server.start(
        "send", "-u", "alice", "--print-id", "--unsent", server.folder.file("unsent"), "bob")
      try send.input.write("1\n")
      #expect(try send.output.line() != nil)
      server.child.process.signal(SIGSTOP)
      defer { server.child.process.signal(SIGCONT) }
      try send.input.write(input)
      let deadline = Deadline.usual
      while try Self.texts(in: server.folder) != ["2"], !deadline.isOver { Deadline.pause() }
      send.process.signal(SIGTERM)
      try body(send, server.folder)
    }
  }

  @Test("a signal in the middle keeps what was read")
  func signal() throws {
    try interrupted(having: "2\n") { send, folder in
      let status = try send.process.exitStatus()
      #expect(status == 128 + SIGTERM)
      #expect(try Self.texts(in: folder) == ["2"])
    }
  }

  @Test("a signal keeps the beginning of a line too, and is no silent end")
  func signalInLine() throws {
    // The end of the first of these is the end of what was read: the rest has come in with it.
    try interrupted(having: "2\nhalf a li") { send, folder in
      let result = try send.result()
      #expect(result.status == 128 + SIGTERM)
      #expect(
        result.errors
          == "chatnet: send: 1 message went through; line 2 was the first that did not; 2 are kept\n")
      #expect(try Self.texts(in: folder) == ["2", "half a li"])
    }
  }

  @Test("without such a file a signal says the same")
  func signalWithoutFile() throws {
    try withServer { server in
      _ = try server.join("bob", "--no-input")
      let send = try server.start("send", "-u", "alice", "--print-id", "bob")
      try send.input.write("1\n")
      #expect(try send.output.line() != nil)
      send.process.signal(SIGINT)
      let result = try send.result()
      #expect(result.status == 128 + SIGINT)
      #expect(result.errors == "chatnet: send: 1 message went through\n")
    }
  }

  @Test("a signal before there is a connection keeps the text that was given")
  func signalWhileConnecting() throws {
    let listener = try SilentListener()
    let folder = try TemporaryFolder()
    let send = try ChildProcess(
      [
        Programs.chatnet, "send", "-s", "127.0.0.1:\(listener.port)", "-u", "alice", "--unsent",
        folder.file("unsent"), "-m", "hi", "bob",
      ], environment: ChatServer.environment(in: folder))
    let connection = try listener.accept()
    try connection.reader.take(through: "NICK")
    send.process.signal(SIGTERM)
    let result = try send.result()
    #expect(result.status == 128 + SIGTERM)
    #expect(
      result.errors
        == "chatnet: send: 0 messages went through; line 1 was the first that did not; 1 is kept\n")
    #expect(try Self.texts(in: folder) == ["hi"])
  }

  @Test(
    "what a loss of power leaves of the file is said, and is no end of it",
    arguments: ["\0\0\0\0\0\0", "{\"event\":\"message\",\"to\":\"bo", "{\"event\":\"me\0\0\0"])
  func powerLoss(tail: String) throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let line = #"{"event":"message","to":"bob","text":"kept","id":"a-1"}"#
      let file = try server.folder.write("\(line)\n\(tail)", to: "unsent")
      let first = try server.run("send", "-u", "alice", "--unsent", file, "-m", "new", "bob")
      #expect(first.status == 0)
      #expect(
        first.errors
          == "chatnet: send: \(file): the last run was cut off while it wrote; what it was writing is left out\n"
      )
      let heard = try bob.records { $0.text == "new" }
      #expect(heard.messages.map(\.text) == ["kept", "new"])
      let second = try server.run("send", "-u", "alice", "--unsent", file, "-m", "more", "bob")
      #expect(second == ChildProcess.Result(status: 0, output: "", errors: ""))
    }
  }

  @Test(
    "any other file is refused with 65, its line named, nothing sent and the file left as it is",
    arguments: ["hello\n", #"{"event":"message","to":"bob","text":"x"}"# + "\n", "[1]"])
  func corrupt(text: String) throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = try server.folder.write(text, to: "notes")
      let sent = try server.run("send", "-u", "alice", "--unsent", file, "-m", "hi", "bob")
      #expect(sent.status == 65)
      #expect(sent.errors.hasPrefix("chatnet: send: \(file): line 1: "))
      #expect(sent.errors.filter { $0 == "\n" }.count == 1)
      #expect(try server.folder.read("notes") == text)
      #expect(try server.run("send", "-u", "alice", "-m", "the end", "bob").status == 0)
      let heard = try bob.records { $0.text == "the end" }
      #expect(heard.messages.count == 1)
    }
  }

  @Test("a file that is none is 66, one that cannot be made 74, each with one line")
  func unusable() throws {
    let folder = try TemporaryFolder()
    let environment = try ChatServer.environment(in: folder)
    for (path, status) in [(folder.path, Int32(66)), ("/dev/null", 66), (folder.file("no/such/folder"), 74)] {
      let arguments = [Programs.chatnet, "send", "--unsent", path, "-m", "hi", "bob"]
      let result = try ChildProcess(arguments, environment: environment).finish()
      #expect(result.status == status)
      #expect(result.errors.hasPrefix("chatnet: send: \(path): "))
      #expect(result.errors.filter { $0 == "\n" }.count == 1)
    }
  }

  @Test("what cannot be written to the file is not sent, and the first line of it is named, with 74")
  func full() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = server.folder.file("unsent")
      // 512 or 1024 bytes, as the shell counts.
      let line = "ulimit -f 1; exec chatnet send -u alice --print-id --unsent '\(file)' bob"
      let send = try server.start(["/bin/sh", "-c", line])
      try send.input.write("first\n")
      #expect(try send.output.line() != nil)
      let more = (1...40).map { "\($0) \(String(repeating: "x", count: 40))\n" }.joined()
      let failed = try send.finish(more)
      #expect(failed.status == 74)
      #expect(failed.output == "")
      #expect(
        failed.errors == """
          chatnet: send: \(file): File too large
          chatnet: send: 1 message went through; line 2 was the first that did not

          """)
      #expect(try Self.texts(in: server.folder) == [])
      #expect(try server.run("send", "-u", "alice", "--unsent", file, "-m", "the end", "bob").status == 0)
      let heard = try bob.records { $0.text == "the end" }
      #expect(heard.messages.map(\.text) == ["first", "the end"])
    }
  }

  @Test("a second send on the same file is refused with 75")
  func inUse() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = server.folder.file("unsent")
      let first = try server.start("send", "-u", "alice", "--unsent", file, "bob")
      try first.input.write("1\n")
      try bob.records { $0.text == "1" }
      let second = try server.run("send", "-u", "alice", "--unsent", file, "-m", "hi", "bob")
      #expect(
        second
          == .init(status: 75, output: "", errors: "chatnet: send: \(file): another send uses this file\n"))
      #expect(try first.finish().status == 0)
    }
  }

  @Test("many thousand lines are kept and sent, and the file does not grow with them")
  func many() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let file = server.folder.file("unsent")
      let sent = try server.shell("seq 20000 | chatnet send -u alice --unsent \(file) bob", by: .seconds(60))
      #expect(sent == .init(status: 0, output: "", errors: ""))
      let heard = try bob.records(by: .seconds(60)) { $0.text == "20000" }
      #expect(heard.messages.map(\.text) == (1...20000).map(String.init))
    }
  }
}
