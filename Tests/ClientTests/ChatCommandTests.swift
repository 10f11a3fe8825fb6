import Testing

@testable import Client

@Suite("The commands of join")
struct ChatCommandTests {
  @Test(
    "Each command takes its arguments",
    arguments: [
      ("/me waves at all", ChatLine.action(b("waves at all"))), ("/ME waves", .action(b("waves"))),
      ("/reply yes", .reply(b("yes"))), ("/notice bob hi", .notice(to: b("bob"), text: b("hi"))),
      ("/join #ops", .join(room: b("#ops"), key: [])), ("/join ops", .join(room: b("#ops"), key: [])),
      ("/join &local", .join(room: b("&local"), key: [])),
      ("/join ops secret", .join(room: b("#ops"), key: b("secret"))),
      ("/join 0", .join(room: b("#0"), key: [])), ("/j ops", .join(room: b("#ops"), key: [])),
      ("/part", .part(room: nil, reason: [])), ("/part #ops", .part(room: b("#ops"), reason: [])),
      ("/part #ops see you", .part(room: b("#ops"), reason: b("see you"))),
      ("/part see you", .part(room: nil, reason: b("see you"))), ("/room ops", .room(b("#ops"))),
      ("/room", .room(nil)),
      ("/rooms", .rooms),
      ("/topic", .topic(room: nil, text: nil)), ("/topic #ops", .topic(room: b("#ops"), text: nil)),
      ("/topic new one", .topic(room: nil, text: b("new one"))),
      ("/topic \"\"", .topic(room: nil, text: [])), ("/topic #ops \"\"", .topic(room: b("#ops"), text: [])),
      ("/query", .query(nil, text: [])), ("/query bob", .query(b("bob"), text: [])),
      ("/query @bob hi there", .query(b("bob"), text: b("hi there"))), ("/q bob", .query(b("bob"), text: [])),
      ("/topic #ops new one", .topic(room: b("#ops"), text: b("new one"))),
      ("/invite bob", .invite(name: b("bob"), room: nil)),
      ("/invite bob #ops", .invite(name: b("bob"), room: b("#ops"))),
      ("/invite bob ops", .invite(name: b("bob"), room: b("#ops"))),
      ("/kick bob", .kick(room: nil, name: b("bob"), reason: [])),
      ("/kick #ops bob too loud", .kick(room: b("#ops"), name: b("bob"), reason: b("too loud"))),
      ("/who", .who(room: nil)), ("/who ops", .who(room: b("#ops"))), ("/names", .who(room: nil)),
      ("/whois bob", .whois(b("bob"))), ("/nick al", .nick(b("al"))), ("/nick a b", .nick(b("a b"))),
      ("/away", .away([])), ("/back", .away([])), ("/away at lunch", .away(b("at lunch"))),
      ("/quit", .quit(reason: [])),
      ("/quit good night", .quit(reason: b("good night"))), ("/exit", .quit(reason: [])),
      ("/raw VERSION :x  y", .raw(b("VERSION :x  y"))), ("/help", .help([])), ("/help msg", .help(b("msg"))),
      ("/m bob hi", .message(to: b("bob"), text: b("hi"))), ("/r yes", .reply(b("yes"))),
      ("/k bob", .kick(room: nil, name: b("bob"), reason: [])), ("/bye", .quit(reason: [])),
    ])
  func arguments(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "The commands of operators take a room first, and a name stands for its mask",
    arguments: [
      ("/ban", ChatLine.ban(room: nil, mask: nil)), ("/ban #ops", .ban(room: b("#ops"), mask: nil)),
      ("/ban bob", .ban(room: nil, mask: b("bob!*@*"))), ("/bans", .ban(room: nil, mask: nil)),
      ("/ban #ops bob", .ban(room: b("#ops"), mask: b("bob!*@*"))),
      ("/ban *!*@192.0.2.7", .ban(room: nil, mask: b("*!*@192.0.2.7"))),
      ("/ban bob*", .ban(room: nil, mask: b("bob*"))), ("/ban $a:bob", .ban(room: nil, mask: b("$a:bob"))),
      ("/ban 192.0.2.7", .ban(room: nil, mask: b("*!*@192.0.2.7"))),
      ("/ban 2001:db8::7", .ban(room: nil, mask: b("*!*@2001:db8::7"))),
      ("/ban @192.0.2.7", .ban(room: nil, mask: b("*!*@192.0.2.7"))),
      ("/unban x.ip4", .unban(room: nil, mask: b("*!*@x.ip4"))),
      ("/unban bob", .unban(room: nil, mask: b("bob!*@*"))),
      ("/unban #ops *!*@x", .unban(room: b("#ops"), mask: b("*!*@x"))),
      ("/op bob", .operators(room: nil, names: [b("bob")], areSet: true)),
      ("/op #ops bob carol", .operators(room: b("#ops"), names: [b("bob"), b("carol")], areSet: true)),
      ("/oper", .oper), ("/oper me secret", .oper),
      ("/deop bob", .operators(room: nil, names: [b("bob")], areSet: false)),
    ])
  func operators(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "The commands about people, accounts and what was said take their arguments",
    arguments: [
      ("/ignore", ChatLine.ignore(nil)), ("/ignore bob", .ignore(b("bob"))), ("/mute bob", .ignore(b("bob"))),
      ("/unignore bob", .unignore(b("bob"))), ("/history", .history(of: nil, nil)),
      ("/history 50", .history(of: nil, 50)), ("/history bob", .history(of: b("bob"), nil)),
      ("/history @bob 5", .history(of: b("bob"), 5)), ("/history #ops 5", .history(of: b("#ops"), 5)),
      ("/login al", .login(account: b("al"), password: nil)),
      ("/login al p w", .login(account: b("al"), password: b("p w"))),
      ("/register", .register(account: b("*"), address: b("*"), password: nil)),
      ("/register al", .register(account: b("al"), address: b("*"), password: nil)),
      ("/register al a@x.org", .register(account: b("al"), address: b("a@x.org"), password: nil)),
      ("/register al a@x.org p w", .register(account: b("al"), address: b("a@x.org"), password: b("p w"))),
      ("/register * * pw", .register(account: b("*"), address: b("*"), password: b("pw"))),
      ("/register al pw", .register(account: b("al"), address: b("*"), password: b("pw"))),
      ("/verify al 123", .verify(account: b("al"), code: b("123"))),
    ])
  func furtherArguments(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "A command without what it needs says how it is written",
    arguments: [
      ("/me", "a text is missing: /me TEXT"), ("/say", "a text is missing: /say TEXT"),
      ("/nick", "a name is missing: /nick NAME"), ("/join", "a room is missing: /join ROOM [KEY]"),
      ("/join #a,#b", "one room at a time: /join ROOM [KEY]"),
      ("/room a,b", "one room at a time: /room [ROOM]"),
      ("/whois", "a name is missing: /whois NAME"), ("/raw", "a line is missing: /raw LINE"),
      ("/invite", "a name is missing: /invite NAME [ROOM]"),
      ("/kick", "a name is missing: /kick [ROOM] NAME [REASON]"),
      ("/notice", "a name is missing: /notice NAME TEXT"),
      ("/notice bob", "a text is missing: /notice NAME TEXT"),
      ("/mode ops", "ops: neither a room where you are nor modes such as +m: /mode [ROOM] [MODES]"),
      ("/op", "a name is missing: /op [ROOM] NAME ..."),
      ("/op #ops", "a name is missing: /op [ROOM] NAME ..."),
      ("/unban", "a name is missing: /unban [ROOM] NAME"),
      ("/ban a,b", "a,b: not a name: /ban [ROOM] [NAME]"),
      ("/ignore *!*@x", "*!*@x: not a name: /ignore [NAME]"),
      ("/ignore #ops", "#ops: not a name: /ignore [NAME]"),
      ("/unignore", "a name is missing: /unignore NAME"),
      ("/history 0", "0: not a number from 1 to 1000: /history [ROOM] [N]"),
      ("/history bob all", "all: not a number from 1 to 1000: /history [ROOM] [N]"),
      ("/history 1001", "1001: not a number from 1 to 1000: /history [ROOM] [N]"),
      ("/history a,b", "a,b: not a name: /history [ROOM] [N]"),
      ("/login", "an account's name is missing: /login NAME [PASSWORD]"),
      ("/verify al", "the account's name, or the code, is missing: /verify NAME CODE"),
      (
        "/join @alice",
        "@alice: somebody, and no room: /query alice talks to alice alone, /msg alice TEXT says one thing"
      ),
      ("/query #ops", "#ops: a room: /room #ops talks there, /join #ops goes there"),
      ("/query a,b", "a,b: not a name: /query [NAME] [TEXT]"),
      ("/query NickServ", "NickServ: may be told passwords: /msg NickServ TEXT, which hides them"),
      ("/msg", "a name is missing: /msg NAME TEXT"), ("/msg bob", "nothing to say to bob: /msg NAME TEXT"),
    ])
  func missing(line: String, problem: String) {
    #expect(ChatLine(line) == .fault(problem))
  }

