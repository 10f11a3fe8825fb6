import Testing

@Suite("messages for those who are not here")
struct AbsentTests {
  private let folder: TemporaryFolder
  /// The login that runs the tests: the one account that there is.
  private let login = Programs.loginName

  init() throws {
    folder = try TemporaryFolder()
  }

  private func server() throws -> ChatServer {
    try ChatServer(["--data", folder.file("kept")], folder: folder)
  }

  /// A server at which the login has been once.
  private func visitedServer() throws -> ChatServer {
    let server = try server()
    #expect(try server.run("join").status == 0)
    return server
  }

  /// What a `join` of the login shows that was said in private, as JSON.
  private func collected(_ server: ChatServer) throws -> [Substring] {
    let result = try server.run("join", "--json")
    #expect(result.status == 0)
    return result.output.split(separator: "\n").filter { $0.contains("\"event\":\"message\"") }
  }

  @Test(
    "send says that it waits; after kill -9 the login's next join shows it once, with its id and its time")
  func waits() throws {
    let first = try visitedServer()
    let sent = try first.shell("echo hi | chatnet send -p \(first.port) -u ann --print-id \(login)")
    #expect(sent.status == 0)
    #expect(sent.errors == "chatnet: send: \(login): not here; the message waits for them\n")
    #expect(sent.output.count == 14)
    try first.kill()
    let second = try server()
    let shown = try collected(second)
    #expect(shown.count == 1)
    #expect(shown.first?.contains("\"id\":\"\(sent.output.dropLast())\"") == true)
    #expect(shown.first?.contains("\"from\":\"ann\"") == true)
    #expect(shown.first?.contains("\"text\":\"hi\"") == true)
    #expect(try collected(second) == [])
    try second.kill()
    let third = try server()
    #expect(try collected(third) == [])
    // It is in the history as all else is.
    #expect(try third.stop().status == 0)
  }

  @Test("a join that leaves after some of them leaves the others for the next one")
  func someAtATime() throws {
    let server = try visitedServer()
    let sent = try server.shell("seq 3 | chatnet send -p \(server.port) -u ann \(login)")
    #expect(sent.status == 0, "\(sent.errors)")
    for number in 1...3 {
      let shown = try server.run("join", "--count", "1")
      #expect(shown.status == 0)
      #expect(shown.output.contains("\tmessage\tann\t\(login)\t\(number)\n"), "\(shown.output)")
    }
    #expect(try collected(server) == [])
  }

  @Test("a bot of one process that answers who has gone does not answer itself")
  func answersItself() throws {
    let server = try visitedServer()
    let bot = try server.join("echo", "--input", "tsv")
    #expect(try server.run("send", "-m", "plain", "echo").status == 0)
    try bot.records { $0.event == "message" && $0.text == "plain" }
    try bot.type("\tmessage\t\t\(login)\tyou said: plain")
    let left = try bot.leave()
    #expect(left.errors.contains("chatnet: join: \(login): no such user"), "\(left.errors)")
    #expect(!left.output.contains("you said"), "\(left.output)")
  }

  @Test(
    "whoever was never here is 67, and so is who is not here with --online, before input is read and with -m")
  func refused() throws {
    let server = try visitedServer()
    for arguments in ["--online \(login)", "nobody", "--online -m hi \(login)", "-m hi nobody"] {
      let result = try server.shell("chatnet send -u ann -p \(server.port) \(arguments) </dev/null")
      #expect(result.status == 67, "\(arguments)")
      #expect(result.errors.hasSuffix(": no such user\n"), "\(result.errors)")
    }
    #expect(try collected(server) == [])
    #expect(try server.stop().status == 0)
  }

