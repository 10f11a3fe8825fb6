import Glibc
import Testing

@Suite("join, send and who are filters")
struct FilterTests {
  @Test("join ends by itself when its reader has gone, though nobody speaks")
  func readerGone() throws {
    try withServer { server in
      let line = "{ chatnet join -u bob --no-input; echo $? >&2; } | head -1"
      let result = try server.shell(line)
      #expect(result.errors == "0\n")
      #expect(try Record(line: String(result.output.dropLast())).to == "#lobby")
    }
  }

  @Test("join ends by itself when its reader has gone, though its input stays open")
  func readerGoneInputOpen() throws {
    try withServer { server in
      let shell = try server.start(["/bin/sh", "-c", "{ chatnet join -u bob; echo $? >&2; } | head -1"])
      #expect(try shell.result().errors == "0\n")
    }
  }

  @Test("who -q answers with its exit code, before and after bob has left")
  func whoQuietly() throws {
    try withServer { server in
      let bob = try server.join("bob")
      #expect(try server.shell("chatnet who -q bob; echo $?") == .init(status: 0, output: "0\n", errors: ""))
      try bob.leave()
      #expect(try server.shell("chatnet who -q bob; echo $?") == .init(status: 0, output: "1\n", errors: ""))
    }
  }

  @Test("the end of input waits until all is acknowledged, then join leaves with 0")
  func endOfInput() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let lines = (1...300).map { "line \($0)" }
      let alice = try server.run("join", "-u", "alice", input: lines.joined(separator: "\n"))
      #expect(alice.status == 0, "\(alice.errors)")
      #expect(alice.output.split(separator: "\n").count { $0.contains("\tsent\t") } == 300)
      let heard = try bob.records(awaiting: "alice's departure") { $0.event == "quit" }
      #expect(heard.messages.map(\.text) == lines)
    }
  }

  @Test("what is said beside the records stands where it happened, if both go to one place")
  func order() throws {
    try withServer { server in
      let line = "printf 'hi\\n/rooms\\nbye\\n' | chatnet join -u alice --format text 2>&1"
      let result = try server.shell(line)
      #expect(
        result.output.split(separator: "\n").suffix(3) == [
          "[alice]: hi", "chatnet: join: #lobby (1)", "[alice]: bye",
        ])
    }
  }

  @Test("regular files work as standard input and output")
  func files() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      try server.folder.write("one\ntwo\n", to: "lines")
      let script =
        "cd \(server.folder.path) && chatnet join -u alice <lines >joined && chatnet send bob <lines >sent"
      let result = try server.shell(script)
      #expect(result == .init(status: 0, output: "", errors: ""))
      #expect(try server.folder.read("joined").contains("\tsent\talice\t#lobby\ttwo\n"))
      #expect(try server.folder.read("sent") == "")
      try bob.records { $0.event == "message" && $0.to == "bob" && $0.text == "two" }
    }
  }

  @Test("--no-input listens and never reads its input")
  func noInput() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      try bob.type("not read")
      bob.child.input.end()
      #expect(try server.run("send", "-u", "alice", "-m", "hi", "bob").status == 0)
      try bob.records(through: Record("message", from: "alice", to: "bob", text: "hi"))
      #expect(bob.child.process.isRunning)
    }
  }

  @Test("--count leaves after so many messages")
  func count() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input", "--count", "2")
      #expect(try server.run("send", "-u", "alice", "bob", input: "1\n2\n3\n").status == 0)
      #expect(try bob.remainingRecords().messages.map(\.text) == ["1", "2"])
      #expect(try bob.child.process.exitStatus() == 0)
    }
  }

  @Test("each record is there as soon as it has happened")
  func flushed() throws {
    try withServer { server in
      let bob = try server.join("bob", "--no-input")
      let send = try server.start("send", "-u", "alice", "bob")
      for text in ["first", "second"] {
        try send.input.write(text + "\n")
        try bob.records(through: Record("message", from: "alice", to: "bob", text: text))
      }
      #expect(try send.finish() == .init(status: 0, output: "", errors: ""))
    }
  }

  @Test("a signal ends join with 128 and its number, after QUIT", arguments: [SIGTERM, SIGINT, SIGHUP])
  func signals(signal: Int32) throws {
    try withServer { server in
      let watcher = try server.connect(as: "watcher")
      try watcher.join()
      let bob = try server.join("bob", "--no-input")
      bob.child.process.signal(signal)
      #expect(try bob.child.process.exitStatus() == 128 + signal)
      try watcher.expect("QUIT") { $0.name == "bob" }
    }
  }

  @Test("a full output device is an error, not silence")
  func outputFull() throws {
    try withServer { server in
      _ = try server.join("bob")
      let result = try server.shell("chatnet who >/dev/full")
      #expect(result.status == 74)
      #expect(result.errors.hasPrefix("chatnet: who: "))
    }
  }
}
