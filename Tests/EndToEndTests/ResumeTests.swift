import Glibc
import Testing

@Suite("join --resume goes on where it was")
struct ResumeTests {
  /// What the messages in a log of `join` say.
  private func texts(_ log: String) throws -> [String] {
    try log.split(separator: "\n").map { try Record(line: String($0)) }.messages.map(\.text)
  }

  @Test("killed with SIGKILL and started again it repeats nothing, and says what it cannot know")
  func killed() throws {
    try withServer { server in
      let options = ["chatnet", "join", "-u", "bob", "--no-input", "--resume", "log"]
      let command = options.joined(separator: " ")
      var logs: [String] = []
      for round in 1...3 {
        let bob = try Participant(server.start(["/bin/sh", "-c", "exec \(command)"]))
        try bob.records { $0.event == "ready" }
        let lines = (1...50).map { "\(round)-\($0)" }
        let sent = try server.run("send", "-u", "alice", "bob", input: lines.joined(separator: "\n"))
        #expect(sent.status == 0)
        try bob.records { $0.text == lines.last }
        bob.child.process.signal(SIGKILL)
        _ = try bob.child.process.exitStatus()
        logs.append(bob.child.output.everything)
        #expect(try server.run("send", "-u", "alice", "-m", "unheard \(round)").status == 0)
      }
      let all = try texts(logs.joined())
      #expect(
        all.filter { !$0.hasPrefix("unheard") } == (1...3).flatMap { r in (1...50).map { "\(r)-\($0)" } })
      #expect(!logs[0].contains("\tresumed\t"))
      for log in logs.dropFirst() {
        let resumed = try log.split(separator: "\n").map { try Record(line: String($0)) }
          .first { $0.event == "resumed" }
        #expect(resumed?.text.contains("missing") == true)
      }
    }
  }

  @Test("what its reader has not got is not counted as told")
  func notWritten() throws {
    try withServer { server in
      let bob = try server.start("join", "-u", "bob", "--no-input", "--json", "--resume", "log")
      try bob.output.take(through: "\"ready\"")
      let lines = (1...3000).map { "\($0)" }.joined(separator: "\n")
      // Nobody reads what bob writes, which is more than fits into the pipe.
      #expect(try server.run("send", "-u", "alice", "bob", input: lines).status == 0)
      let journal = "state/chatnet/resume/log"
      bob.process.signal(SIGKILL)
      let written = try bob.output.rest()
      let told = try server.folder.read(journal).split(separator: "\n").dropFirst().map {
        $0.split(separator: "\t", omittingEmptySubsequences: false)[2]
      }
      #expect(!written.contains("\"3000\""))
      #expect(told.allSatisfy { $0.isEmpty || written.contains("\"id\":\"\($0)\"") })
    }
  }

  @Test("a second run of one name is 75, and the first one does not notice")
  func twice() throws {
    try withServer { server in
      let first = try server.join("bob", "--no-input", "--resume", "log")
      let second = try server.run("join", "-u", "carol", "--resume", "log")
      let file = server.folder.file("state/chatnet/resume/log")
      #expect(second.status == 75)
      #expect(second.output == "")
      #expect(second.errors == "chatnet: join: \(file): another run of this name uses it\n")
      let other = try server.run("join", "-u", "carol", "--resume", "log-2")
      #expect(other.status == 0)
      #expect(try server.run("send", "-u", "alice", "-m", "hi", "bob").status == 0)
      try first.records { $0.text == "hi" }
    }
  }

  @Test("a file that cannot be written is 74 and named")
  func unwritable() throws {
    try withServer { server in
      let shell = "XDG_STATE_HOME=/dev/null/state chatnet join -u bob --resume log"
      let result = try server.shell(shell)
      #expect(result.status == 74)
      #expect(result.errors == "chatnet: join: /dev/null/state/chatnet/resume/log: Not a directory\n")
      // A path that is not absolute is as good as none.
      for state in ["-u XDG_STATE_HOME", "XDG_STATE_HOME=", "XDG_STATE_HOME=state"] {
        let nowhere = try server.shell("env -u HOME \(state) chatnet join -u bob --resume log")
        #expect(nowhere.status == 74)
        #expect(nowhere.errors.contains("HOME"))
      }
    }
  }

  @Test(
    "a name that is none is 64",
    arguments: ["../x", "", ".hidden", "a b", "a/b", "é", String(repeating: "x", count: 65)])
  func names(name: String) throws {
    try withServer { server in
      let result = try server.run("join", "--resume=\(name)")
      #expect(result.status == 64)
      #expect(result.errors.hasPrefix("chatnet: join: --resume"))
      #expect(result.output == "")
    }
  }

  @Test(
    "what people write is a time, by the clock of the reader",
    arguments: ["1w", "2h30m", "yesterday", "09:30"])
  func spans(value: String) throws {
    let server = try ScriptedServer(offering: "server-time batch message-tags draft/chathistory")
    let join = try ChildProcess(
      [Programs.chatnet, "join", "-u", "alice", "-s", server.address, "--no-input", "--since", value],
      environment: server.environment)
    try server.admit()
    try server.hear(through: "CHATHISTORY AFTER #lobby timestamp=20")
    join.process.end()
  }

  @Test("an id that the server does not know is 65, and what follows is heard all the same")
  func unknownID() throws {
    let server = try ScriptedServer(offering: "server-time batch message-tags draft/chathistory")
    let join = try ChildProcess(
      [
        Programs.chatnet, "join", "-u", "alice", "-s", server.address, "--no-input", "--since", "q4d6hz7e",
        "--count", "1",
      ], environment: server.environment)
    try server.admit()
    try server.hear(through: "CHATHISTORY AFTER #lobby msgid=q4d6hz7e")
    try server.say(":srv FAIL CHATHISTORY MESSAGE_ERROR AFTER #lobby :Messages could not be retrieved")
    try server.say(":bob!b@h PRIVMSG #lobby :now")
    try server.hear(through: "PING chatnet-join")
    try server.say(":srv PONG srv chatnet-join")
    try server.hear(through: "QUIT")
    try server.say("ERROR :bye")
    let result = try join.result()
    #expect(result.status == 65)
    #expect(result.output.contains("\tmessage\tbob\t#lobby\tnow\n"))
    #expect(
      result.errors
        == "chatnet: join: q4d6hz7e: --since: no message of this id is known (Messages could not be retrieved)\n"
    )
  }

  @Test("--since beside it is 64, and so is a time that is none")
  func since() throws {
    try withServer { server in
      let both = try server.run("join", "--resume", "log", "--since", "10m")
      #expect(both.status == 64)
      for value in ["2026-13-01", "ten minutes", "2026-02-30T10:00:00Z", "tomorrow", "10minuts", "25:00"] {
        let result = try server.run("join", "--since", value)
        #expect(result.status == 64)
        #expect(result.errors.hasPrefix("chatnet: join: --since: '\(value)'"))
      }
    }
  }
}
