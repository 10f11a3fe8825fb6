import Testing

@testable import Client

@Suite("What was half asked when a connection was lost")
struct HalfAskedTests {
  @Test("a room that was being joined with a key is joined with it afterwards", arguments: [true, false])
  func keyInFlight(isInteractive: Bool) throws {
    var dialogue = Dialogue.entered {
      $0.isInteractive = isInteractive
      $0.retry = nil
    }
    dialogue.type("/join #ops key")
    #expect(dialogue.look() == ["JOIN #ops key"])
    for _ in 1...2 {
      try dialogue.reconnect()
      dialogue.forget()
      dialogue.enter("#lobby")
      #expect(dialogue.look() == ["JOIN #ops key"])
    }
    dialogue.enter("#ops")
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #ops :hi"])
    try dialogue.reconnect()
    #expect(dialogue.look().suffix(2) == ["JOIN #lobby", "JOIN #ops key"])
  }

  @Test("a room whose list of members was still to come is joined once, and is the current one")
  func joinedWithoutItsMembers() throws {
    var dialogue = Dialogue.entered()
    dialogue.type("/join #ops key")
    dialogue.server(":alice!a@h JOIN #ops")
    try dialogue.reconnect()
    #expect(dialogue.look().suffix(2) == ["JOIN #lobby", "JOIN #ops key"])
    dialogue.enter("#lobby")
    dialogue.enter("#ops")
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #ops :hi"])
  }

  @Test("after a list of rooms that an outage cut off, an empty list of bans is told as empty")
  func bansAfterRooms() throws {
    var dialogue = Dialogue.entered()
    dialogue.type("/rooms")
    dialogue.server(":srv 322 alice #ops 3 :work")
    try dialogue.reconnect()
    dialogue.enter("#lobby")
    dialogue.forget()
    dialogue.type("/ban")
    dialogue.server(":srv 368 alice #lobby :End of channel ban list")
    #expect(dialogue.hear() == ["# #lobby: nobody is banned"])
  }

  @Test(
    "what the server has not begun to answer it is asked again",
    arguments: [
      ("/rooms", "LIST"), ("/ban", "MODE #lobby +b"), ("/whois bob", "WHOIS bob"), ("/topic", "TOPIC #lobby"),
    ])
  func askedAgain(line: String, sent: String) throws {
    var dialogue = Dialogue.entered()
    dialogue.type(line)
    for _ in 1...2 {
      try dialogue.reconnect()
      dialogue.forget()
      dialogue.enter("#lobby")
      #expect(dialogue.look() == [sent])
    }
    dialogue.forget()
    dialogue.server(
      ":srv 323 alice :End", ":srv 368 alice #lobby :End", ":srv 331 alice #lobby :No topic",
      ":srv 318 alice bob :End")
    try dialogue.reconnect()
    dialogue.forget()
    dialogue.enter("#lobby")
    #expect(dialogue.look() == [])
  }

  @Test(
    "what the server has answered in part is an error, and it is not asked again",
    arguments: [
      ("/rooms", ":srv 322 alice #ops 3 :work", "/rooms"), ("/ban", ":srv 367 alice #lobby x!*@*", "#lobby"),
      ("/whois bob", ":srv 311 alice bob b h * :Bob", "bob"),
    ])
  func answeredInPart(line: String, answer: String, about: String) throws {
    var dialogue = Dialogue.entered()
    dialogue.type(line)
    dialogue.server(answer)
    dialogue.forget()
    dialogue.close()
    #expect(dialogue.hear().first == "! \(about): the answer is not complete: the connection was lost")
    try dialogue.reconnectNow()
    dialogue.forget()
    dialogue.enter("#lobby")
    #expect(dialogue.look() == [])
  }

