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
      ("/rooms", .rooms),
      ("/topic", .topic(room: nil, text: nil)), ("/topic #ops", .topic(room: b("#ops"), text: nil)),
      ("/topic new one", .topic(room: nil, text: b("new one"))),
      ("/topic #ops new one", .topic(room: b("#ops"), text: b("new one"))),
      ("/invite bob", .invite(name: b("bob"), room: nil)),
      ("/invite bob #ops", .invite(name: b("bob"), room: b("#ops"))),
      ("/invite bob ops", .invite(name: b("bob"), room: b("#ops"))),
      ("/kick bob", .kick(room: nil, name: b("bob"), reason: [])),
      ("/kick #ops bob too loud", .kick(room: b("#ops"), name: b("bob"), reason: b("too loud"))),
      ("/who", .who(room: nil)), ("/who ops", .who(room: b("#ops"))), ("/names", .who(room: nil)),
      ("/whois bob", .whois(b("bob"))), ("/nick al", .nick(b("al"))), ("/nick a b", .nick(b("a b"))),
      ("/away", .away([])), ("/away at lunch", .away(b("at lunch"))), ("/quit", .quit(reason: [])),
      ("/quit good night", .quit(reason: b("good night"))), ("/exit", .quit(reason: [])),
      ("/raw VERSION :x  y", .raw(b("VERSION :x  y"))), ("/help", .help([])), ("/help msg", .help(b("msg"))),
    ])
  func arguments(line: String, meaning: ChatLine) {
    #expect(ChatLine(line) == meaning)
  }

  @Test(
    "A command without what it needs says how it is written",
    arguments: [
      ("/me", "a text is missing: /me TEXT"), ("/say", "a text is missing: /say TEXT"),
      ("/nick", "a name is missing: /nick NAME"), ("/join", "a room is missing: /join ROOM [KEY]"),
      ("/join #a,#b", "one room at a time: /join ROOM [KEY]"), ("/room", "a room is missing: /room ROOM"),
      ("/whois", "a name is missing: /whois NAME"), ("/raw", "a line is missing: /raw LINE"),
      ("/invite", "a name is missing: /invite NAME [ROOM]"),
      ("/kick", "a name is missing: /kick [ROOM] NAME [REASON]"),
      ("/notice", "a name is missing: /notice NAME TEXT"),
      ("/notice bob", "a text is missing: /notice NAME TEXT"),
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

  @Test("Help names every command once, in lines that fit a terminal, and knows each by its words")
  func help() throws {
    let lines = try #require(ChatCommand.help(for: []))
    for command in ChatCommand.all {
      #expect(lines.count { $0.hasPrefix(command.usage + " ") } == 1)
      for word in [command.name, "/" + command.name] + command.aliases {
        let explained = try #require(ChatCommand.help(for: Array(word.utf8)))
        #expect(explained[0].hasPrefix(command.usage))
      }
    }
    #expect(lines.allSatisfy { $0.count < 80 })
    #expect(ChatCommand.help(for: b("nonsense")) == nil)
  }
}

private func b(_ text: String) -> [UInt8] { Array(text.utf8) }