  @Test("join says of a private line that it waits; a message of several lines and a notice wait too")
  func kinds() throws {
    let server = try visitedServer()
    let said = try server.run("join", "-u", "ann", "-p", "\(server.port)", input: "@\(login) from join\n")
    #expect(said.status == 0)
    #expect(said.errors == "chatnet: join: \(login) is not here; the message waits for them\n")
    let whole = try server.shell("printf 'a\\nb\\n' | chatnet send -p \(server.port) -u ann --whole \(login)")
    #expect(whole.status == 0)
    #expect(
      try server.run("send", "-p", "\(server.port)", "-u", "ann", "--notice", "-m", "n", login).status == 0)
    let shown = try server.run("join", "--format", "tsv").output.split(separator: "\n")
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }.filter { $0[2] == "ann" }
    #expect(shown.map { "\($0[1]) \($0[4])" } == ["message from join", "message a\\nb", "notice n"])
    #expect(try server.stop().status == 0)
  }

  @Test("a client over TCP that knows no standard replies is told by 301; it collects nothing under the name")
  func otherClients() throws {
    let server = try visitedServer()
    let irssi = try server.connect(as: "ann")
    try irssi.send("PRIVMSG \(login) :hi")
    #expect(try irssi.expect("301").parameters.last == "not here; the message waits")
    let stranger = try server.connect(as: "somebody")
    try stranger.send("JOIN #lobby")
    #expect(try stranger.messagesUntilNow().allSatisfy { $0.verb != "PRIVMSG" })
    #expect(try collected(server).count == 1)
    #expect(try server.stop().status == 0)
  }

  @Test("a bot of the login collects nothing; the person behind it does, once for all terminals")
  func bots() throws {
    let server = try visitedServer()
    #expect(try server.run("send", "-p", "\(server.port)", "-u", "ann", "-m", "hi", login).status == 0)
    let logger = try server.join(login, "--no-input")
    let terminals = try [server.start("join", "--json"), server.start("join", "--json")]
    for terminal in terminals { while let line = try terminal.output.line(), !line.contains("\"ready\"") {} }
    for terminal in terminals { terminal.input.end() }
    let shown = try terminals.map { try $0.output.rest() }.joined()
    #expect(shown.split(separator: "\n").count { $0.contains("\"text\":\"hi\"") } == 1)
    #expect(try collected(server) == [])
    _ = logger
    #expect(try server.stop().status == 0)
  }

  @Test("the limit of what waits is said in one line and ends with 75")
  func limit() throws {
    let server = try visitedServer()
    let result = try server.shell("seq 300 | chatnet send -p \(server.port) -u ann \(login)")
    #expect(result.status == 75)
    #expect(
      result.errors == """
        chatnet: send: \(login): not here; the message waits for them
        chatnet: send: \(login): not here, and as much of yours waits for them as can (250 messages, or 256 KiB): no more can be left
        chatnet: send: 250 messages went through; line 251 was the first that did not

        """)
    #expect(try collected(server).count == 250)
    #expect(try server.stop().status == 0)
  }

  @Test("of kills under load: what was acknowledged comes, each once and in order")
  func kills() throws {
    var printed: [String] = []
    try visitedServer().kill()
    for round in 0..<4 {
      let server = try server()
      let sender = try server.start(
        "send", "-u", "ann", "--print-id", "-p", "\(server.port)", "--timeout", "5", login)
      try sender.input.write((0..<50).map { "\(round) \($0)\n" }.joined())
      sender.input.end()
      for _ in 0..<(5 + 10 * round) { if let id = try sender.output.line() { printed.append(id) } }
      try server.kill()
      printed += try sender.output.rest().split(separator: "\n").map(String.init)
      _ = try sender.result()
    }
    let last = try server()
    let ids = try collected(last).compactMap { line in
      line.firstRange(of: "\"id\":\"").map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
    }
    #expect(ids == Set(ids).sorted())
    #expect(Set(printed).subtracting(ids) == [])
    #expect(printed.count >= 80)
    #expect(try collected(last) == [])
    #expect(try last.stop().status == 0)
  }
}
