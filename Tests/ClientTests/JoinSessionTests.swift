import Testing

@testable import Client

@Suite("Taking part")
struct JoinSessionTests {
  @Test("it is ready when its rooms are entered, and takes no line before")
  func ready() {
    var dialogue = Dialogue.registered(["#a", "#b"])
    #expect(dialogue.look() == ["JOIN #a", "JOIN #b"])
    dialogue.server(":alice!a@h JOIN #b", ":srv 353 alice = #b :@bob alice", ":srv 366 alice #b :end")
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(":alice!a@h JOIN #a", ":srv 353 alice = #a :alice", ":srv 366 alice #a :end")
    #expect(dialogue.hear() == ["join|alice|#b|", "join|alice|#a|", "ready|alice|srv|#b #a"])
    #expect(dialogue.mind.wantsInput)
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #a :hi"])
  }

  @Test("a room that cannot be entered is a failure; without any other a pipe ends")
  func refusedRoom() {
    var one = Dialogue.registered(["#a"])
    one.server(":srv 471 alice #a :the room is full")
    #expect(one.hear() == ["! #a: the room is full", "error||#a|the room is full"])
    #expect(one.outcome == .notPermitted)
    var other = Dialogue.registered(["#a", "#b"])
    other.server(":srv 403 alice #a :no such room", ":alice!a@h JOIN #b", ":srv 366 alice #b :end")
    #expect(other.hear().last == "ready|alice|srv|#b")
    other.give(.end)
    other.server(":srv PONG srv chatnet-join")
    #expect(other.outcome == .noSuchTarget)
  }

