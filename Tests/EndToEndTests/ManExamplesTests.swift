import Glibc
import Testing

@Suite("Every example of the manual page and of the README works as it stands")
struct ManExamplesTests {
  @Test("there is a staging for each example, and an example for each staging")
  func complete() throws {
    let titles = try (DocumentedExample.manual() + DocumentedExample.readme()).map(\.title)
    #expect(Set(titles).count == titles.count)
    #expect(Set(titles).subtracting(Self.stagings.keys) == [], "they have no staging")
    #expect(Set(Self.stagings.keys).subtracting(titles) == [], "they are in no document")
  }

  @Test("it does what it says", arguments: stagings.keys.sorted())
  func works(title: String) throws {
    let written = try DocumentedExample.manual() + DocumentedExample.readme()
    let example = try #require(written.first { $0.title == title })
    let staging = try #require(Self.stagings[title])
    try withServer { server in try staging(ExampleStage(server, example)) }
  }

  @Test("the manual page names the variables that a command of --exec finds, and no others")
  func variables() throws {
    let page = try TemporaryFolder.contents(of: "\(Programs.sources)/man/chatnet.1").split(separator: "\n")
    let section = page.drop { $0 != ".Ss What --exec sets" }.dropFirst().prefix { !$0.hasPrefix(".S") }
    let named = section.filter { $0.hasPrefix(".Ev ") }.map { $0.split(separator: " ")[1] }
    try withServer { server in
      let command = "env | sed -n 's/^\\(CHATNET_[A-Z]*\\)=.*/\\1/p' | sort | tr '\\n' ' '; echo"
      let bot = try server.join("bot", "--no-input", "--exec", command)
      try #expect(server.run("send", "-m", "hi", "bot").status == 0)
      let found = try #require(try bot.child.errors.line()).split(separator: " ")
      // The page says of this one that it is not there.
      #expect(Set(named).subtracting(["CHATNET_PASSWORD"]) == Set(found))
    }
  }

  private static let stagings: [String: @Sendable (ExampleStage) throws -> Void] = [
    "A build that reports how the night went": build,
    "A log that is followed, line by line, as it grows": log,
    "Several lines as one message": whole,
    scribeTitle: scribe,
    "Wait for a word, then go on": word,
    "Wait for a person, for an hour at most": person,
    "Ask, and do as the answer says": answer,
    "Send to bob, or write a mail if bob is not there": mail,
    "A message that survives an outage": outage,
    "A bot that runs a command for each message, and answers": clock,
    "A bot that is one process, and does not stop to think": echo,
    "A bridge from a room of one server to one of another": bridge,
    "Say hello on an IRC network, under a name of its choosing": network,
    "talk; in another terminal, join -u bob": talk,
    "bob sees it come from alice": toBob,
    "a room, line by line, as the log grows": readmeLog,
    "a question with an exit status": question,
    dayBotTitle: dayBot,
    "chatnet join -u alice": session,
    "chatnet join -u bob": session,
    "chatnet join -u log --no-input | grep --line-buffered failed": filter,
    #"chatnet join -u log --no-input --json | jq -r 'select(.event == "message").text'"#: jsonFilter,
  ]

  private static let scribeTitle =
    "Write down all that is said, without a gap where the server keeps a history, "
    + "however often the machine is restarted"

  private static let dayBotTitle =
    #"chatnet join -u clock --no-input --exec '[ "$CHATNET_TO" != clock ] || "#
    + #"date +%A | chatnet send "$CHATNET_FROM"' >log"#

  // MARK: send

  private static let build = staging { stage in
    try stage.standIn("make", "echo building; echo '700 tests passed'")
    let bob = try stage.server.join("bob", "--no-input", "-r", "ops")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try bob.records(through: stage.message("700 tests passed", from: "bob", to: "#ops"))
  }

  private static let log = staging { stage in
    try follow("/var/log/syslog", stage)
  }

  private static let readmeLog = staging { stage in
    try follow("log", stage)
  }

  private static func follow(_ name: String, _ stage: ExampleStage) throws {
    let file = try stage.server.folder.write("first\n", to: "syslog")
    let bob = try stage.server.join("bob", "--no-input", "-r", "ops")
    let sending = try stage.start(replacing: [name: file])
    try bob.records(through: stage.message("first", from: "bob", to: "#ops"))
    let descriptor = open(file, O_WRONLY | O_APPEND | O_CLOEXEC)
    try ByteWriter(descriptor).write("second\n")
    try bob.records(through: stage.message("second", from: "bob", to: "#ops"))
    #expect(sending.process.isRunning)
  }

