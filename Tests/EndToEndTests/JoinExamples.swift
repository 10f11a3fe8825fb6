import Glibc
import Testing

/// The stagings of the examples of `join`, by people and in filters.
enum JoinExamples {
  static let stagings: [String: Staging] = [
    scribeTitle: scribe,
    "Wait for a word, then go on": word,
    "talk; in another terminal, join -u bob": talk,
    "chatnet join -u alice": session,
    "chatnet join -u bob": session,
    "chatnet join -u log --no-input | grep --line-buffered failed": filter,
    #"chatnet join -u log --no-input --json | jq -r 'select(.event == "message").text'"#: jsonFilter,
  ]

  private static let scribeTitle =
    "Write down all that is said, without a gap where the server keeps a history, "
    + "however often the machine is restarted"

  private static let word: Staging = { stage in
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

  private static let talk: Staging = { stage in
    let screen = try TerminalScreen(stage.command, environment: stage.server.environment)
    try screen.wait(for: "-- in #lobby: alice")
    try screen.enter("hello")
    try screen.wait(for: "[alice]: hello")
  }

  /// Two people and a bot: a person's screen is what the README shows of it, but for the times.
  private static let session: Staging = { stage in
    try stage.standIn("date", "echo Saturday")
    _ = try stage.start(script: BotExamples.dayBotTitle)
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

  private static let filter: Staging = { stage in
    let bob = try stage.server.join("bob")
    let filtering = try stage.start()
    try bob.records { $0.event == "join" && $0.from == "log" }
    try bob.type("13 tests passed")
    try bob.type("14 tests failed")
    let record = try Record(line: #require(try filtering.output.line()))
    #expect(try record == Record(line: String(stage.example.output.dropLast())))
  }

  private static let jsonFilter: Staging = { stage in
    let bob = try stage.server.join("bob")
    let filtering = try stage.start(replacing: ["jq -r": "jq --unbuffered -r"])
    try bob.records { $0.event == "join" && $0.from == "log" }
    try bob.type("14 tests failed")
    #expect(try filtering.output.line() == String(stage.example.output.dropLast()))
  }

  private static let scribe: Staging = { stage in
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
}
