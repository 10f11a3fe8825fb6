import Testing

/// The stagings of the examples of bots and bridges.
enum BotExamples {
  static let stagings: [String: Staging] = [
    clockTitle: clock,
    echoTitle: echo,
    "A bridge from a room of one server to one of another": bridge,
    "A bridge between two rooms, in both directions": bothWays,
    dayBotTitle: dayBot,
  ]

  static let clockTitle = "A bot that runs a command for each message, and answers"
  static let echoTitle = "A bot that is one process, and does not stop to think"
  static let dayBotTitle =
    #"chatnet join -u clock --no-input --exec '[ "$CHATNET_TO" != clock ] || "#
    + #"date +%A | chatnet send -- "$CHATNET_FROM"' >log"#

  private static let clock: Staging = { stage in
    try stage.standIn("date", "echo 'half past three'")
    _ = try stage.start()
    try stage.server.awaitUser("clock")
    let asked = try stage.server.run("send", "-u", "alice", "--reply", "15", "-m", "time, please", "clock")
    #expect(asked == .init(status: 0, output: "half past three\n", errors: ""))
    let said = try stage.server.run("send", "-u", "alice", "--reply", "0.5", "-m", "good morning", "clock")
    #expect(said.status == 75)
  }

  private static let dayBot: Staging = { stage in
    try stage.standIn("date", "echo Saturday")
    _ = try stage.start()
    try stage.awaitFile("log", holding: "ready")
    let alice = try stage.server.join("alice")
    try alice.type("not to the bot")
    try alice.type("@clock what day is it?")
    let records = try alice.records { $0.event == "message" && $0.from == "clock" }
    #expect(records.last?.text == "Saturday")
  }

  private static let echo: Staging = { stage in
    _ = try stage.start()
    try stage.server.awaitUser("echo")
    let text = "a $(b) `c` %s"
    let asked = try stage.server.run("send", "-u", "alice", "--reply", "15", "-m", text, "echo")
    #expect(asked == .init(status: 0, output: "you said: \(text)\n", errors: ""))
  }

  private static let bridge: Staging = { stage in
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

  private static let bothWays: Staging = { stage in
    let far = try ChatServer()
    let alice = try far.connect(as: "alice")
    try alice.join("#ops")
    let bob = try stage.server.join("bob", "-r", "ops")
    _ = try stage.start(replacing: [
      "irc://irc.example.org": "127.0.0.1:\(far.port)", "127.0.0.1:8080": "127.0.0.1:\(stage.server.port)",
    ])
    for _ in 1...2 { try alice.expect("JOIN") }
    var missing: Set = ["gate", "gate-in"]
    try bob.records { record in
      if record.event == "join" { missing.remove(record.from) }
      return missing.isEmpty
    }
    for text in ["hello", "again"] {
      try alice.send("PRIVMSG #ops :\(text)")
      try bob.records(through: stage.message("<alice> \(text)", from: "gate", to: "#ops"))
      try bob.type("\(text) yourself")
      // What went round would come before the answer.
      let answer = try alice.expect("PRIVMSG")
      #expect(answer.source.hasPrefix("gate!"))
      #expect(answer.parameters.last == "<bob> \(text) yourself")
    }
    let rest = try bob.leave()
    #expect(!rest.output.contains("<gate"))
    #expect(try alice.messagesUntilNow().filter { $0.verb == "PRIVMSG" }.isEmpty)
  }
}
