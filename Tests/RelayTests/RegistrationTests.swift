import Testing

@testable import Relay

@Suite("A connection registers")
struct RegistrationTests {
  private func isWelcomed(_ lines: [String]) -> Bool { numerics(lines).contains("001") }

  @Test(
    "in every order of what it has to say",
    arguments: [
      ["NICK alice", "USER a 0 * :Alice"],
      ["USER a 0 * :Alice", "NICK alice"],
      ["CAP LS 302", "NICK alice", "USER a 0 * :Alice", "CAP END"],
      ["NICK alice", "CAP LS", "USER a 0 * :Alice", "CAP END"],
      ["USER a 0 * :Alice", "CAP REQ :batch", "NICK alice", "CAP END"],
      ["CAP LS 302", "CAP END", "USER a 0 * :Alice", "NICK alice"],
      ["nick alice", "user a 0 * Alice"],
      ["NICK bob", "NICK alice", "USER a 0 * :Alice"],
      // Editors put a byte order mark in front of a file of commands.
      ["\u{FEFF}NICK alice", "USER a 0 * :Alice"],
      ["\u{FEFF}CAP LS 302", "NICK alice", "USER a 0 * :Alice", "CAP END"],
    ])
  func anyOrder(lines: [String]) {
    let conversation = Conversation()
    conversation.open("a")
    for line in lines.dropLast() {
      #expect(!isWelcomed(conversation.ask("a", line)), "welcomed before it has said all")
    }
    let welcome = conversation.ask("a", lines[lines.count - 1])
    #expect(
      numerics(welcome) == [
        "001", "002", "003", "004", "005", "005", "005", "251", "252", "254", "255", "265", "266", "422",
      ])
    #expect(welcome.first == ":chatnet 001 alice :welcome to chatnet, alice")
    #expect(conversation.ask("a", "WHOIS alice").first?.hasSuffix("Alice") == true)
  }

  @Test("ISUPPORT tells the limits that are kept")
  func supported() {
    let conversation = Conversation { $0.network.name = "Somewhere" }
    conversation.open("a")
    conversation.say("a", "NICK alice", "USER a 0 * :Alice")
    let lines = conversation.heard("a").filter { $0.contains(" 005 ") }
    for token in [
      "CASEMAPPING=ascii", "NICKLEN=32", "CHANTYPES=#", "PREFIX=(ov)@+", "UTF8ONLY", "WHOX", "MODES=8",
      "NETWORK=Somewhere", "CHANMODES=Ibe,k,fl,CHMPRUimnst", "ELIST=CMNTU", "STATUSMSG=@+", "EXTBAN=,amr",
      "SAFERATE",
      "TARGMAX=PRIVMSG:8,NOTICE:8,TAGMSG:8,JOIN:,PART:,NAMES:,LIST:,WHOIS:1,KICK:",
    ] {
      #expect(lines.contains { $0.contains(" \(token) ") }, "\(token) is not told")
    }
    #expect(lines.allSatisfy { $0.split(separator: " ").count <= 3 + 13 + 5 })
  }

  @Test("the message of the day is shown, line by line")
  func motd() {
    let conversation = Conversation { $0.node.motd = ["Be kind.", ""] }
    conversation.open("a")
    conversation.say("a", "NICK alice", "USER a 0 * :Alice")
    #expect(
      conversation.heard("a").suffix(4) == [
        ":chatnet 375 alice :- chatnet message of the day -", ":chatnet 372 alice :- Be kind.",
        ":chatnet 372 alice :- ", ":chatnet 376 alice :end of the message of the day",
      ])
  }

  @Test(
    "before it has, only a few commands are carried out",
    arguments: [
      "JOIN #lobby", "PRIVMSG bob :hi", "WHO *", "LIST", "MODE #lobby", "TOPIC #lobby", "AWAY :gone",
      "FOO", "001 x", "GET / HTTP/1.1", "PRIVMSG",
    ])
  func tooEarly(line: String) {
    let conversation = Conversation()
    conversation.open("a")
    #expect(
      conversation.ask("a", line) == [":chatnet 451 * :register first: send NICK and USER"])
  }

  @Test("PING is answered before it has, and PONG taken")
  func earlyPing() {
    let conversation = Conversation()
    conversation.open("a")
    #expect(conversation.ask("a", "PING :x y") == [":chatnet PONG chatnet :x y"])
    #expect(conversation.ask("a", "PONG x") == [])
    #expect(conversation.ask("a", "NICK") == [":chatnet 431 * :a name has at least one character"])
    #expect(conversation.ask("a", "USER a 0 *") == [":chatnet 461 * USER :parameters are missing"])
    #expect(conversation.ask("a", "USER a 0 * :") == [":chatnet 461 * USER :parameters are missing"])
  }

  @Test("once is enough: PASS and USER are refused afterwards")
  func twice() {
    let conversation = Conversation()
    conversation.enter("alice")
    #expect(conversation.ask("alice", "USER a 0 * :x") == [":chatnet 462 alice :you are registered already"])
    #expect(conversation.ask("alice", "PASS x") == [":chatnet 462 alice :you are registered already"])
  }

  @Test("a name that is taken or refused waits for another", arguments: [false, true])
  func nextName(negotiates: Bool) {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.open("b")
    if negotiates { conversation.say("b", "CAP LS 302") }
    conversation.say("b", "NICK alice", "USER b 0 * :b")
    if negotiates { conversation.say("b", "CAP END") }
    #expect(conversation.heard("b").last == ":chatnet 433 * alice :this name is taken")
    #expect(conversation.ask("b", "NICK :b b") == [":chatnet 432 * * :a name has no spaces"])
    #expect(conversation.ask("b", "NICK ALICE") == [":chatnet 433 * ALICE :this name is taken"])
    #expect(isWelcomed(conversation.ask("b", "NICK bob")))
  }

  @Test("of two that want one name at once, the first to be ready has it")
  func race() {
    let conversation = Conversation()
    for name in ["a", "b"] {
      conversation.open(name)
      conversation.say(name, "CAP LS 302", "NICK same", "USER x 0 * :x")
    }
    #expect(isWelcomed(conversation.ask("b", "CAP END")))
    #expect(conversation.ask("a", "CAP END") == [":chatnet 433 * same :this name is taken"])
  }

  @Test(
    "with a server password, only the right one is let in",
    arguments: [
      (nil, false), ("", false), ("sesam", false), ("sesamE", false), ("sesame ", false), ("Sesame", false),
      ("sesame", true),
    ] as [(String?, Bool)])
  func password(given: String?, isRight: Bool) {
    let conversation = Conversation { $0.node.password = "sesame" }
    conversation.open("a")
    if let given { conversation.say("a", "PASS :\(given)") }
    conversation.say("a", "NICK alice", "USER a 0 * :Alice")
    let lines = conversation.heard("a")
    #expect(isWelcomed(lines) == isRight)
    if isRight { return }
    #expect(
      lines.suffix(3) == [
        ":chatnet 464 alice :the server password is missing or wrong",
        "ERROR :the server password is missing or wrong", "(closed)",
      ])
  }

  @Test("the user name is what the client says, marked, or what the kernel says")
  func userName() {
    let conversation = Conversation()
    conversation.open("a")
    conversation.say("a", "NICK alice", "USER :a!b@c\u{e4}-much.too_long_a_name 0 * x")
    conversation.say("a", "USER al!i@c\u{e4}e-much.too_long_a_name 0 * :x", "JOIN #lobby")
    #expect(conversation.heard("a").contains(":alice!~alice-much.too_@192.0.2.1 JOIN #lobby"))
    conversation.open("b", .local(login: "bob"))
    conversation.say("b", "NICK robert", "USER whatever 0 * :x", "JOIN #lobby")
    #expect(conversation.heard("b").contains(":robert!bob@localhost JOIN #lobby"))
    conversation.open("c")
    conversation.say("c", "NICK carol", "USER \u{2603} 0 * :x", "JOIN #lobby")
    #expect(conversation.heard("c").contains(":carol!~user@192.0.2.1 JOIN #lobby"))
  }

  @Test("a host never begins with a colon")
  func host() {
    let conversation = Conversation()
    conversation.open("a", .network(host: "::1"))
    conversation.say("a", "NICK alice", "USER a 0 * :x", "JOIN #lobby")
    #expect(conversation.heard("a").contains(":alice!~a@0::1 JOIN #lobby"))
    #expect(
      conversation.ask("a", "WHO alice").first == ":chatnet 352 alice #lobby ~a 0::1 chatnet alice H :0 x")
  }
}
