import Glibc
import Testing

@Suite("A signal that a program was started to ignore, as by nohup or in the background of a script")
struct IgnoredSignalTests {
  private static let setting = "trap '' INT HUP"

  /// Starts chatnet so that it ignores SIGINT and SIGHUP.
  private func start(_ arguments: String..., at server: ChatServer) throws -> ChildProcess {
    try server.start(["/bin/sh", "-c", "\(Self.setting); exec chatnet \"$@\"", "sh"] + arguments)
  }

  @Test("does not end a client, nor the command that it runs; SIGTERM does")
  func client() throws {
    try withServer { server in
      let file = try server.folder.write("", to: "alive")
      let command = "kill -INT $$; kill -HUP $$; cat >>'\(file)'"
      let bot = Participant(
        try start("join", "-u", "bot", "--no-input", "--exec", command, at: server))
      try bot.records { $0.event == "ready" }
      bot.child.process.signal(SIGINT)
      bot.child.process.signal(SIGHUP)
      #expect(try server.run("send", "-u", "alice", "bot", input: "hi").status == 0)
      try bot.records { $0.text == "hi" }
      try server.folder.awaitFile("alive") { $0 == "hi\n" }
      bot.child.process.signal(SIGTERM)
      #expect(try bot.child.result().status == 128 + SIGTERM)
    }
  }

  @Test("does not end send while it connects and sends")
  func send() throws {
    try withServer { server in
      let alice = try server.join("alice")
      let send = try start("send", "-u", "bob", "alice", at: server)
      try send.input.write("one\n")
      try alice.records { $0.text == "one" }
      send.process.signal(SIGINT)
      #expect(try send.finish("two\n") == .init(status: 0, output: "", errors: ""))
      try alice.records { $0.text == "two" }
    }
  }

  @Test("does not end serve")
  func serve() throws {
    let server = try ChatServer(under: Self.setting)
    server.child.process.signal(SIGINT)
    server.child.process.signal(SIGHUP)
    #expect(try server.run("who", "-u", "alice").status == 0)
    #expect(server.child.process.isRunning)
    #expect(try server.stop().status == 0)
  }
}