  @Test(
    "what the server refuses to tell it is not asked again",
    arguments: [
      ("/rooms", ":srv 421 alice LIST :Unknown command"), ("/ban", ":srv 482 alice #lobby :not an operator"),
      ("/whois bob", ":srv 401 alice bob :no such nick"), ("/topic #x", ":srv 403 alice #x :no such room"),
      ("/topic", ":srv FAIL TOPIC ODD #lobby :no"),
    ])
  func refused(line: String, answer: String) throws {
    var dialogue = Dialogue.entered()
    dialogue.type(line)
    dialogue.server(answer)
    try dialogue.reconnect()
    dialogue.forget()
    dialogue.enter("#lobby")
    #expect(dialogue.look() == [])
  }

  private static let changes = [
    ("/kick bob", ":alice!a@h KICK #lobby bob", ":srv 441 alice bob #lobby :not there"),
    ("/topic news", ":alice!a@h TOPIC #lobby :news", ":srv 482 alice #lobby :not an operator"),
    ("/invite bob", ":srv 341 alice bob #lobby", ":srv 443 alice bob #lobby :is on channel"),
    ("/nick al", ":alice!a@h NICK al", ":srv 433 alice al :taken"),
    ("/op bob", ":alice!a@h MODE #lobby +o bob", ":srv FAIL MODE ODD #lobby :no"),
    ("/ban bob", ":alice!a@h MODE #lobby +b bob!*@*", ":srv 478 alice #lobby b :list is full"),
    ("/unban bob", ":alice!a@h MODE #lobby -b bob!*@*", ":srv 696 alice #lobby b bob!*@* :no"),
  ]

  @Test("what may have been changed is named, and not done twice", arguments: changes, [true, false])
  func uncertain(change: (line: String, done: String, refused: String), isInteractive: Bool) throws {
    for answer in [nil, change.done, change.refused] {
      var dialogue = Dialogue.entered {
        $0.isInteractive = isInteractive
        $0.recordsFailures = false
        $0.retry = nil
      }
      dialogue.type(change.line)
      if let answer { dialogue.server(answer) }
      dialogue.forget()
      dialogue.close()
      let said =
        isInteractive
        ? "! may not have been done: \(change.line) (the connection was lost)"
        : "! line 1: may not have been done: the connection was lost"
      let told = dialogue.hear()
      #expect(told.contains(said) == (answer == nil))
      #expect(told.contains { $0.contains("may not have been done") } == (answer == nil))
      try dialogue.reconnectNow()
      dialogue.forget()
      dialogue.enter("#lobby")
      #expect(dialogue.look() == [])
    }
  }

  @Test(
    "a change that has no answer of its own is done once a later one is, or the server has said things for long"
  )
  func changesWithoutAnswers() {
    for isLong in [false, true] {
      var dialogue = Dialogue.entered { $0.recordsFailures = false }
      dialogue.type("/op bob", "/kick carol")
      dialogue.time = isLong ? 1000 : 10
      dialogue.server(isLong ? ":bob!b@h PRIVMSG #lobby :hi" : ":alice!a@h KICK #lobby carol")
      dialogue.forget()
      dialogue.close()
      #expect(dialogue.hear().first == "lost||srv|")
    }
  }

  @Test("one line that asks for several changes is named once")
  func oneLine() {
    var dialogue = Dialogue.entered { $0.recordsFailures = false }
    dialogue.type("/op bob carol dave")
    dialogue.close()
    #expect(dialogue.hear().count { $0.contains("may not have been done") } == 1)
  }

  @Test(
    "a pipe whose input has ended does not leave by a loss with its questions unanswered",
    arguments: [true, false])
  func lostWhileLeaving(isAnswered: Bool) throws {
    for line in ["/rooms", "who"] {
      var dialogue = Dialogue.entered()
      dialogue.type(line)
      dialogue.give(.end)
      #expect(dialogue.look().last == "PING chatnet-join")
      if isAnswered { dialogue.server(":srv 323 alice :End", ":srv 315 alice #lobby :End") }
      dialogue.close()
      #expect(dialogue.outcome == (isAnswered ? .done : nil))
      if isAnswered { continue }
      try dialogue.reconnectNow()
      dialogue.forget()
      dialogue.enter("#lobby")
      #expect(dialogue.look() == [line == "who" ? "WHO #lobby" : "LIST", "PING chatnet-join"])
      dialogue.server(":srv PONG srv chatnet-join")
      #expect(dialogue.outcome == .done)
    }
  }

