import Testing

@testable import Client

@Suite("What a person enters while there is no connection")
struct EnteredMeanwhileTests {
  static func entered(
    _ rooms: [String] = ["#lobby"], offering capabilities: String = Sample.capabilities,
    _ change: (inout JoinRequest) -> Void = { _ in }
  ) -> Dialogue<JoinSession> {
    Dialogue.entered(rooms, offering: capabilities) {
      $0.isInteractive = true
      $0.recordsFailures = false
      $0.retry = nil
      $0.timeout = 30_000
      change(&$0)
    }
  }

  /// The connection is had back at once, after so many seconds without one.
  private func comeBack(_ dialogue: inout Dialogue<JoinSession>, after seconds: Int64) throws {
    dialogue.time += seconds * 1000
    try dialogue.reconnectNow()
    dialogue.enter("#lobby")
  }

  @Test("what is younger than a minute is sent in order, without a question")
  func young() throws {
    var dialogue = Self.entered()
    dialogue.type("zero")
    dialogue.close()
    dialogue.type("one")
    dialogue.give(.block(Array("two\nthree".utf8)))
    dialogue.type("four")
    dialogue.forget()
    try comeBack(&dialogue, after: 60)
    #expect(
      dialogue.look().suffix(5) == [
        "@label=2 PRIVMSG #lobby :zero", "@label=3 PRIVMSG #lobby :one", "@label=4 PRIVMSG #lobby :two",
        "@label=5 PRIVMSG #lobby :three", "@label=6 PRIVMSG #lobby :four",
      ])
    let told = dialogue.hear()
    #expect(!told.contains { $0.hasPrefix("send ") })
  }

  @Test(
    "what is older is asked about, and sent in order only by a yes; what is entered meanwhile goes after it",
    arguments: [("y", true), ("Yes", true), ("n", false), ("", false), ("what?", false), (nil, false)])
  func old(answer: String?, isSent: Bool) throws {
    var dialogue = Self.entered()
    dialogue.type("zero")
    dialogue.close()
    dialogue.time += 30_000
    dialogue.type("one")
    dialogue.forget()
    try comeBack(&dialogue, after: 61)
    #expect(dialogue.hear().last == "send 2 lines, 91 s old?")
    dialogue.type("two")
    let early = dialogue.look()
    #expect(!early.contains { $0.contains("PRIVMSG") })
    dialogue.give(.answer(answer.map { Array($0.utf8) }))
    let sent = dialogue.look().map { String($0.split(separator: ":")[1]) }
    #expect(sent == (isSent ? ["zero", "one", "two"] : ["two"]))
    #expect(dialogue.hear() == (isSent ? [] : ["# may not have arrived: zero", "# not sent: one"]))
  }

  @Test("a question that is open does not end in time, and a loss meanwhile asks again only where it lasts")
  func lostWhileAsking() throws {
    var dialogue = Self.entered()
    dialogue.close()
    dialogue.type("one")
    try comeBack(&dialogue, after: 100)
    dialogue.forget()
    #expect(try #require(dialogue.mind.deadline) > dialogue.time + 50_000)
    dialogue.close()
    dialogue.give(.answer(Array("y".utf8)))
    try comeBack(&dialogue, after: 30)
    #expect(dialogue.look().last == "@label=1 PRIVMSG #lobby :one")
    dialogue.close()
    dialogue.forget()
    try comeBack(&dialogue, after: 100)
    #expect(dialogue.hear().last == "send 1 lines, 100 s old?")
  }

  @Test("the end of input at the question leaves, and names what is not sent")
  func endWhileAsking() throws {
    var dialogue = Self.entered()
    dialogue.close()
    dialogue.type("one")
    try comeBack(&dialogue, after: 100)
    dialogue.forget()
    dialogue.give(.end)
    #expect(dialogue.look() == ["PING chatnet-join"])
    #expect(dialogue.hear() == ["# not sent: one"])
  }

  @Test(
    "leaving without a connection is at once, and names the first lines that were not sent",
    arguments: ["/quit bye", "exit", nil] as [String?])
  func leaving(line: String?) {
    for count in 1...5 {
      var dialogue = Self.entered()
      dialogue.close()
      dialogue.forget()
      for number in 1...count { dialogue.type("line \(number)") }
      if let line { dialogue.type(line) } else { dialogue.give(.end) }
      #expect(dialogue.outcome == .done)
      let named = (1...min(count, 3)).map { "# not sent: line \($0)" }
      let lines = count == 1 ? "# 1 line was not sent" : "# \(count) lines were not sent"
      #expect(dialogue.hear() == [lines] + named + (count > 3 ? ["# and \(count - 3) more"] : []))
    }
  }

  @Test("leaving is at once on every step of the way back, with answers pending")
  func leavingOnTheWay() throws {
    let steps: [(inout Dialogue<JoinSession>) throws -> Void] = [
      { try $0.wait() }, { $0.connect() }, { $0.server(":srv 433 * alice :taken") }, { try $0.wait() },
      { $0.register() }, { $0.server(":alice!a@h JOIN #lobby") },
    ]
    for count in 0...steps.count {
      var dialogue = Self.entered()
      dialogue.type("hi", "bob:psst", "who")
      dialogue.close()
      for step in steps.prefix(count) { try step(&dialogue) }
      #expect(dialogue.outcome == nil)
      #expect(dialogue.type("exit") == 1)
      #expect(dialogue.outcome == .done)
      let told = dialogue.hear()
      #expect(told.contains("# may not have arrived: hi"))
      #expect(told.contains("# not sent: bob:psst"))
    }
  }

  @Test("a signal names what was not sent too")
  func signal() {
    var dialogue = Self.entered()
    dialogue.close()
    dialogue.forget()
    dialogue.type("one")
    dialogue.leave()
    #expect(dialogue.hear() == ["# 1 line was not sent", "# not sent: one"])
  }

  @Test("a line whose addressee is still being looked for is named too")
  func openQuestion() {
    var dialogue = Self.entered()
    dialogue.type("bob:psst", "hi")
    dialogue.leave()
    #expect(dialogue.hear() == ["# 2 lines were not sent", "# not sent: bob:psst", "# not sent: hi"])
  }

  @Test("who wants to leave does not wait for a connection that is lost meanwhile")
  func lostWhileLeaving() {
    var dialogue = Self.entered()
    dialogue.type("hi", "/quit")
    #expect(dialogue.outcome == nil)
    dialogue.close()
    #expect(dialogue.outcome == .done)
    #expect(dialogue.hear().last == "# may not have arrived: hi")
  }

  @Test(
    "who wants to leave does not wait long for a server that does not answer, and is told why",
    arguments: [("hi", 3000), ("bob:psst", 3000), ("who", 1000)])
  func silentServer(line: String, time: Int64) throws {
    var dialogue = Self.entered()
    dialogue.type(line, "/quit")
    #expect(dialogue.mind.roster.isLeaving)
    while dialogue.outcome == nil { try dialogue.wait() }
    #expect(dialogue.time == time)
    #expect(dialogue.outcome == (line == "who" ? .done : .gaveUpWaiting))
    #expect(!dialogue.awaitsClose)
    let reason = "# waiting for 1 message to be acknowledged; C-c leaves at once"
    #expect(dialogue.hear().contains(reason) == (line == "hi"))
  }

  @Test("who leaves when a message is late already is told so at once")
  func lateAlready() throws {
    var dialogue = Self.entered()
    dialogue.type("one", "two")
    try dialogue.wait()
    dialogue.type("exit")
    #expect(dialogue.hear() == ["# waiting for 2 messages to be acknowledged; C-c leaves at once"])
  }

  @Test("what was entered before the leaving is done first where there is a connection")
  func leavingInOrder() {
    var dialogue = Self.entered()
    dialogue.type("bob:psst", "hi", "/quit bye", "never")
    #expect(dialogue.look() == ["ISON bob"])
    dialogue.server(":srv 303 alice :bob")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :psst", "@label=2 PRIVMSG #lobby :hi"])
    dialogue.server("@label=1 :alice!a@h PRIVMSG bob :psst", "@label=2 :alice!a@h PRIVMSG #lobby :hi")
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.look() == ["PING chatnet-join", "QUIT bye"])
    #expect(dialogue.outcome == .done)
  }

  @Test("what needs no server is done at once")
  func atOnce() {
    var dialogue = Self.entered()
    dialogue.close()
    dialogue.forget()
    dialogue.type("/nonsense", "/help who")
    let told = dialogue.hear()
    #expect(told.first?.hasPrefix("! /nonsense: unknown command") == true)
    #expect(told.count > 1)
    #expect(dialogue.mind.roster.waitingLines == 0)
  }

  @Test("what was entered for a room that does not let it in again is said in no other")
  func roomRefused() throws {
    var dialogue = Self.entered(["#a", "#b"])
    dialogue.close()
    dialogue.type("for #a", "/room #b", "for #b")
    try dialogue.reconnectNow()
    dialogue.forget()
    dialogue.server(":srv 474 alice #a :banned")
    dialogue.enter("#b")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #b :for #b"])
    let said = "! not sent: for #a (no room is chosen: /join ROOM or /room ROOM)"
    #expect(dialogue.hear().contains(said))
  }

  @Test("a reply goes to whoever had written when it was entered, by whatever name, and to nobody else")
  func reply() throws {
    var dialogue = Self.entered()
    dialogue.type("bob:psst", "/reply too early")
    dialogue.server(":carol!c@h PRIVMSG alice :tea?")
    dialogue.type("/reply yes")
    dialogue.server(":dan!d@h PRIVMSG alice :coffee?", ":carol!c@h NICK :caroline")
    dialogue.forget()
    dialogue.server(":srv 303 alice :bob")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :psst", "@label=2 PRIVMSG caroline :yes"])
    #expect(dialogue.hear() == ["! nobody has written to you alone yet"])
  }

  @Test("a question that was open is asked again in its turn")
  func question() throws {
    var dialogue = Self.entered()
    dialogue.type("bob:psst", "hi")
    dialogue.close()
    try comeBack(&dialogue, after: 1)
    #expect(dialogue.look().last == "ISON bob")
    dialogue.server(":srv 303 alice :bob")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :psst", "@label=2 PRIVMSG #lobby :hi"])
  }
}

extension Dialogue where Mind == JoinSession {
  /// The connection that is lost is had back now, up to the welcome.
  mutating func reconnectNow(offering capabilities: String = Sample.capabilities) throws {
    while !isConnecting { wake() }
    connect()
    register(offering: capabilities)
  }
}