  @Test("No two commands share a word")
  func words() {
    let words = ChatCommand.all.flatMap { [$0.name] + $0.aliases }
    #expect(Set(words).count == words.count)
    #expect(words.allSatisfy { $0 == $0.lowercased() })
  }

  @Test(
    "A word that is no command is refused, with the command that was surely meant",
    arguments: [
      ("/mee waves", " (did you mean /me?)"), ("/histroy", " (did you mean /history?)"),
      ("/hist", " (did you mean /history?)"), ("/KIKC bob", " (did you mean /kick?)"),
      ("/whoi bob", " (did you mean /whois?)"), ("/wwho", " (did you mean /who?)"),
      ("/mss bob x", " (did you mean /msg?)"), ("/unknown", ""), ("/x", ""), ("/win", ""),
    ])
  func suggestions(line: String, hint: String) {
    let word = line.dropFirst().prefix { $0 != " " }
    #expect(
      ChatLine(line) == .fault("/\(word): unknown command\(hint); /help lists them, and //\(word) says it"))
  }

  @Test(
    "The overview names every command once, and fits 24 rows of 40 columns with the prompt and the signs in front"
  )
  func overview() throws {
    let lines = try #require(ChatCommand.help(for: []))
    let words = lines.flatMap { $0.split(separator: " ") }
    for command in ChatCommand.all where command.name != "help" {
      #expect(words.count { $0 == "/\(command.name)" } == 1, "\(command.name)")
    }
    #expect(lines.count < 24)
    #expect(lines.allSatisfy { $0.count <= 36 })
  }

  @Test("The whole list names every command once, in lines that fit a terminal")
  func list() throws {
    let lines = try #require(ChatCommand.help(for: b("all")))
    for command in ChatCommand.all {
      #expect(lines.count { $0.hasPrefix(command.usage + " ") } == 1)
    }
    #expect(lines.allSatisfy { $0.count < 80 })
  }

  @Test("Each command is explained in two to four lines, with an example that it understands")
  func explanations() throws {
    for command in ChatCommand.all {
      for word in [command.name, "/" + command.name] + command.aliases {
        let lines = try #require(ChatCommand.help(for: Array(word.utf8)))
        #expect(lines[0].hasPrefix(command.usage))
        #expect((2...4).contains(lines.count), "\(word)")
        #expect(lines.allSatisfy { $0.count < 77 }, "\(word)")
        #expect(lines.last?.hasPrefix("example: /\(command.name)") == true)
      }
      #expect(!ChatLine(command.example).isFault, "\(command.example)")
    }
    #expect(ChatCommand.help(for: b("nonsense")) == nil)
  }

  @Test(
    "An explanation says how it is written, what it does, what else there is, an example and the other words")
  func explanation() {
    #expect(
      ChatCommand.help(for: b("kick")) == [
        "/kick [ROOM] NAME [REASON]   put somebody out of a room",
        "Who was put out can come back, unless there is a /ban.",
        "example: /kick bob too loud   (also /k)",
      ])
  }
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