  private static let whole = staging { stage in
    try stage.standIn("git", "printf 'one\\ntwo\\nthree\\n'")
    let bob = try stage.server.join("bob", "--no-input", "-r", "ops")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try bob.records(through: stage.message("one\\ntwo\\nthree", from: "bob", to: "#ops"))
  }

  private static let answer = staging { stage in
    try stage.standIn("deploy", "echo deployed")
    let alice = try stage.server.join("alice")
    let asking = try stage.start()
    try alice.records(through: stage.message("deploy now?", from: Programs.loginName, to: "alice"))
    try alice.type("@\(Programs.loginName) yes")
    #expect(try asking.result() == .init(status: 0, output: "deployed\n", errors: ""))
  }

  private static let mail = staging { stage in
    try stage.standIn("mail", "echo \"mail to $1: $(cat)\"")
    try #expect(stage.finish().output == "mail to bob: disk full\n")
    let bob = try stage.server.join("bob", "--no-input")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try bob.records(through: stage.message("disk full", from: Programs.loginName, to: "bob"))
  }

  private static let network = staging { stage in
    let watcher = try stage.server.connect(as: "watcher")
    try watcher.join("#test")
    let address = "127.0.0.1:\(stage.server.port)"
    let sent = try stage.start(replacing: ["irc://irc.example.org": address]).result()
    #expect(sent == .init(status: 0, output: "", errors: ""))
    let hello = try watcher.expect("PRIVMSG")
    #expect(hello.name == "alice")
    #expect(hello.parameters == ["#test", "hello"])
  }

  private static let toBob = staging { stage in
    let people = try ["alice", "bob"].map { try stage.server.join($0, "--no-input") }
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    try people[1].records(through: stage.message("hi", from: "alice", to: "bob"))
  }

  // MARK: who

  private static let person = staging { stage in
    let waiting = try stage.start()
    let bob = try stage.server.join("bob", "--no-input")
    try bob.records(through: stage.message("tea?", from: Programs.loginName, to: "bob"))
    #expect(try waiting.result() == .init(status: 0, output: "bob\n", errors: ""))
  }

  private static let question = staging { stage in
    try #expect(stage.finish() == .init(status: 0, output: "no bob\n", errors: ""))
    let bob = try stage.server.join("bob", "--no-input")
    try #expect(stage.finish() == .init(status: 0, output: "", errors: ""))
    _ = bob
  }

  // MARK: join

  private static let word = staging { stage in
    try stage.standIn("smoke-test", "echo tested")
    let watcher = try stage.server.connect(as: "watcher")
    try watcher.join("#ops")
    let waiting = try stage.start()
    try watcher.expect("JOIN")
    try watcher.send("PRIVMSG #ops :not yet", "PRIVMSG #ops :deployed")
    let result = try waiting.result()
    #expect(result.status == 0)
    #expect(result.output.hasSuffix("\twatcher\t#ops\tdeployed\ntested\n"))
  }

  private static let talk = staging { stage in
    let screen = try TerminalScreen(stage.command, environment: stage.server.environment)
    try screen.wait(for: "-- in #lobby: alice")
    try screen.enter("hello")
    try screen.wait(for: "[alice]: hello")
  }

  /// Two people and a bot: a person's screen is what the README shows of it, but for the times.
  private static let session = staging { stage in
    try stage.standIn("date", "echo Saturday")
    _ = try stage.start(script: dayBotTitle)
    try stage.awaitFile("log", holding: "ready")
    let alice = try stage.server.screen("join", "-u", "alice")
    try alice.wait(for: "in #lobby: alice, clock")
    let bob = try stage.server.screen("join", "-u", "bob")
    try alice.wait(for: "bob joined")
    try bob.enter("hello, is the build done?")
    try alice.wait(for: "[bob]: hello")
    try alice.paste("nearly, two tests to go:\ntest 7: slow\ntest 9: slower")
    try alice.wait(for: "(pasted: 3 lines")
    try alice.press("Enter")
    try alice.wait(for: "[alice]: nearly")
    try alice.enter("@clock what day is it?")
    try alice.wait(for: "[clock -> alice]: Saturday")
    try bob.enter("/me makes coffee")
    try alice.wait(for: "* bob makes coffee")
    try alice.paste("both pass now:\nok 7\nok 9")
    try bob.type("@alice or on a Sat")
    let isAlice = stage.example.title.hasSuffix("alice")
    let lines = try isAlice ? alice.wait(for: "ok 9") : bob.wait(for: "or on a Sat")
    let shown = stage.example.output.split(separator: "\n").map(String.init)
    #expect(lines.map(withoutTime) == shown.map(withoutTime))
  }