  @Test("what the server says becomes records")
  func records() {
    var dialogue = Dialogue.entered()
    dialogue.server(
      ":bob!b@h JOIN #lobby", ":bob!b@h PRIVMSG #lobby :hi all", ":bob!b@h PRIVMSG alice :psst",
      ":bob!b@h NOTICE #lobby :note", ":bob!b@h PRIVMSG #lobby :\u{1}ACTION waves\u{1}",
      ":bob!b@h AWAY :lunch", ":bob!b@h AWAY", ":bob!b@h TOPIC #lobby :news", ":srv MODE #lobby +o bob",
      ":bob!b@h INVITE alice #ops", ":bob!b@h NICK rob", ":rob!b@h PART #lobby :bye",
      ":carol!c@h KICK #lobby dave :rude", ":carol!c@h QUIT :gone")
    #expect(
      dialogue.hear() == [
        "join|bob|#lobby|", "message|bob|#lobby|hi all", "message|bob|alice|psst", "notice|bob|#lobby|note",
        "action|bob|#lobby|waves", "away|bob||lunch", "back|bob||", "topic|bob|#lobby|news",
        "mode|srv|#lobby|+o bob", "invite|bob|#ops|alice", "nick|bob||rob", "part|rob|#lobby|bye",
        "kick|carol|#lobby|dave rude", "quit|carol||gone",
      ])
  }

  @Test("what says nothing to a person is no record")
  func silent() {
    var dialogue = Dialogue.entered()
    dialogue.server(
      ":srv 005 alice NETWORK=x :are supported", ":srv 375 alice :-", ":srv 372 alice :- motd",
      ":srv 376 alice :End",
      ":srv 422 alice :no motd", ":srv MODE alice +i", ":bob!b@h TAGMSG #lobby", "PING :x",
      ":srv 999 alice :what")
    #expect(dialogue.hear().isEmpty)
    #expect(dialogue.look() == ["PONG x"])
  }

  @Test("an own message is told when the server has accepted it, once, and in its place")
  func sent() {
    var dialogue = Dialogue.entered()
    dialogue.type("hi", "/me waves", "@bob psst")
    #expect(dialogue.hear().isEmpty)
    dialogue.server(
      "@label=1 :alice!a@h PRIVMSG #lobby :hi", ":bob!b@h PRIVMSG #lobby :between",
      "@label=2 :alice!a@h PRIVMSG #lobby :\u{1}ACTION waves\u{1}", "@label=3 :alice!a@h PRIVMSG bob :psst",
      ":alice!a@h PRIVMSG #lobby :from my other terminal")
    #expect(
      dialogue.hear() == [
        "sent|alice|#lobby|hi", "message|bob|#lobby|between", "sent|alice|#lobby|waves",
        "sent|alice|bob|psst",
        "message|alice|#lobby|from my other terminal",
      ])
  }

  @Test("name:text goes to a member alone")
  func addressed() {
    var dialogue = Dialogue.entered(members: "alice @Bob")
    dialogue.type("bob:psst", "bob: to all")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :psst", "@label=2 PRIVMSG #lobby :bob: to all"])
  }

  @Test("name:text to nobody in the room asks the server, and what follows waits", arguments: [true, false])
  func asked(isOnline: Bool) {
    var dialogue = Dialogue.entered()
    #expect(dialogue.type("zed:psst", "after") == 1)
    #expect(dialogue.look() == ["ISON zed"])
    dialogue.server(":srv 303 alice :\(isOnline ? "Zed" : "")")
    #expect(dialogue.mind.wantsInput)
    if isOnline {
      #expect(dialogue.look() == ["@label=1 PRIVMSG zed :psst"])
    } else {
      #expect(dialogue.look().isEmpty)
      #expect(
        dialogue.hear().first
          == "! zed: no such user; nothing was sent (to say it to the room: /say zed:psst; "
          + "for lines of unknown origin: chatnet send, or --literal)")
    }
  }

  @Test("the members follow those who come, leave and change their names")
  func members() {
    var dialogue = Dialogue.entered(members: "alice bob carol dave")
    dialogue.server(
      ":bob!b@h NICK rob", ":carol!c@h QUIT", ":dave!d@h PART #lobby", ":eve!e@h JOIN #lobby",
      ":eve!e@h KICK #lobby rob")
    let names = dialogue.mind.roster.names.map { String(decoding: $0, as: UTF8.self) }
    #expect(names.sorted() == ["alice", "eve"])
  }

  @Test("literal lines are texts, whatever they look like")
  func literal() {
    var dialogue = Dialogue.entered(members: "alice bob") { $0.isLiteral = true }
    dialogue.type("/quit", "  ", "@bob hi", "who", "bob:x")
    let texts = dialogue.look().map { $0.drop { $0 != ":" } }
    #expect(texts == [":/quit", ":@bob hi", ":who", ":bob:x"])
  }

  @Test("a room that is joined becomes the current one before the next line is taken")
  func join() {
    var dialogue = Dialogue.entered()
    #expect(dialogue.type("/join #ops key", "after") == 1)
    #expect(dialogue.look() == ["JOIN #ops key"])
    dialogue.server(":alice!a@h JOIN #ops", ":srv 366 alice #ops :end")
    dialogue.type("in ops", "/room #lobby", "in lobby", "/part")
    #expect(
      dialogue.look() == [
        "@label=1 PRIVMSG #ops :in ops", "@label=2 PRIVMSG #lobby :in lobby", "PART #lobby",
      ])
    dialogue.server(":alice!a@h PART #lobby")
    dialogue.type("in ops again")
    #expect(dialogue.look() == ["@label=3 PRIVMSG #ops :in ops again"])
  }

  @Test(
    "commands become lines of the protocol",
    arguments: [
      ("/nick al", "NICK al"), ("/topic news of today", "TOPIC #lobby :news of today"),
      ("/topic", "TOPIC #lobby"),
      ("/away back soon", "AWAY :back soon"), ("/away", "AWAY"), ("/whois bob", "WHOIS bob"),
      ("/rooms", "LIST"),
      ("/kick bob too loud", "KICK #lobby bob :too loud"), ("/invite bob", "INVITE bob #lobby"),
      ("/raw version", "version"), ("/notice bob hi", "@label=1 NOTICE bob :hi"),
      ("/me waves", "@label=1 PRIVMSG #lobby :\u{1}ACTION waves\u{1}"),
      ("//quit", "@label=1 PRIVMSG #lobby :/quit"),
      ("/say exit", "@label=1 PRIVMSG #lobby :exit"), ("!who", "WHO #lobby"),
    ])
  func commands(line: String, sent: String) {
    var dialogue = Dialogue.entered()
    dialogue.type(line)
    #expect(dialogue.look() == [sent])
  }

  @Test("/reply answers the last private message")
  func reply() {
    var dialogue = Dialogue.entered()
    dialogue.type("/reply hi")
    #expect(dialogue.hear().first == "! nobody has written to you alone yet")
    dialogue.server(":bob!b@h PRIVMSG alice :psst", ":carol!c@h PRIVMSG #lobby :hi")
    dialogue.type("/reply hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :hi"])
  }

  @Test("bytes that are not UTF-8, and lines longer than allowed, come through")
  func foreignBytes() {
    var dialogue = Dialogue.entered()
    let long = String(repeating: "x", count: 9000)
    dialogue.receive(Array(":bob!b@h PRIVMSG #lobby :".utf8) + [0xE9, 0x0D, 0x0A])
    dialogue.server(":bob!b@h PRIVMSG #lobby :\(long)")
    #expect(dialogue.hear() == ["message|bob|#lobby|\\xE9", "message|bob|#lobby|\(long)"])
  }

  @Test("without labels an own message is told at its PONG, and errors are told once")
  func unlabelled() {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 1000)
    request.recordsFailures = true
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.server(
      ":srv 001 alice :Welcome", ":alice!a@h JOIN #lobby", ":srv 353 alice = #lobby :alice",
      ":srv 366 alice #lobby :end")
    _ = dialogue.hear()
    _ = dialogue.look()
    dialogue.type("one")
    dialogue.server(":srv PONG srv chatnet-1")
    dialogue.type("@nobody two")
    dialogue.server(":srv 401 alice nobody :No such nick", ":srv PONG srv chatnet-2")
    #expect(
      dialogue.hear() == ["sent|alice|#lobby|one", "! nobody: no such user", "error||nobody|no such user"])
    dialogue.give(.end)
    #expect(dialogue.look().last == "PING chatnet-join")
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("every way of cutting the server's bytes gives the same records", arguments: 1...40)
  func everySplit(size: Int) {
    let lines = [
      ":alice!a@h JOIN #lobby", ":srv 353 alice = #lobby :alice bob", ":srv 366 alice #lobby :end",
      "@time=2026-11-21T08:54:03.120Z;msgid=x :bob!b@h PRIVMSG #lobby :hi", "", ":bob!b@h QUIT :bye bye",
    ]
    var dialogue = Dialogue.registered(["#lobby"])
    let bytes = Array(lines.joined(separator: "\r\n").utf8) + [13, 10]
    for start in stride(from: 0, to: bytes.count, by: size) {
      dialogue.receive(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    #expect(
      dialogue.hear() == [
        "join|alice|#lobby|", "ready|alice|srv|#lobby", "message|bob|#lobby|hi", "quit|bob||bye bye",
      ])
  }
}
