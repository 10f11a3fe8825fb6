import Testing

@testable import Client

@Suite("A session that no person takes part in")
struct BotTests {
  /// The server takes the name, and introduces itself.
  private func welcome(_ dialogue: inout Dialogue<JoinSession>, as name: String = "alice", _ tokens: String) {
    dialogue.server(
      ":srv CAP * LS :\(Sample.capabilities) chatnet/names", ":srv CAP * ACK :\(Sample.capabilities)")
    dialogue.forget()
    dialogue.server(
      ":srv 001 \(name) :Welcome \(name)!a@h", ":srv 005 \(name) CHATHISTORY=3 :are supported",
      ":srv 005 \(name) \(tokens) :are supported", ":srv 251 \(name) :There are 3 users",
      ":srv 422 \(name) :no MOTD")
  }

  private func connected(
    isBot: Bool = true, _ tokens: String = "BOT=B", _ change: (inout JoinRequest) -> Void = { _ in }
  ) -> Dialogue<JoinSession> {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 30_000)
    request.isBot = isBot
    change(&request)
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    welcome(&dialogue, tokens)
    return dialogue
  }

  @Test("asks for the mark that the server announces, by its letter, before it joins its rooms")
  func mark() {
    var dialogue = connected()
    #expect(dialogue.look() == ["MODE alice +B", "JOIN #lobby"])
    var other = connected("BOT=b")
    #expect(other.look() == ["MODE alice +b", "JOIN #lobby"])
  }

  @Test(
    "does not ask a server that announces none, or no letter", arguments: ["BOT=", "BOT", "BOT=+B", "X=B"])
  func noMark(tokens: String) {
    var dialogue = connected(tokens)
    #expect(dialogue.look() == ["JOIN #lobby"])
  }

  @Test("a person's session asks for no mark")
  func person() {
    var dialogue = connected(isBot: false)
    #expect(dialogue.look() == ["JOIN #lobby"])
  }

  @Test("asks again on each connection, by the name that it has there")
  func reconnecting() throws {
    var dialogue = connected()
    dialogue.enter("#lobby")
    dialogue.server(":alice!a@h NICK al")
    for _ in 1...2 {
      dialogue.close()
      try dialogue.wait()
      dialogue.connect()
      welcome(&dialogue, as: "al", "BOT=B")
      #expect(dialogue.look() == ["MODE al +B", "JOIN #lobby"])
      dialogue.server(":al!a@h JOIN #lobby", ":srv 366 al #lobby :end")
    }
  }

  @Test("a connection that is lost before its rooms are next is no way around them")
  func lostBeforeEntering() throws {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 30_000)
    request.isBot = true
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.server(":srv CAP * LS :", ":srv 001 alice :hi")
    dialogue.close()
    try dialogue.wait()
    dialogue.connect()
    welcome(&dialogue, "BOT=B")
    #expect(dialogue.look() == ["MODE alice +B", "JOIN #lobby"])
    dialogue.enter("#lobby")
    #expect(dialogue.mind.wantsInput)
  }

  @Test("does not wait long for a server that never ends its introduction, and is marked all the same")
  func noEnd() throws {
    for timeout in [30_000, 500] as [Int64] {
      var request = JoinRequest(rooms: [Sample.lobby], timeout: timeout)
      request.isBot = true
      var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
      dialogue.server(":srv CAP * LS :", ":srv 001 alice :hi")
      dialogue.forget()
      try dialogue.wait()
      #expect(dialogue.time == min(timeout, 1000))
      #expect(dialogue.look() == ["JOIN #lobby"])
      #expect(dialogue.mind.deadline == dialogue.time + timeout)
      dialogue.server(":srv 005 alice BOT=B :are supported")
      #expect(dialogue.look() == ["MODE alice +B"])
    }
  }

  @Test(
    "whatever the server answers to that, nothing is said, and nothing fails",
    arguments: [
      ":srv 221 alice +B", ":alice!a@h MODE alice +B", ":alice MODE alice :+B",
      ":srv 501 alice :Unknown flag",
      ":srv 472 alice B :is unknown", ":srv 502 alice :not yours", ":srv 421 alice MODE :Unknown command",
      ":srv 461 alice MODE :Not enough parameters", ":srv FAIL MODE INVALID B :no",
      ":srv 696 alice alice B * :no",
    ], [true, false])
  func silence(answer: String, isEarly: Bool) {
    var dialogue = connected { $0.recordsFailures = true }
    if isEarly { dialogue.server(answer) }
    dialogue.enter("#lobby")
    if !isEarly { dialogue.server(answer) }
    #expect(dialogue.hear() == ["join|alice|#lobby|", "ready|alice|srv|#lobby"])
    dialogue.give(.end)
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .done)
  }

  @Test("a later error of the same kind is none of its answers")
  func laterError() {
    var dialogue = connected()
    dialogue.enter("#lobby")
    dialogue.server(":srv 501 alice :Unknown flag")
    dialogue.forget()
    dialogue.server(":srv 472 alice x :is unknown")
    #expect(dialogue.hear() == ["! x: is unknown"])
  }
}
