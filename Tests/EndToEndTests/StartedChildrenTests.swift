import Glibc
import Testing

@Suite("What chatnet was started with does not come between it and its child processes")
struct StartedChildrenTests {
  /// Starts chatnet so that it ignores SIGCHLD, which a shell cannot be made to do.
  private func startIgnoring(_ arguments: [String], at server: ChatServer) throws -> ChildProcess {
    try server.start(
      [Programs.find("perl"), "-e", "$SIG{CHLD} = 'IGNORE'; exec @ARGV", Programs.chatnet] + arguments)
  }

  @Test("join --exec learns how a command ended where it was started to ignore that")
  func ignoredEnd() throws {
    try withServer { server in
      let bot = Participant(
        try startIgnoring(
          ["join", "-u", "bot", "--no-input", "--count", "1", "--exec", "exit 3"], at: server))
      try bot.records { $0.event == "ready" }
      #expect(try server.run("send", "-u", "alice", "-m", "hi", "bot").status == 0)
      let result = try bot.child.result()
      #expect(result.status == 0)
      #expect(result.errors == "chatnet: join: exec: the command for a message from alice ended with 3\n")
    }
  }

  @Test("nor does --password-command fail there")
  func ignoredEndOfPasswordCommand() throws {
    try withServer { server in
      let who = try startIgnoring(["who", "--password-command", "echo x"], at: server)
      #expect(try who.finish() == .init(status: 0, output: "", errors: ""))
    }
  }

  /// What becomes chatnet, after it has started a process that soon ends: such as the first process of a container gets
  /// when somebody else's parent is gone.
  private static let setting = "sleep 0.1 & echo $! >\"$HOME/child\""

  /// Waits until nothing is left of the process, no zombie either.
  private func awaitEnd(_ server: ChatServer, meanwhile: () throws -> Void = {}) throws {
    let child = try #require(pid_t(server.folder.read("home/child").filter { !$0.isWhitespace }))
    let deadline = Deadline.usual
    while kill(child, 0) == 0, !deadline.isOver {
      try meanwhile()
      Deadline.pause()
    }
    #expect(kill(child, 0) != 0)
  }

  @Test("no zombie stays of a process that join was given, with --exec at the next message")
  func ofJoin() throws {
    for exec in [[], ["--exec", "cat >/dev/null"]] {
      try withServer { server in
        let line = "\(Self.setting); exec chatnet join -u bot --no-input \"$@\""
        let bot = Participant(try server.start(["/bin/sh", "-c", line, "sh"] + exec))
        try bot.records { $0.event == "ready" }
        try awaitEnd(server) {
          _ = try server.run("send", "-u", "alice", "-m", "hi", "bot")
        }
        bot.child.process.signal(SIGTERM)
        let result = try bot.child.result()
        #expect(result.status == 128 + SIGTERM)
        #expect(result.errors == "")
      }
    }
  }

  @Test("nor of one that serve was given")
  func ofServe() throws {
    let server = try ChatServer(under: Self.setting)
    try awaitEnd(server)
    #expect(try server.stop().status == 0)
  }
}
