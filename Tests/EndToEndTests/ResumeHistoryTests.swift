import Glibc
import Testing

@Suite("join --resume on a server that keeps a history")
struct ResumeHistoryTests {
  private let server: ScriptedServer

  init() throws {
    server = try ScriptedServer(offering: "server-time message-tags batch draft/chathistory")
  }

  /// Starts a run of bob's.
  private func start(_ options: String...) throws -> Participant {
    let join = [Programs.chatnet, "join", "-u", "bob", "-s", server.address, "--no-input"]
    return try Participant(ChildProcess(join + options, environment: server.environment))
  }

  /// Answers what was asked of a history with these lines.
  private func answer(_ target: String, _ lines: String...) throws {
    try server.say(
      [":srv BATCH +h chathistory \(target)"] + lines.map { "@batch=h;\($0)" } + [":srv BATCH -h"])
  }

  /// Ends a run.
  private func end(_ run: Participant) throws -> [Record] {
    run.child.process.signal(SIGTERM)
    try server.hear(through: "QUIT")
    server.hangUp()
    let records = try run.remainingRecords()
    #expect(try run.child.process.exitStatus() == 128 + SIGTERM)
    return records
  }

  @Test(
    "the second run of a bot begins where the first one entered, and runs nothing for what was said before")
  func secondRun() throws {
    let done = try server.folder.write("", to: "done")
    let options = ["--resume", "bot", "--exec", "cat >>'\(done)'"]
    let first = try start(options[0], options[1], options[2], options[3])
    try server.admit("bob", at: "2026-11-21T08:00:20.000Z")
    try first.records { $0.event == "ready" }
    _ = try end(first)
    let second = try start(options[0], options[1], options[2], options[3])
    try server.admit("bob", at: "2026-11-21T08:00:40.000Z")
    try server.hear(through: "CHATHISTORY AFTER #lobby timestamp=2026-11-21T08:00:20.000Z")
    try answer("#lobby", "msgid=m1;time=2026-11-21T08:00:30.000Z :al!a@h PRIVMSG #lobby :missed")
    try server.hear(through: "CHATHISTORY AFTER #lobby msgid=m1")
    try answer("#lobby")
    try server.hear(through: "CHATHISTORY TARGETS timestamp=2026-11-21T08:00:20.000Z")
    try server.say(":srv BATCH +t draft/chathistory-targets", ":srv BATCH -t")
    let told = try second.records { $0.event == "ready" }
    #expect(told.messages.map(\.text) == ["missed"])
    try server.folder.awaitFile("done", holding: "missed\n")
    _ = try end(second)
    #expect(try server.folder.read("done") == "missed\n")
  }
}
