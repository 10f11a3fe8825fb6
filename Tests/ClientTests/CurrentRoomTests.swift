import Testing

@testable import Client

@Suite("Where lines go")
struct CurrentRoomTests {
  @Test("after a room that cannot be joined a person's lines go on to the current one, a pipe's nowhere")
  func joinRefused() {
    for isInteractive in [true, false] {
      var dialogue = entered(["#lobby"], isInteractive)
      dialogue.type("/join #ops")
      dialogue.server(":srv 473 alice #ops :only for those who are invited")
      #expect(dialogue.hear() == ["! #ops: the room is only for those who are invited"])
      _ = dialogue.look()
      dialogue.type("hi")
      #expect(dialogue.look() == (isInteractive ? ["@label=1 PRIVMSG #lobby :hi"] : []))
      #expect(dialogue.hear() == (isInteractive ? [] : [CurrentRoomTests.notSent]))
      dialogue.type("/room #lobby", "again")
      #expect(dialogue.look().last?.hasSuffix("PRIVMSG #lobby :again") == true)
    }
  }

  @Test(
    "what a person has entered behind a way to another room that is closed is said in no room",
    arguments: [":srv 473 alice #ops :only for those who are invited", nil] as [String?])
  func enteredBehind(refusal: String?) throws {
    var dialogue = entered(["#lobby"], true)
    dialogue.type("/join #ops", "secret", "/room #lobby", "hi")
    #expect(dialogue.look() == ["JOIN #ops"])
    if let refusal {
      dialogue.server(refusal)
    } else {
      dialogue.time += 1
      dialogue.server(":bob!b@h JOIN #lobby")
      try dialogue.wait()
    }
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
    let said = "! not sent: secret (no room is chosen: /join ROOM or /room ROOM)"
    #expect(dialogue.hear().contains(said))
  }

  @Test(
    "where a pipe chooses a room that it is not in, lines go nowhere; a person's go on",
    arguments: [true, false])
  func roomNotEntered(isInteractive: Bool) {
    var dialogue = entered(["#lobby"], isInteractive)
    dialogue.type("/room #ops", "secret")
    #expect(dialogue.look() == (isInteractive ? ["@label=1 PRIVMSG #lobby :secret"] : []))
    let told = dialogue.hear()
    #expect(told.first == "! #ops: you are not in this room: /join goes there")
    #expect(told.dropFirst() == (isInteractive ? [] : [CurrentRoomTests.notSent]))
  }

  @Test(
    "where the way to a room is wrongly written, a pipe's lines go nowhere",
    arguments: ["/join #a,#b", "/join", "/j", "/ROOM"])
  func roomNotNamed(line: String) {
    var dialogue = entered(["#lobby"], false)
    dialogue.type(line, "secret")
    #expect(dialogue.look().isEmpty)
    #expect(dialogue.hear().last == CurrentRoomTests.notSent)
  }

  @Test("after being put out of a room lines go to no other one, though there are some")
  func kicked() {
    for isInteractive in [true, false] {
      var dialogue = entered(["#ops", "#lobby"], isInteractive)
      dialogue.server(":bob!b@h KICK #ops alice :rude")
      let kick = "kick|bob|#ops|alice rude"
      #expect(dialogue.hear() == (isInteractive ? [kick] : [kick, "! #ops: you were put out by bob"]))
      dialogue.type("secret")
      #expect(dialogue.look().isEmpty)
      let said = "! not sent: secret (no room is chosen: /join ROOM or /room ROOM)"
      #expect(dialogue.hear() == [isInteractive ? said : CurrentRoomTests.notSent])
    }
  }

  @Test("who leaves a room by a command talks on in the one joined last")
  func parted() {
    var dialogue = entered(["#ops", "#lobby"], false)
    dialogue.type("/part #ops")
    dialogue.server(":alice!a@h PART #ops")
    dialogue.type("hi")
    #expect(dialogue.look() == ["PART #ops", "@label=1 PRIVMSG #lobby :hi"])
  }

  @Test("who leaves a room by a command talks on where the talk was before")
  func partedAgain() {
    var dialogue = entered(["#ops", "#lobby", "#x"], true)
    dialogue.type("/room #lobby", "/room #ops", "/part", "hi")
    dialogue.server(":alice!a@h PART #ops")
    dialogue.type("/part", "ho")
    dialogue.server("@label=1 :srv ACK", ":alice!a@h PART #lobby")
    #expect(
      dialogue.look() == [
        "PART #ops", "@label=1 PRIVMSG #lobby :hi", "PART #lobby", "@label=2 PRIVMSG #x :ho",
      ])
  }

  @Test("where the first room is refused a pipe's lines go to no other")
  func firstRefused() {
    var dialogue = registered(["#ops", "#lobby"], false)
    dialogue.server(
      ":srv 473 alice #ops :only for those who are invited", ":alice!a@h JOIN #lobby",
      ":srv 366 alice #lobby :end")
    _ = dialogue.look()
    _ = dialogue.hear()
    dialogue.type("secret")
    #expect(dialogue.look().isEmpty)
    #expect(dialogue.hear() == [CurrentRoomTests.notSent])
    dialogue.give(.end)
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("a question that is not answered ends a pipe; a person goes on")
  func unanswered() throws {
    for isInteractive in [true, false] {
      var dialogue = entered(["#lobby"], isInteractive)
      dialogue.type("/join #ops")
      dialogue.time += 1
      dialogue.server(":bob!b@h JOIN #lobby")
      _ = dialogue.hear()
      try dialogue.wait()
      #expect(dialogue.hear() == ["! no answer from the server in 1 s: waited for entry to #ops"])
      #expect(dialogue.outcome == (isInteractive ? nil : .gaveUpWaiting))
      #expect(dialogue.mind.wantsInput == isInteractive)
    }
  }

  private static let notSent = "! not sent: no room is chosen: /join ROOM or /room ROOM"

  private func registered(_ rooms: [String], _ isInteractive: Bool) -> Dialogue<JoinSession> {
    var request = JoinRequest(rooms: rooms.map { Array($0.utf8) }, timeout: 1000)
    request.isInteractive = isInteractive
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.server(
      ":srv CAP * LS :\(Sample.capabilities)", ":srv CAP * ACK :\(Sample.capabilities)", ":srv 001 alice :hi")
    return dialogue
  }

  private func entered(_ rooms: [String], _ isInteractive: Bool) -> Dialogue<JoinSession> {
    var dialogue = registered(rooms, isInteractive)
    for room in rooms {
      dialogue.server(
        ":alice!a@h JOIN \(room)", ":srv 353 alice = \(room) :alice", ":srv 366 alice \(room) :end")
    }
    _ = dialogue.look()
    _ = dialogue.hear()
    return dialogue
  }
}
