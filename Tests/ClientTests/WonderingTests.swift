import Testing

@testable import Client

@Suite("What a session asks the server for a person's eyes alone")
struct WonderingTests {
  private func entered() -> Dialogue<JoinSession> {
    Dialogue.entered(members: "alice bob") {
      $0.isInteractive = true
      $0.recordsFailures = false
    }
  }

  @Test("/ping tells how long the server takes")
  func ping() {
    var dialogue = entered()
    dialogue.type("/ping")
    #expect(dialogue.look() == ["PING chatnet-ping"])
    dialogue.time += 42
    dialogue.server(":srv PONG srv :chatnet-ping")
    #expect(dialogue.hear() == ["# srv answers within 42 ms"])
    dialogue.server(":srv PONG srv :chatnet-ping")
    #expect(dialogue.hear().isEmpty, "one that was not asked for")
  }

  @Test("whether somebody is there stands in the roster, and is told to nobody", arguments: [true, false])
  func wondering(isThere: Bool) {
    var dialogue = entered()
    dialogue.give(.wonders(Array("carol".utf8)))
    #expect(dialogue.look() == ["ISON carol"])
    dialogue.server(":srv 303 alice :\(isThere ? "Carol" : "")")
    #expect(dialogue.mind.roster.absentee == (isThere ? nil : Array("carol".utf8)))
    #expect(dialogue.hear().isEmpty)
  }

  @Test("the answer to one question is not taken for that to the other")
  func order() {
    var dialogue = entered()
    dialogue.give(.wonders(Array("carol".utf8)))
    dialogue.type("dave:hi")
    #expect(dialogue.look() == ["ISON carol", "ISON dave"])
    dialogue.server(":srv 303 alice :")
    #expect(dialogue.look().isEmpty)
    dialogue.server(":srv 303 alice :dave")
    #expect(dialogue.look() == ["@label=1 PRIVMSG dave :hi"])
    #expect(dialogue.mind.roster.absentee == Array("carol".utf8))
  }

  @Test("nothing is asked without a connection, nor by a server that does not know ISON told to the person")
  func without() throws {
    var dialogue = entered()
    dialogue.give(.wonders(Array("carol".utf8)))
    dialogue.forget()
    dialogue.server(":srv 421 alice ISON :Unknown command")
    #expect(dialogue.hear().isEmpty)
    dialogue.close("reset")
    dialogue.forget()
    dialogue.give(.wonders(Array("carol".utf8)))
    #expect(dialogue.look().isEmpty)
  }

  @Test(
    "a stranger is whom a line speaks to alone, once the name is typed to its end",
    arguments: [
      ("@carol hi", "carol"), ("@carol ", nil), ("@carol", nil), ("@bob hi", nil), ("/msg carol hi", "carol"),
      ("hi carol", nil), ("carol:hi there", nil), ("/msg #ops hi", nil), ("//msg carol hi", nil),
    ] as [(String, String?)])
  func strangers(line: String, name: String?) {
    let stranger = entered().mind.roster.stranger(inLine: Array(line.utf8))
    #expect(stranger.map { String(decoding: $0, as: UTF8.self) } == name)
  }
}
