import Testing
import Wire

@testable import Client

@Suite("who --wait")
struct WhoWaitTests {
  private let end = WhoDialogue.end
  private let pong = WhoDialogue.pong

  @Test("returns when all are there at once, and prints them")
  func all() {
    var dialogue = WhoDialogue.watching(.wait(nil), "carol", "bob")
    #expect(dialogue.look() == ["MONITOR + carol,bob", "PING chatnet-who"])
    dialogue.server(":srv 730 alice :bob!u@h", ":srv 731 alice :carol", pong)
    dialogue.server(":srv 731 alice :bob")
    dialogue.server(":srv 730 alice :Carol!u@h")
    #expect(dialogue.hear().isEmpty)
    #expect(dialogue.outcome == nil)
    dialogue.server(":srv 730 alice :bob!u@h")
    #expect(dialogue.hear() == ["bob\nCarol\n"])
    #expect(dialogue.outcome == .done)
    #expect(dialogue.look() == ["QUIT"])
  }

  @Test("those who are there already are not waited for; -q prints nothing", arguments: [true, false])
  func already(isQuiet: Bool) {
    var dialogue = WhoDialogue.watching(.wait(nil), "bob") { $0.isQuiet = isQuiet }
    dialogue.server(":srv 730 alice :bob!u@h", pong)
    #expect(dialogue.hear() == (isQuiet ? [] : ["bob\n"]))
    #expect(dialogue.outcome == .done)
  }

  @Test("without MONITOR it asks until they are there")
  func polling() throws {
    var dialogue = WhoDialogue.abroad(.wait(nil), "bob")
    #expect(dialogue.look() == ["NICK alice-2", "ISON bob", "PING chatnet-who"])
    for _ in 1...5 {
      dialogue.server(":srv 303 alice :", pong)
      try dialogue.wait()
      #expect(dialogue.look() == ["ISON bob", "PING chatnet-who"])
    }
    dialogue.server(":srv 303 alice :bob", pong)
    #expect(dialogue.hear() == ["bob\n"])
    #expect(dialogue.outcome == .done)
  }

  @Test("in a room, which may come to be meanwhile")
  func room() throws {
    var dialogue = WhoDialogue.watching(.wait(nil), "bob") { $0.room = Array("#ops".utf8) }
    #expect(dialogue.look() == ["WHO #ops"])
    dialogue.server(":srv 403 alice #ops :no such room", end)
    try dialogue.wait()
    dialogue.server(WhoDialogue.line("zed", in: "#ops"), end)
    #expect(dialogue.outcome == nil)
    try dialogue.wait()
    dialogue.server(WhoDialogue.line("zed", in: "#ops"), WhoDialogue.line("bob", in: "#ops"), end)
    #expect(dialogue.hear() == ["bob\n"])
    #expect(dialogue.outcome == .done)
  }

  @Test("the end of a wait names who is missing, as it was written and once")
  func timeout() throws {
    var dialogue = WhoDialogue.watching(.wait(2500), "Zed", "bob", "carol", "zed")
    dialogue.server(":srv 730 alice :bob!u@h", pong)
    try dialogue.wait()
    #expect(dialogue.time == 2500)
    #expect(dialogue.hear() == ["! Zed, carol: not online after 2.5 s"])
    #expect(dialogue.outcome == .gaveUpWaiting)
  }

  @Test("the end of a wait in a room says which")
  func timeoutInRoom() throws {
    var dialogue = WhoDialogue.watching(.wait(500), "bob") { $0.room = Array("#ops".utf8) }
    dialogue.server(end)
    try dialogue.wait()
    #expect(dialogue.hear() == ["! bob: not in #ops after 0.5 s"])
  }

  @Test("it waits for ever where no end was given")
  func forEver() throws {
    var dialogue = WhoDialogue.watching(.wait(nil), "bob")
    dialogue.server(":srv 731 alice :bob", pong)
    for _ in 1...10 {
      try dialogue.wait()
      dialogue.server(":srv PONG srv chatnet-alive")
    }
    #expect(dialogue.time > 500_000)
    #expect(dialogue.outcome == nil)
  }

  @Test("the long form tells more about them; who leaves meanwhile is waited for again")
  func details() {
    var dialogue = WhoDialogue.watching(.wait(nil), "bob") { $0.rendering.format = .json }
    _ = dialogue.look()
    dialogue.server(":srv 730 alice :bob!u@h", pong)
    #expect(dialogue.look() == ["WHOIS bob", "PING chatnet-who"])
    dialogue.server(":srv 401 alice bob :no such user", ":srv 731 alice :bob", pong)
    #expect(dialogue.hear().isEmpty)
    dialogue.server(":srv 730 alice :bob!u@h")
    dialogue.server(":srv 319 alice bob :@#a", pong)
    #expect(dialogue.hear() == ["{\"name\":\"bob\",\"rooms\":[\"#a\"]}\n"])
    #expect(dialogue.outcome == .done)
  }

  @Test("a name that can never be there is refused at once")
  func impossible() {
    var dialogue = WhoDialogue.registered {
      $0.question = .wait(nil)
      $0.names = [Array("a b".utf8)]
    }
    #expect(dialogue.hear() == ["! a b: a name has no spaces"])
    #expect(dialogue.outcome == .noSuchTarget)
  }
}
