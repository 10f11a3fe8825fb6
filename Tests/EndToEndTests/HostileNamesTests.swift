import Testing

/// Names that only another server allows, and what a shell or a program could make of them.
@Suite("A name of somebody is never more than a name")
struct HostileNamesTests {
  /// What a shell would run, expand or unquote, and what `printf`, `read` and `[` would obey.
  static let plain = [
    "$(touch${IFS}pwned)", "`touch${IFS}pwned`", "a'b", "a\"b", "a#b", "*", "~", "~root", "a;exit", "%s%n",
    #"back\slash"#, "(", "=", "a&b",
  ]
  /// What `chatnet send`, and any other program, would take for an option.
  static let options = ["-rlobby", "-mTEXT", "-p24061", "--help", "--", "-"]

  static let bots = [BotExamples.dayBotTitle, BotExamples.clockTitle]

  @Test("the bots of the documents answer the one who asked, and nobody else", arguments: bots)
  func answered(title: String) throws {
    let stage = try ForeignStage(title)
    for name in HostileNamesTests.plain {
      try stage.server.say(":\(name)!u@h PRIVMSG clock :time, please")
      #expect(try stage.server.serveSend() == ["PRIVMSG \(name) :half past three"])
    }
    #expect(!stage.server.folder.names.contains("pwned"))
  }

  @Test("--exec runs nothing for a name that would be an option or a room, and says so", arguments: bots)
  func refused(title: String) throws {
    let stage = try ForeignStage(title)
    for name in HostileNamesTests.options {
      try stage.server.say(":\(name)!u@h PRIVMSG clock :time, please")
      let line = try #require(try stage.child.errors.line())
      #expect(
        line == "chatnet: join: exec: not run for a message from \(name): "
          + "CHATNET_FROM would begin with '-', as an option does")
    }
    try stage.server.say(":#lobby!u@h PRIVMSG clock :time, please")
    let line = try #require(try stage.child.errors.line())
    #expect(line == "chatnet: join: exec: not run for a message from #lobby: CHATNET_FROM would be a room")
    for (sign, shown) in [("\u{202E}", #"\u{202E}"#), ("\u{9B}", #"\u{9B}"#), ("\u{2067}", #"\u{2067}"#)] {
      try stage.server.say(":e\(sign)ve!u@h PRIVMSG clock :time, please")
      let line = try #require(try stage.child.errors.line())
      #expect(
        line == "chatnet: join: exec: not run for a message from e\(shown)ve: "
          + "CHATNET_FROM would hold a control character")
    }
    try stage.server.say(":e\u{1B}[2Jve!u@h PRIVMSG clock :time, please")
    let shown = try #require(try stage.child.errors.line())
    #expect(
      shown == #"chatnet: join: exec: not run for a message from e\x1B[2Jve: "#
        + "CHATNET_FROM would hold a control character")
    // The next that is served is the first for whom a command ran.
    try stage.server.say(":bob!u@h PRIVMSG clock :time, please")
    #expect(try stage.server.serveSend() == ["PRIVMSG bob :half past three"])
  }

  @Test("no other variable that holds a name begins with a dash either")
  func otherVariables() throws {
    let server = try ScriptedServer(offering: "account-tag message-tags")
    let child = try ChildProcess(
      [
        Programs.chatnet, "join", "-u", "clock", "--no-input", "-s", server.address, "--exec",
        "echo ran for $CHATNET_ID >&2",
      ],
      environment: server.environment)
    try server.admit("clock")
    try server.say(
      "@account=-x :eve!u@h PRIVMSG clock :hi", ":eve!u@h PRIVMSG -x :hi",
      "@msgid=-id;account=eve :eve!u@h PRIVMSG clock :-text")
    let start = "chatnet: join: exec: not run for a message from eve: "
    // What the command writes goes past join, and may come first.
    let lines = try (0..<3).map { _ in try child.errors.line() ?? "" }
    #expect(
      lines.sorted() == [
        start + "CHATNET_ACCOUNT would begin with '-', as an option does",
        start + "CHATNET_TO would begin with '-', as an option does", "ran for -id",
      ])
    child.process.end()
  }

  @Test("the bot that is one process answers every name, as a name")
  func echo() throws {
    let stage = try ForeignStage(BotExamples.echoTitle, as: "echo")
    for name in HostileNamesTests.plain + HostileNamesTests.options {
      try stage.server.say(":\(name)!u@h PRIVMSG echo :$(date) %s")
      try stage.server.hear(through: "PRIVMSG \(name) :you said: $(date) %s\r\n")
      try stage.server.hear(through: "PING ")
      let token = try stage.server.hear(through: "\r\n").filter { $0 != "\r\n" }
      try stage.server.say(":srv PONG srv \(token)")
    }
    #expect(!stage.server.folder.names.contains("pwned"))
  }
}

/// An example of the documents on a server that allows any name.
private final class ForeignStage {
  let server: ScriptedServer
  let child: ChildProcess

  init(_ title: String, as name: String = "clock") throws {
    server = try ScriptedServer()
    let written = try DocumentedExample.manual() + DocumentedExample.readme()
    let example = try #require(written.first { $0.title == title })
    let folder = server.folder.path
    try server.folder.writeProgram("echo 'half past three'", to: "date")
    let script = """
      cd '\(folder)'; PATH='\(folder)':$PATH; export CHATNET_SERVER='\(server.address)'
      \(example.script)
      """
    child = try ChildProcess(["/bin/sh", "-c", script], environment: server.environment)
    try server.admit(name)
  }

  deinit { child.process.end() }
}
