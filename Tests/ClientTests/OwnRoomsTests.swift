import Testing

@testable import Client

@Suite("The rooms of a session, and those that are not its own")
struct OwnRoomsTests {
  /// The own name comes into a room that this session did not ask for.
  private func put(into room: String, _ dialogue: inout Dialogue<JoinSession>) {
    dialogue.server(
      ":alice!a@h JOIN \(room)", ":srv 353 alice = \(room) :alice bob", ":srv 366 alice \(room) :end")
  }

  private func entered(_ rooms: [String] = ["#lobby"], isInteractive: Bool) -> Dialogue<JoinSession> {
    Dialogue.entered(rooms) {
      $0.isInteractive = isInteractive
      $0.recordsFailures = false
      $0.retry = nil
    }
  }

  @Test(
    "a room that it did not ask for is told, and lines go on to the one that they went to",
    arguments: [true, false])
  func notAskedFor(isInteractive: Bool) {
    var dialogue = entered(isInteractive: isInteractive)
    put(into: "#ops", &dialogue)
    #expect(dialogue.hear().first == "join|alice|#ops|")
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
  }

  @Test("lines do not go there when the current room is left", arguments: [true, false])
  func notFallenBackTo(isInteractive: Bool) {
    var dialogue = entered(isInteractive: isInteractive)
    put(into: "#ops", &dialogue)
    dialogue.type("/part")
    dialogue.server(":alice!a@h PART #lobby")
    dialogue.forget()
    dialogue.type("secret")
    #expect(dialogue.look() == [])
    dialogue.type("/room #ops", "hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #ops :hi"])
  }

  @Test("after an outage it asks for exactly its own rooms, one that it has chosen since among them")
  func reconnecting() throws {
    for isChosen in [false, true] {
      var dialogue = entered(["#a", "#b"], isInteractive: false)
      put(into: "#ops", &dialogue)
      if isChosen { dialogue.type("/room #ops") }
      try dialogue.reconnect()
      #expect(dialogue.look() == ["JOIN #a", "JOIN #b"] + (isChosen ? ["JOIN #ops"] : []))
    }
  }

  @Test("a room that comes before its own is not the one that it is ready for")
  func beforeItsOwn() {
    var dialogue = Dialogue.registered(["#a"])
    #expect(dialogue.look() == ["JOIN #a"])
    put(into: "#ops", &dialogue)
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(":srv 474 alice #a :banned")
    #expect(dialogue.outcome == .notPermitted)
    var other = Dialogue.registered(["#a"])
    put(into: "#ops", &other)
    other.enter("#a")
    #expect(other.hear().last == "ready|alice|srv|#a")
  }

  @Test("being put out of a room that is not its own is no failure, and of its last own one ends a pipe")
  func kicked() {
    for isElsewhere in [true, false] {
      var dialogue = entered(isInteractive: false)
      put(into: "#ops", &dialogue)
      dialogue.forget()
      let room = isElsewhere ? "#ops" : "#lobby"
      dialogue.server(":bob!b@h KICK \(room) alice :rude", ":bob!b@h KICK #never alice :rude")
      #expect(dialogue.outcome == (isElsewhere ? nil : .notPermitted))
      let told = dialogue.hear()
      #expect(told.first == "kick|bob|\(room)|alice rude")
      #expect(told.contains { $0.hasPrefix("! ") } == !isElsewhere)
    }
  }

  @Test("a room that a line of the protocol asked for, or that the server sent it on to, is its own")
  func askedForOtherwise() throws {
    var raw = entered(isInteractive: false)
    raw.type("/raw JOIN #ops")
    put(into: "#ops", &raw)
    try raw.reconnect()
    #expect(raw.look().suffix(2) == ["JOIN #lobby", "JOIN #ops"])
    var sentOn = entered(isInteractive: false)
    sentOn.type("/join #full")
    sentOn.server(":srv 470 alice #full #second :Forwarding to another channel")
    put(into: "#second", &sentOn)
    try sentOn.reconnect()
    #expect(sentOn.look().suffix(2) == ["JOIN #lobby", "JOIN #second"])
  }

  @Test("a room that lets it in after it has stopped waiting is its own, with its key")
  func late() throws {
    var dialogue = entered(isInteractive: true)
    dialogue.type("/join #ops key")
    dialogue.time += 1
    dialogue.server(":bob!b@h JOIN #lobby")
    try dialogue.wait()
    put(into: "#ops", &dialogue)
    dialogue.forget()
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
    try dialogue.reconnect()
    #expect(dialogue.look() == ["JOIN #lobby", "JOIN #ops key"])
  }

  @Test("the own name that leaves a room in which this session is not changes nothing")
  func leftElsewhere() {
    var dialogue = entered(isInteractive: false)
    dialogue.server(":alice!a@h PART #ops", ":bob!b@h PRIVMSG #ops :hi", ":srv 366 alice #ops :end")
    #expect(dialogue.hear() == ["part|alice|#ops|", "message|bob|#ops|hi"])
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
    #expect(dialogue.mind.roster.rooms == [Sample.lobby])
  }
}