  @Test("what came while a run with a name was catching up is left to the next run, whenever this one ends")
  func heldForTheNextRun() throws {
    let capabilities = HistoryTests.capabilities
    for isConnecting in [false, true] {
      var dialogue = Dialogue.entered(offering: capabilities) { $0.cursor = Cursor() }
      try dialogue.reconnect(offering: capabilities)
      dialogue.enter("#lobby")
      dialogue.server("@msgid=m9 :bob!b@h PRIVMSG #lobby :live")
      dialogue.close()
      dialogue.forget()
      if isConnecting { while !dialogue.isConnecting { dialogue.wake() } }
      dialogue.leave()
      #expect(dialogue.hear() == [])
    }
  }

  @Test("what a session knows of the server holds until the next connection shows its own")
  func knownMeanwhile() throws {
    var dialogue = EnteredMeanwhileTests.entered()
    dialogue.close()
    while !dialogue.isConnecting { dialogue.wake() }
    dialogue.forget()
    dialogue.type("/ignore ALICE")
    #expect(dialogue.hear() == ["! ALICE: that is you"])
  }

  @Test("what a line of the protocol asked of a lost connection does not come over the next one")
  func rawForgotten() throws {
    var dialogue = Dialogue.entered()
    dialogue.type("/raw INFO")
    dialogue.server(":srv 371 alice :version 1")
    #expect(dialogue.hear() == ["# version 1"])
    try dialogue.reconnect()
    dialogue.enter("#lobby")
    dialogue.forget()
    dialogue.server(":srv 371 alice :version 1")
    #expect(dialogue.hear() == [])
  }

  @Test("the key with which a room let it in is the one that it comes back with")
  func lastKey() throws {
    var dialogue = Dialogue.entered()
    dialogue.type("/join #ops wrong")
    dialogue.server(":srv 475 alice #ops :the room has a key, and this is not it")
    dialogue.type("/join #ops right")
    dialogue.enter("#ops")
    try dialogue.reconnect()
    #expect(dialogue.look().suffix(2) == ["JOIN #lobby", "JOIN #ops right"])
  }

  @Test("what came while it was catching up is told once, though the connection was lost again meanwhile")
  func heldOverASecondLoss() throws {
    let capabilities = HistoryTests.capabilities
    var dialogue = Dialogue.entered(offering: capabilities)
    try dialogue.reconnect(offering: capabilities)
    dialogue.enter("#lobby")
    dialogue.server("@msgid=m9 :bob!b@h PRIVMSG #lobby :live")
    try dialogue.reconnect(offering: capabilities)
    dialogue.enter("#lobby")
    dialogue.server(":srv FAIL CHATHISTORY INVALID_TARGET AFTER #lobby :not today")
    dialogue.server(":srv BATCH +t draft/chathistory-targets", ":srv BATCH -t")
    #expect(dialogue.hear().filter { $0.hasPrefix("message") } == ["message|bob|#lobby|live"])
    #expect(dialogue.mind.wantsInput)
  }

  @Test("who is to stay for a while has not stayed before that has begun and ended")
  func lingering() {
    func moment(_ time: Int64) -> Moment { Moment(monotonic: time, wall: .init(milliseconds: 0)) }
    var leaving = Leaving(farewell: [], linger: 500)
    #expect(!leaving.hasLingered(moment(10_000)))
    leaving.beginLingering(moment(100))
    leaving.beginLingering(moment(300))
    #expect(leaving.lingerEnd == 600)
    #expect(!leaving.hasLingered(moment(599)))
    #expect(leaving.hasLingered(moment(600)))
    #expect(Leaving(farewell: [], linger: 0).hasLingered(moment(0)))
  }
}
