import Glibc
import Testing

@Suite("What a person who lives on the terminal wants to see, and to keep")
struct TerminalSightTests {
  @Test("--hide shows nobody's coming and going, but one's own and what is said")
  func hiding() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice", "--hide", "join,part", "--hide", "quit nick")
      let bob = try server.connect(as: "bob")
      try bob.send("JOIN #lobby", "NICK robert", "PART #lobby", "JOIN #lobby", "PRIVMSG #lobby :hi", "QUIT")
      try alice.wait(for: "[robert]: hi")
      try alice.enter("/join #ops")
      let lines = try alice.wait(for: "alice joined #ops")
      #expect(!lines.contains { $0.contains("bob") || $0.contains("robert joined") || $0.contains("left") })
      let wrong = try server.run("join", "--hide", "join,parts")
      #expect(wrong.status == 64)
      #expect(wrong.errors.contains("--hide: 'parts' is none of join,part,quit,nick,away,back,mode,topic\n"))
    }
  }

  @Test("--highlight marks a word as the own name is marked, and rings")
  func highlighting() throws {
    try withServer { server in
      let alice = try server.joinTerminal("alice", "--highlight", "deploy")
      let bob = try server.join("bob")
      try bob.type("deploying")
      try bob.type("Deploy now")
      let seen = try alice.screen.take(through: "\u{1B}[1;7mDeploy now\u{1B}[0m")
      #expect(!seen.contains("\u{1B}[1;7mdeploying"))
      try alice.screen.take(through: "\u{7}")
    }
  }

  @Test("--log adds what is shown as records, for the owner alone, and each run goes on behind the last")
  func log() throws {
    try withServer { server in
      let path = server.folder.file("log")
      for text in ["one", "two"] {
        let alice = try server.joinScreen("alice", "--log", path, "--hide", "join")
        let bob = try server.join("bob")
        try bob.type(text)
        try alice.wait(for: "[bob]: \(text)")
        try alice.enter("/quit")
        _ = try alice.exitStatus()
        bob.child.process.end()
      }
      let lines = try server.folder.read("log").split(separator: "\n")
      let records = try lines.map { try Record(line: String($0)) }
      #expect(records.filter { $0.event == "message" }.map(\.text) == ["one", "two"])
      #expect(records.filter { $0.event == "ready" }.count == 2)
      #expect(!records.contains { $0.event == "join" })
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
      let refused = try server.run("join", "--log", "/nowhere/log")
      #expect(refused.status == 74)
      #expect(refused.errors == "chatnet: join: --log: /nowhere/log: No such file or directory\n")
    }
  }

  @Test("/history of somebody shows what was said to and by them alone, as far as this run has seen it")
  func history() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice")
      let bob = try server.join("bob")
      try alice.wait(for: "bob joined")
      try alice.enter("@bob one")
      try bob.records { $0.event == "message" && $0.text == "one" }
      try bob.type("@alice two")
      try bob.type("to all")
      try alice.wait(for: "[bob]: to all")
      try alice.enter("/clear")
      try alice.enter("/history bob")
      let lines = try alice.wait(for: "bob: the last 2 messages that this run has seen:")
      let said = lines.filter { $0.contains("]: ") }.map { $0.dropFirst("10:00 ".count) }
      #expect(said == ["[alice -> bob]: one", "[bob -> alice]: two"])
    }
  }

  @Test("what the server says to everybody is dimmed, and shown once")
  func motd() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("be kind\n", to: "motd")
    let first = try ChatServer(["--motd", path], folder: folder)
    let alice = try first.joinTerminal("alice", "-s", "127.0.0.1:\(first.port)", with: ["LC_ALL": "C.UTF-8"])
    #expect(alice.screen.everything.contains("\u{1B}[2m-- be kind\u{1B}[0m"))
    try first.kill()
    try alice.screen.take(through: "not connected")
    let second = try ChatServer(["--motd", path], port: "\(first.port)", folder: folder)
    let seen = try alice.screen.take(through: "back at")
    #expect(!seen.contains("be kind"))
    withExtendedLifetime(second) {}
  }

  @Test("a long text breaks between words under its beginning, and an address is copied as one")
  func rows() throws {
    try withServer { server in
      let alice = try server.joinScreen("alice", columns: 40)
      let bob = try server.join("bob")
      try bob.type("the quick brown fox jumps 10:42 [carol]: over the lazy dog")
      try bob.type("see https://example.org/a/long/path/of/fifty/columns/and/more for it")
      let lines = try alice.wait(for: "for it")
      let first = try #require(lines.firstIndex { $0.contains("the quick") })
      #expect(
        lines[(first + 1)..<(first + 3)] == [
          "             10:42 [carol]: over the", "             lazy dog",
        ])
      let whole = try alice.everyLine()
      #expect(
        whole.contains("             https://example.org/a/long/path/of/fifty/columns/and/more"), "\(whole)")
    }
  }
}
