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

  /// A message of al's, by its number.
  private static func said(_ number: Int) -> String {
    "msgid=m\(number);time=2026-11-21T08:00:\(20 + number).000Z :al!a@h PRIVMSG #lobby :\(number)"
  }

  @Test(
    "a disk that is full leaves whole records, and the next run goes on after the last one that stands there")
  func fullDisk() throws {
    let log = try server.folder.write(String(repeating: "x", count: 1200) + "\n", to: "log")
    let join =
      "\(Programs.chatnet) join -u bob -s \(server.address) --no-input --json --resume log >>'\(log)'"
    // In units of 512 bytes: where the file would grow beyond, a write fails as on a full disk.
    let first = try ChildProcess(
      ["/bin/sh", "-c", "ulimit -f 4; exec \(join)"], environment: server.environment)
    try server.admit("bob", at: "2026-11-21T08:00:20.000Z")
    try server.folder.awaitFile("log", holding: "\"ready\"")
    try server.say((1...20).map { "@\(Self.said($0))" })
    try server.hear(through: "QUIT")
    server.hangUp()
    let result = try first.result()
    #expect(result.status == 74)
    #expect(result.errors == "chatnet: join: standard output: File too large\n")
    let written = try server.folder.read("log")
    #expect(written.hasSuffix("}\n"))
    let count = written.split(separator: "\n").count { $0.contains("\"message\"") }
    #expect((1..<20).contains(count))

    let second = try ChildProcess(["/bin/sh", "-c", "exec \(join)"], environment: server.environment)
    try server.admit("bob", at: "2026-11-21T08:00:50.000Z")
    try server.hear(through: "CHATHISTORY AFTER #lobby msgid=m\(count) ")
    try server.say(
      [":srv BATCH +h chathistory #lobby"] + (count + 1...20).map { "@batch=h;\(Self.said($0))" }
        + [":srv BATCH -h"])
    try server.folder.awaitFile("log", holding: "\"m20\"")
    second.process.signal(SIGTERM)
    _ = try second.process.exitStatus()
    let ids = try server.folder.read("log").matches(of: #/"id":"m([0-9]+)"/#).compactMap { Int($0.1) }
    #expect(ids == Array(1...20))
  }

  @Test(
    "the history that is asked for stands between begin and end in TSV, and no command is run for it unless asked",
    arguments: [false, true])
  func askedHistory(runsForHistory: Bool) throws {
    let done = try server.folder.write("", to: "done")
    let options = ["--exec", "read -r text; echo \"$text $CHATNET_HISTORY\" >>'\(done)'", "--history", "5"]
    let run = try Participant(
      ChildProcess(
        [Programs.chatnet, "join", "-u", "bob", "-s", server.address, "--no-input"] + options
          + (runsForHistory ? ["--exec-history"] : []), environment: server.environment))
    try server.admit("bob")
    try server.hear(through: "CHATHISTORY LATEST #lobby * 5")
    try answer("#lobby", Self.said(1))
    try server.hear(through: "CHATHISTORY BEFORE #lobby msgid=m1 4")
    try answer("#lobby")
    try server.say("@\(Self.said(2))")
    let told = try run.records { $0.text == "2" }
    let kinds = told.filter { $0.event != "join" }.map(\.event)
    #expect(kinds == ["begin", "message", "end", "ready", "message"])
    let ran = (runsForHistory ? ["1 true"] : []) + ["2 "]
    try server.folder.awaitFile("done", holding: "2 \n")
    run.child.process.signal(SIGTERM)
    _ = try run.child.process.exitStatus()
    #expect(try server.folder.read("done").split(separator: "\n").map(String.init).sorted() == ran)
  }

  @Test("half a record that a crash has left is not continued")
  func halfARecord() throws {
    let log = try server.folder.write(#"{"time":"2026-11-2"#, to: "log")
    let join = "exec \(Programs.chatnet) join -u bob -s \(server.address) --no-input --json >>'\(log)'"
    let run = try ChildProcess(["/bin/sh", "-c", join], environment: server.environment)
    try server.admit("bob")
    try server.folder.awaitFile("log", holding: "\"ready\"")
    run.process.signal(SIGTERM)
    _ = try run.process.exitStatus()
    let lines = try server.folder.read("log").split(separator: "\n")
    #expect(lines[0] == #"{"time":"2026-11-2"#)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
  }

  @Test("what is missing is missing since the last message that was written, by the server's time")
  func gap() throws {
    let server = try ScriptedServer(offering: "server-time message-tags")
    let run = try Participant(
      ChildProcess(
        [Programs.chatnet, "join", "-u", "bob", "-s", server.address, "--no-input"],
        environment: server.environment))
    try server.admit("bob", at: "2020-11-21T08:00:20.000Z")
    try run.records { $0.event == "ready" }
    try server.say("@time=2020-11-21T08:00:31.500Z :al!a@h PRIVMSG #lobby :the last", "ERROR :Closing link")
    server.hangUp()
    try server.admit("bob", at: "2020-11-21T08:02:00.000Z")
    let told = try run.records { $0.event == "resumed" }
    #expect(
      told.last?.text
        == "what was said since 2020-11-21T08:00:31.500Z is missing: this server keeps no history")
    run.child.process.signal(SIGTERM)
    _ = try run.child.process.exitStatus()
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