  private static func withoutTime(_ line: String) -> String {
    line.first?.isNumber == true ? String(line.drop { $0 != " " }) : line
  }

  private static let filter = staging { stage in
    let bob = try stage.server.join("bob")
    let filtering = try stage.start()
    try bob.records { $0.event == "join" && $0.from == "log" }
    try bob.type("13 tests passed")
    try bob.type("14 tests failed")
    let record = try Record(line: #require(try filtering.output.line()))
    #expect(try record == Record(line: String(stage.example.output.dropLast())))
  }

  private static let jsonFilter = staging { stage in
    let bob = try stage.server.join("bob")
    let filtering = try stage.start(replacing: ["jq -r": "jq --unbuffered -r"])
    try bob.records { $0.event == "join" && $0.from == "log" }
    try bob.type("14 tests failed")
    #expect(try filtering.output.line() == String(stage.example.output.dropLast()))
  }

  private static let scribe = staging { stage in
    let bob = try stage.server.join("bob")
    for text in ["write this down", "and this"] {
      let scribe = try stage.start()
      try bob.records { $0.event == "join" && $0.from == "scribe" }
      try bob.type(text)
      try stage.awaitFile("lobby.json", holding: "\"text\":\"\(text)\"")
      kill(-scribe.process.id, SIGTERM)
      try bob.records { $0.event == "quit" && $0.from == "scribe" }
    }
    let lines = try stage.read("lobby.json").split(separator: "\n")
    let messages = lines.filter { $0.contains("\"event\":\"message\"") }
    #expect(messages.count == 2)
    #expect(lines.allSatisfy { $0.hasPrefix("{\"time\":") && $0.hasSuffix("}") })
  }

  // MARK: Bots and bridges

  private static let clock = staging { stage in
    try stage.standIn("date", "echo 'half past three'")
    _ = try stage.start()
    try stage.server.awaitUser("clock")
    let asked = try stage.server.run("send", "-u", "alice", "--reply", "15", "-m", "time, please", "clock")
    #expect(asked == .init(status: 0, output: "half past three\n", errors: ""))
    let said = try stage.server.run("send", "-u", "alice", "--reply", "0.5", "-m", "good morning", "clock")
    #expect(said.status == 75)
  }

  private static let dayBot = staging { stage in
    try stage.standIn("date", "echo Saturday")
    _ = try stage.start()
    try stage.awaitFile("log", holding: "ready")
    let alice = try stage.server.join("alice")
    try alice.type("not to the bot")
    try alice.type("@clock what day is it?")
    let records = try alice.records { $0.event == "message" && $0.from == "clock" }
    #expect(records.last?.text == "Saturday")
  }

  private static let echo = staging { stage in
    _ = try stage.start()
    try stage.server.awaitUser("echo")
    let text = "a $(b) `c` %s"
    let asked = try stage.server.run("send", "-u", "alice", "--reply", "15", "-m", text, "echo")
    #expect(asked == .init(status: 0, output: "you said: \(text)\n", errors: ""))
  }

  private static let bridge = staging { stage in
    let far = try ChatServer()
    let alice = try far.connect(as: "alice")
    try alice.join("#ops")
    let bob = try stage.server.join("bob", "--no-input", "-r", "ops")
    _ = try stage.start(replacing: ["irc://irc.example.org": "127.0.0.1:\(far.port)"])
    try alice.expect("JOIN")
    try bob.records { $0.event == "join" && $0.from == "bridge" }
    let texts = ["hello", #"a "quoted" \ one"#, "/quit", "exit"]
    for text in texts { try alice.send("PRIVMSG #ops :\(text)") }
    for text in texts {
      let column = "<alice> \(text)".replacing("\\", with: "\\\\")
      try bob.records(through: stage.message(column, from: "bridge", to: "#ops"))
    }
  }

  private static let outage = staging { stage in
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

  private static func staging(
    _ body: @escaping @Sendable (ExampleStage) throws -> Void
  ) -> @Sendable (ExampleStage) throws -> Void { body }
}
