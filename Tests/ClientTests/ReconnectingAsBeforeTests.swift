import Testing

@testable import Client

@Suite("Coming back under the same name, to the same rooms")
struct ReconnectingAsBeforeTests {
  @Test("a room that does not let it in any more is a failure; the others go on")
  func roomRefused() throws {
    var dialogue = Dialogue.entered(["#a", "#b"])
    try dialogue.reconnect()
    dialogue.server(":srv 474 alice #a :banned")
    dialogue.enter("#b")
    #expect(dialogue.hear().contains("! #a: banned"))
    dialogue.forget()
    dialogue.type("for #a")
    #expect(dialogue.look().isEmpty)
    #expect(dialogue.hear().first == "! not sent: no room is chosen: /join ROOM or /room ROOM")
    var alone = Dialogue.entered(["#a"])
    try alone.reconnect()
    alone.server(":srv 474 alice #a :banned")
    #expect(alone.outcome == .notPermitted)
  }

  @Test("rooms joined since are joined again, with their keys; those left are not")
  func roomsJoinedSince() throws {
    var dialogue = Dialogue.entered(["#a"])
    dialogue.type("/join #ops secret")
    dialogue.enter("#ops")
    dialogue.type("/part #a")
    dialogue.server(":alice!a@h PART #a")
    try dialogue.reconnect()
    #expect(dialogue.look() == ["JOIN #ops secret"])
  }

  @Test("who was in no room any more is in none again")
  func noRooms() throws {
    var dialogue = Dialogue.entered(["#a"])
    dialogue.type("/part")
    dialogue.server(":alice!a@h PART #a")
    try dialogue.reconnect()
    #expect(dialogue.outcome == nil)
    #expect(dialogue.mind.wantsInput)
  }

  @Test("a connection that is lost before the rooms are entered is had back, and then it is ready")
  func lostWhileEntering() throws {
    var dialogue = Dialogue.registered(["#a", "#b"])
    dialogue.enter("#a")
    dialogue.forget()
    try dialogue.reconnect()
    #expect(dialogue.look() == ["JOIN #a", "JOIN #b"])
    dialogue.enter("#b")
    dialogue.enter("#a")
    #expect(dialogue.hear().last == "ready|alice|srv|#a #b")
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #a :hi"])
  }

  @Test("its own name, held by what is left of the lost connection, is waited for")
  func ghost() throws {
    var dialogue = Dialogue.entered()
    dialogue.close()
    try dialogue.wait()
    dialogue.connect()
    dialogue.server(":srv CAP * LS :\(Sample.capabilities)")
    dialogue.forget()
    for _ in 0..<5 {
      dialogue.server(":srv 433 * alice :this name is taken")
      let before = dialogue.time
      try dialogue.wait()
      #expect((1000...2000).contains(dialogue.time - before))
      #expect(dialogue.look() == ["NICK alice"])
    }
    #expect(dialogue.hear() == ["# alice: this name is taken; trying again"])
    dialogue.server(":srv 001 alice :hi")
    dialogue.enter("#lobby")
    #expect(dialogue.mind.wantsInput)
  }

  @Test("a ghost that stays ends it when the time is over, as a lost connection")
  func stayingGhost() throws {
    var dialogue = Dialogue.entered { $0.retry = 5000 }
    dialogue.close()
    try dialogue.wait()
    dialogue.connect()
    while dialogue.outcome == nil {
      dialogue.server(":srv 433 * alice :this name is taken")
      try dialogue.wait()
    }
    #expect(dialogue.outcome == .noConnection)
    #expect(
      dialogue.hear().last
        == "error|||the connection was lost, and not had back in 5 s: alice: this name is taken")
    #expect(dialogue.time == 5000)
  }
}
