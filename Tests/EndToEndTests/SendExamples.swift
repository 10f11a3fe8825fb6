import Glibc
import Testing

/// The stagings of the examples of `send`.
enum SendExamples {
  static let stagings: [String: Staging] = [
    "A build that reports how the night went": build,
    "A log that is followed, line by line, as it grows": log,
    "Several lines as one message": whole,
    "Ask, and do as the answer says": answer,
    "Send to bob, or write a mail if bob is not there": mail,
    "A message that survives an outage": outage,
    "Say hello on an IRC network, under a name of its choosing": network,
    "bob sees it come from alice": toBob,
    "a room (join -r ops makes it), line by line": readmeLog,
  ]

  private static let build: Staging = { stage in
    try stage.standIn("make", "echo building; echo '700 tests passed'")
    let bob = try stage.server.join("bob", "-r", "ops")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try bob.records(through: stage.message("700 tests passed", from: "bob", to: "#ops"))
  }

  private static let log: Staging = { stage in
    try follow("/var/log/syslog", stage)
  }

  private static let readmeLog: Staging = { stage in
    try follow("log", stage)
  }

  private static func follow(_ name: String, _ stage: ExampleStage) throws {
    let file = try stage.server.folder.write("first\n", to: "syslog")
    let bob = try stage.server.join("bob", "-r", "ops")
    let sending = try stage.start(replacing: [name: file])
    try bob.records(through: stage.message("first", from: "bob", to: "#ops"))
    let descriptor = open(file, O_WRONLY | O_APPEND | O_CLOEXEC)
    try ByteWriter(descriptor).write("second\n")
    try bob.records(through: stage.message("second", from: "bob", to: "#ops"))
    #expect(sending.process.isRunning)
  }

  private static let whole: Staging = { stage in
    try stage.standIn("git", "printf 'one\\ntwo\\nthree\\n'")
    let bob = try stage.server.join("bob", "-r", "ops")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try bob.records(through: stage.message("one\\ntwo\\nthree", from: "bob", to: "#ops"))
  }

  private static let answer: Staging = { stage in
    try stage.standIn("deploy", "echo deployed")
    let alice = try stage.server.join("alice")
    let asking = try stage.start()
    try alice.records(through: stage.message("deploy now?", from: Programs.loginName, to: "alice"))
    try alice.type("@\(Programs.loginName) yes")
    #expect(try asking.result() == .init(status: 0, output: "deployed\n", errors: ""))
  }

  private static let mail: Staging = { stage in
    try stage.standIn("mail", "echo \"mail to $1: $(cat)\"")
    try #expect(stage.finish().output == "mail to bob: disk full\n")
    let bob = try stage.server.join("bob", "--no-input")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try bob.records(through: stage.message("disk full", from: Programs.loginName, to: "bob"))
  }

  private static let network: Staging = { stage in
    let watcher = try stage.server.connect(as: "watcher")
    try watcher.join("#test")
    let address = "127.0.0.1:\(stage.server.port)"
    let sent = try stage.start(replacing: ["irc://irc.example.org": address]).result()
    #expect(sent == .init(status: 0, output: "", errors: ""))
    let hello = try watcher.expect("PRIVMSG")
    #expect(hello.name == "alice")
    #expect(hello.parameters == ["#test", "hello"])
  }

  private static let toBob: Staging = { stage in
    let people = try ["alice", "bob"].map { try stage.server.join($0) }
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try people[1].records(through: stage.message("hi", from: "alice", to: "bob"))
  }

  private static let outage: Staging = { stage in
    try stage.standIn("uptime", "echo 'up 3 days'")
    try stage.standIn("sleep", "exec /bin/sleep 0.2")
    let sending = try stage.start(
      replacing: ["~/unsent": "./unsent"], away: true)
    try stage.awaitFile("unsent", holding: "up 3 days")
    #expect(sending.process.isRunning)
    // The server comes back, on the socket where it is looked for.
    let back = try ChatServer(["--socket", stage.absentSocket])
    let bob = try back.connect(as: "bob")
    try bob.join("#ops")
    #expect(try bob.expect("PRIVMSG").parameters == ["#ops", "up 3 days"])
    #expect(try sending.result().status == 0)
    #expect(try bob.messagesUntilNow().filter { $0.verb == "PRIVMSG" }.isEmpty)
  }
}
