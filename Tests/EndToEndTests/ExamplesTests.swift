import Glibc
import Testing

@Suite("The examples of the help work")
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

  @Test("chatnet who --wait bob")
  func wait() throws {
    try withServer { server in
      let waiting = try server.start("who", "--wait", "bob")
      let bob = try server.join("bob", "--no-input")
      #expect(try waiting.result() == .init(status: 0, output: "bob\n", errors: ""))
      _ = bob
    }
  }

  @Test("chatnet join --no-input --json --resume log >> log.json")
  func log() throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let file = server.folder.file("log.json")
      let line = "exec chatnet join --no-input --json --resume log >>'\(file)'"
      let log = try server.start(["/bin/sh", "-c", line])
      try watcher.expect("JOIN")
      try watcher.send("PRIVMSG #lobby :write this down")
      try server.folder.awaitFile("log.json", holding: "\"text\":\"write this down\"")
      log.process.signal(SIGTERM)
      #expect(try log.result().status == 128 + SIGTERM)
    }
  }

  @Test("chatnet send -m hi bob")
  func message() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      #expect(try server.shell("chatnet send -m hi bob") == .init(status: 0, output: "", errors: ""))
      try bob.records { $0.event == "message" && $0.text == "hi" }
    }
  }
}
