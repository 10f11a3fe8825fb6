import Testing
import Wire

@testable import Client

@Suite("Getting a lost connection back")
struct ReconnectingTests {
  @Test("it pauses, connects, registers under its name, joins its rooms, and goes on")
  func wholeWay() throws {
    var dialogue = Dialogue.entered(["#a", "#b"])
    dialogue.type("/room #b")
    dialogue.server(":alice!a@h NICK al")
    dialogue.forget()
    dialogue.close("reset")
    #expect(
      dialogue.hear() == [
        "lost||srv|reset", "# the connection was lost: reset; trying to get it back",
      ])
    #expect(!dialogue.mind.wantsInput)
    #expect(!dialogue.isConnecting)
    try dialogue.wait()
    #expect(dialogue.isConnecting)
    #expect((100...300).contains(dialogue.time))
    dialogue.connect()
    #expect(dialogue.look() == ["CAP LS 302", "NICK al", "USER alice 0 * alice"])
    dialogue.register(as: "al")
    #expect(dialogue.look() == ["JOIN #a", "JOIN #b"])
    dialogue.server(":al!a@h JOIN #a", ":srv 366 al #a :end", ":al!a@h JOIN #b", ":srv 366 al #b :end")
    let missing = "what was said since 1970-01-01T00:16:40.000Z is missing: this server keeps no history"
    #expect(
      dialogue.hear() == [
        "resumed||srv|\(missing)", "# the connection is back", "join|al|#a|", "join|al|#b|",
      ])
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #b :hi"])
    #expect(dialogue.outcome == nil)
  }

  @Test("the first connection is tried once")
  func firstConnection() {
    let request = JoinRequest(rooms: [Sample.lobby], timeout: 1000)
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.server("ERROR :full")
    dialogue.close()
    #expect(dialogue.outcome == .noConnection)
    #expect(dialogue.mind.deadline == nil)
  }

  @Test("each failed try is followed by a longer pause, until the time is over")
  func growingPauses() throws {
    var dialogue = Dialogue.entered { $0.retry = 10_000 }
    dialogue.close()
    var tries = 0
    while dialogue.outcome == nil, tries < 50 {
      try dialogue.wait()
      tries += 1
      #expect(dialogue.isConnecting)
      dialogue.failToConnect("cannot connect to srv: refused")
    }
    #expect(dialogue.time == 10_000)
    #expect((4...9).contains(tries))
    #expect(dialogue.outcome == .noConnection)
    let end = "the connection was lost, and not had back in 10 s: cannot connect to srv: refused"
    #expect(
      dialogue.hear() == [
        "lost||srv|", "# the connection was lost; trying to get it back",
        "# cannot connect to srv: refused; trying again", "! \(end)", "error|||\(end)",
      ])
  }

  @Test("the name that it had is asked for after tries that failed too")
  func nameAfterFailedTries() throws {
    var dialogue = Dialogue.entered()
    dialogue.server(":alice!a@h NICK al")
    dialogue.close()
    for _ in 0..<3 {
      try dialogue.wait()
      dialogue.failToConnect("refused")
    }
    try dialogue.wait()
    dialogue.connect()
    #expect(dialogue.look().contains("NICK al"))
  }

  @Test("a try that takes too long is given up with the time, but the last one gets a second")
  func slowTry() throws {
    var dialogue = Dialogue.entered { $0.retry = 100 }
    dialogue.close()
    try dialogue.wait()
    #expect(dialogue.time <= 100)
    try dialogue.wait()
    #expect((1000...1100).contains(dialogue.time))
    #expect(dialogue.outcome == .noConnection)
  }

  @Test("without an end it tries on for days")
  func forever() throws {
    var dialogue = Dialogue.entered { $0.retry = nil }
    dialogue.close()
    var longest: Int64 = 0
    while dialogue.time < 200_000_000 {
      let before = dialogue.time
      try dialogue.wait()
      dialogue.failToConnect("refused")
      longest = max(longest, dialogue.time - before)
    }
    #expect(dialogue.outcome == nil)
    #expect((20_000...30_000).contains(longest))
  }

  @Test(
    "a server that does not let it in any more ends it",
    arguments: [
      (":srv 464 * :wrong password", Outcome.notPermitted), (":srv 465 * :banned", .notPermitted),
      ("ERROR :Closing link: K-Lined", .notPermitted),
      (":srv FAIL * ACCOUNT_REQUIRED :log in", .notPermitted), ("HTTP/1.1 400 Bad Request", .protocolFault),
    ])
  func refused(line: String, outcome: Outcome) throws {
    var dialogue = Dialogue.entered()
    dialogue.close()
    try dialogue.wait()
    dialogue.connect()
    dialogue.server(line)
    #expect(dialogue.outcome == outcome)
  }

  @Test(
    "a connection that ends by a ban is not asked for again",
    arguments: [
      ["ERROR :K-Line by \"root\": \"go away\""], [":srv 465 alice :You are banned", "ERROR :Closing link"],
      ["ERROR :Closing Link: h (G-Lined)"],
    ])
  func banned(lines: [String]) {
    var dialogue = Dialogue.entered()
    for line in lines { dialogue.server(line) }
    #expect(dialogue.outcome == .notPermitted)
    var other = Dialogue.entered()
    other.server("ERROR :Closing Link: the server restarts")
    #expect(other.outcome == nil)
  }

  @Test("a server that is going down, or says nothing, is tried again")
  func notYet() throws {
    var dialogue = Dialogue.entered()
    dialogue.close()
    for lines in [["ERROR :going down"], []] {
      try dialogue.wait()
      #expect(dialogue.isConnecting)
      dialogue.connect()
      for line in lines { dialogue.server(line) }
      if lines.isEmpty { try dialogue.wait() } else { dialogue.close() }
    }
    try dialogue.wait()
    #expect(dialogue.isConnecting)
    #expect(dialogue.outcome == nil)
  }

  @Test("what is left of a connection that was given up changes nothing")
  func oldConnection() throws {
    var dialogue = Dialogue.entered { $0.retry = nil }
    try dialogue.wait()
    try dialogue.wait()
    #expect(dialogue.hear().first == "lost||srv|the server no longer answers")
    dialogue.server(":bob!b@h PRIVMSG #lobby :late")
    dialogue.close("reset")
    #expect(dialogue.hear().isEmpty)
    try dialogue.wait()
    #expect(dialogue.isConnecting)
  }

  @Test("losses on the way back are one outage: one lost, one resumed record")
  func repeatedLosses() throws {
    var dialogue = Dialogue.entered()
    try dialogue.reconnect()
    try dialogue.reconnect()
    dialogue.server(":alice!a@h JOIN #lobby")
    try dialogue.reconnect()
    dialogue.enter("#lobby")
    let told = dialogue.hear()
    #expect(told.count { $0.hasPrefix("lost|") } == 1)
    #expect(told.count { $0.hasPrefix("resumed|") } == 1)
    #expect(dialogue.mind.wantsInput)
  }

  @Test("a person sees what happens above the prompt, and nothing twice")
  func interactive() throws {
    var dialogue = Dialogue.entered {
      $0.isInteractive = true
      $0.recordsFailures = false
      $0.retry = nil
    }
    dialogue.close("reset")
    try dialogue.wait()
    dialogue.failToConnect("cannot connect to srv: refused")
    try dialogue.wait()
    dialogue.connect()
    dialogue.register()
    dialogue.enter("#lobby")
    #expect(
      dialogue.hear() == [
        "lost||srv|reset", "# trying to get the connection back",
        "# cannot connect to srv: refused; trying again", "resumed||srv|",
        "# what was said meanwhile is missing: this server keeps no history",
      ])
  }

  @Test("what a person types without a connection is done when it is back; only leaving does not wait")
  func typedMeanwhile() throws {
    var dialogue = Dialogue.entered { $0.isInteractive = true }
    dialogue.close()
    #expect(dialogue.type("one", "/me two", "bob:three") == 3)
    try dialogue.wait()
    dialogue.connect()
    dialogue.register()
    dialogue.enter("#lobby")
    #expect(
      dialogue.look().suffix(3) == [
        "@label=1 PRIVMSG #lobby :one", "@label=2 PRIVMSG #lobby :\u{1}ACTION two\u{1}", "ISON bob",
      ])
    dialogue.close()
    dialogue.forget()
    dialogue.type("four", "five", "/quit bye")
    #expect(dialogue.outcome == .done)
    #expect(
      dialogue.hear() == [
        "# 2 messages were not acknowledged", "# may not have arrived: one", "# may not have arrived: two",
        "# 3 lines were not sent", "# not sent: bob:three", "# not sent: four", "# not sent: five",
      ])
  }
}
