import Testing

@testable import Options

@Suite struct ConfigFileTests {
  private func config(_ text: String) throws(OptionsError) -> ConfigFile {
    try ConfigFile(Array(text.utf8), path: "/etc/chatnet", table: table)
  }

  private func values(_ command: Command, _ text: String) throws -> OptionValues {
    try invocation("chatnet \(command.rawValue)").values(environment: { _ in nil }, config: config(text))
  }

  @Test("Comments, blank lines, blanks around words and CR at the end are passed over")
  func layout() throws {
    let text = "# a comment\r\n\r\n \t \n  user \t alice liddell  \r\n\t# another\n[join]  \n timeout 5"
    let values = try values(.join, text)
    #expect(values.string(.user) == "alice liddell")
    #expect(values.duration(.timeout) == .seconds(5))
  }

  @Test("A # within a line belongs to the value")
  func rooms() throws {
    #expect(try values(.join, "room #ops\nroom #dev#too").strings(.room) == ["#ops", "#dev#too"])
  }

  @Test("An option before a heading holds for every command that knows it")
  func general() throws {
    let text = "port 9000\nmax-clients 5\nuser bob\n"
    #expect(try values(.serve, text).int(.port) == 9000)
    #expect(try values(.who, text).int(.port) == 9000)
    #expect(try values(.serve, text).int(.maxClients) == 5)
    #expect(try values(.send, text).string(.user) == "bob")
    #expect(try values(.serve, text).string(.user) == nil)
  }

  @Test("An option that commands know in other ways holds for those that can follow it")
  func generalInPart() throws {
    let text = "history 10\n"
    #expect(try values(.join, text).int(.history) == 10)
    #expect(try values(.serve, text).string(.history) == "all")
    #expect(try values(.serve, "history rooms").string(.history) == "rooms")
    #expect(throws: OptionsError.self) { try config("history much") }
    #expect(throws: OptionsError.self) { try config("[serve]\nhistory 10") }
  }

  @Test("An option under a heading holds for that command and counts first")
  func headings() throws {
    let text = "user anna\n[who]\nuser wanda\n[join]\nuser john\n"
    #expect(try values(.who, text).string(.user) == "wanda")
    #expect(try values(.join, text).string(.user) == "john")
    #expect(try values(.send, text).string(.user) == "anna")
  }

  @Test("A flag stands alone, or with yes or no")
  func flags() throws {
    #expect(try values(.join, "no-bell").flag(.noBell))
    #expect(try values(.join, "no-bell yes").flag(.noBell))
    #expect(try !values(.join, "no-bell no").flag(.noBell))
    #expect(try values(.join, "timestamps no").toggle(.timestamps) == false)
  }

  @Test("An option may go by any of its long names")
  func aliases() throws {
    #expect(try values(.join, "nick bob").string(.user) == "bob")
  }

  @Test(
    "The first line at fault is named with its file",
    arguments: [
      ("port 80\nprot 81", "2: prot: unknown option (did you mean port?)"),
      ("--port 80", "1: --port: unknown option (did you mean port?)"),
      ("p 80", "1: p: unknown option"),
      ("port=80", "1: port=80: unknown option"),
      ("\n\nport", "3: port: a value is missing (PORT)"),
      ("port x", "1: port: x is not a whole number from 0 to 65535"),
      ("[who]\nport 0", "2: port: 0 is not a whole number from 1 to 65535"),
      ("[who]\nno-bell", "2: no-bell: unknown option"),
      ("[serve]\nuser x", "2: user: unknown option"),
      ("no-bell maybe", "1: no-bell: maybe is not yes or no"),
      ("format xml", "1: format: xml is not one of text, tsv, json"),
      ("message hi", "1: message: this option belongs on the command line"),
      ("config other", "1: config: this option belongs on the command line"),
      (
        "password secret",
        "1: password: unknown option (did you mean password-command or password-file?)"
      ),
      (
        "retry always",
        "1: retry: always is not a number of seconds above 0, such as 30 or 0.5, or one of never, forever"
      ),
      ("history many", "1: history: many is not one of none, rooms, all"),
      ("[who]\nunsent f", "2: unsent: unknown option"),
      ("resume log", "1: resume: this option belongs on the command line"),
      ("exec cat", "1: exec: this option belongs on the command line"),
      ("reply 5", "1: reply: this option belongs on the command line"),
      ("[help]", "1: [help] is not one of [serve] [join] [send] [who]"),
      ("[join", "1: [join is not one of [serve] [join] [send] [who]"),
      ("port 80 # as usual", "1: port: a comment has a line of its own"),
      ("[join]\nuser alice #", "2: user: a comment has a line of its own"),
      ("[join]\nroom \"#ops\"", "2: room: a value has no quotes around it"),
      ("[completions]", "1: [completions] is not one of [serve] [join] [send] [who]"),
      ("\u{1B}[2J", "1: \\u{1B}[2J: unknown option"),
    ])
  func faults(text: String, message: String) {
    do {
      _ = try config(text)
      Issue.record("\(text) was taken")
    } catch {
      #expect(error.text == "chatnet: /etc/chatnet:\(message)\n")
      #expect(error.exitCode == .badConfiguration)
    }
  }

  @Test("A line that is not UTF-8 is a fault")
  func notUTF8() {
    #expect(throws: OptionsError(text: "chatnet: f:2: the line is not UTF-8\n", exitCode: .badConfiguration))
    {
      try ConfigFile([35, 10, 0xFF, 10], path: "f", table: table)
    }
  }

  @Test("An empty file says nothing")
  func empty() throws {
    #expect(try config("") == config("# nothing\n"))
  }

  @Test("Each option that the table calls configurable can be set, and no other")
  func wholeTable() throws {
    for option in table.options
    where !option.kind.words.isEmpty || option.kind == .flag || option.kind == .text {
      guard let command = option.commands.first(where: Command.running.contains) else { continue }
      let value = option.kind.takesValue ? option.kind.words.first ?? "x" : "yes"
      let text = "[\(command.rawValue)]\n\(option.key.rawValue) \(value)\n"
      #expect((try? config(text)) != nil || !option.configurable, "\(text)")
      #expect((try? config(text)) == nil || option.configurable, "\(text)")
    }
  }
}
