import Glibc
import Testing

@Suite("The examples of the help and the manual work")
struct ExamplesTests {
  @Test("called through a link, the binary acts as that command")
  func links() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      for command in ["send", "who"] {
        symlink(Programs.chatnet, server.folder.file("chatnet-\(command)"))
      }
      let send = try server.start([server.folder.file("chatnet-send"), "-u", "alice", "-m", "hi", "bob"])
        .finish()
      #expect(send == .init(status: 0, output: "", errors: ""))
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "hi"))
      let who = try server.start([server.folder.file("chatnet-who")]).finish()
      #expect(who.output == "bob\n")
    }
  }

  @Test("chatnet who -q bob && echo hi | chatnet send bob")
  func whoThenSend() throws {
    try withServer { server in
      let line = "chatnet who -q bob && echo hi | chatnet send bob"
      #expect(try server.shell(line).status == 1)
      let bob = try server.join("bob", "--no-input")
      #expect(try server.shell(line) == .init(status: 0, output: "", errors: ""))
      try bob.records { $0.event == "message" && $0.text == "hi" }
    }
  }

  @Test("chatnet join -r ops --no-input | grep error")
  func grep() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join("#ops")
      let filter = try server.start([
        "/bin/sh", "-c", "chatnet join -u bob -r ops --no-input | grep -m1 error",
      ])
      try watcher.expect("JOIN") { $0.name == "bob" }
      try watcher.send("PRIVMSG #ops :all is well", "PRIVMSG #ops :an error: disk full")
      let line = try #require(try filter.output.line())
      #expect(
        try Record(line: line) == Record("message", from: "watcher", to: "#ops", text: "an error: disk full"))
      #expect(try filter.result().status == 0)
    }
  }

  @Test("tail -f log | chatnet send -r ops")
  func tail() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join("#ops")
      let log = try server.folder.write("first\n", to: "log")
      let sending = try server.start([
        "/bin/sh", "-c", "tail -n +1 -f '\(log)' | chatnet send -u alice -r ops",
      ])
      try watcher.expect("PRIVMSG") { $0.parameters.last == "first" }
      let descriptor = open(log, O_WRONLY | O_APPEND | O_CLOEXEC)
      try ByteWriter(descriptor).write("second\n")
      try watcher.expect("PRIVMSG") { $0.parameters.last == "second" }
      #expect(sending.process.isRunning)
    }
  }

  @Test("chatnet join -u scribe --no-input --json >> lobby.json, until the server ends")
  func scribe() throws {
    let server = try ChatServer()
    let watcher = try server.connect(as: "watcher")
    try watcher.join()
    let file = server.folder.file("lobby.json")
    let scribe = try server.start(["/bin/sh", "-c", "chatnet join -u scribe --no-input --json >>'\(file)'"])
    try watcher.expect("JOIN") { $0.name == "scribe" }
    try watcher.send("PRIVMSG #lobby :write this down")
    _ = try watcher.messagesUntilNow()
    watcher.hangUp()
    #expect(try server.stop().status == 0)
    let ended = try scribe.result(by: .seconds(45))
    #expect(ended.status == 69)
    let lines = try server.folder.read("lobby.json").split(separator: "\n")
    #expect(
      lines.contains { $0.contains("\"text\":\"write this down\"") && $0.hasPrefix("{") && $0.hasSuffix("}") }
    )
  }

  @Test("chatnet join -r ops --no-input | grep -m 1 deployed && ./smoke-test")
  func waitForAWord() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join("#ops")
      let line = "chatnet join -u bob -r ops --no-input | grep -m 1 deployed && echo tested"
      let shell = try server.start(["/bin/sh", "-c", line])
      try watcher.expect("JOIN") { $0.name == "bob" }
      try watcher.send("PRIVMSG #ops :not yet", "PRIVMSG #ops :deployed")
      let result = try shell.result()
      #expect(result.status == 0)
      #expect(result.output.hasSuffix("\twatcher\t#ops\tdeployed\ntested\n"))
    }
  }

  @Test("chatnet send -m 'disk full' bob || echo 'disk full' | mail bob")
  func orElse() throws {
    try withServer { server in
      let line = "chatnet send -m 'disk full' bob || echo mailed"
      #expect(try server.shell(line).output == "mailed\n")
      let bob = try server.join("bob", "--no-input")
      #expect(try server.shell(line) == .init(status: 0, output: "", errors: ""))
      try bob.records { $0.event == "message" && $0.text == "disk full" }
    }
  }

  @Test("chatnet join -u log --no-input --json, of which a program takes the text")
  func json() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let line = "chatnet join -u log --no-input --json | grep -m 1 '\"event\":\"message\"'"
      let shell = try server.start(["/bin/sh", "-c", line])
      try watcher.expect("JOIN") { $0.name == "log" }
      try watcher.send("PRIVMSG #lobby :14 tests failed")
      let result = try shell.result()
      #expect(result.output.contains("\"text\":\"14 tests failed\""))
    }
  }
}
