import Testing

@testable import Client

@Suite("What send makes of its input")
struct SendTextsTests {
  @Test("a message that was given beforehand goes without a question, each of its lines by itself")
  func message() {
    var dialogue = SendDialogue.registered(["bob"]) { $0.text = Array("one\n\ntwo\n".utf8) }
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :one", "@label=2 PRIVMSG bob :two"])
    dialogue.server("@label=1 :alice!a@h PRIVMSG bob :one", "@label=2 :srv ACK")
    #expect(dialogue.outcome == .done)
    #expect(dialogue.hear().isEmpty)
    #expect(dialogue.look() == ["QUIT"])
  }

  @Test(
    "a kind of message has its command",
    arguments: [
      (MessageKind.message, "PRIVMSG bob :hi"), (.notice, "NOTICE bob :hi"),
      (.action, "PRIVMSG bob :\u{1}ACTION hi\u{1}"),
    ])
  func kinds(kind: MessageKind, line: String) {
    var dialogue = SendDialogue.registered(["bob"]) {
      $0.text = Array("hi".utf8)
      $0.kind = kind
    }
    #expect(dialogue.look() == ["@label=1 \(line)"])
  }

  @Test("lines of blanks are passed over; those around a text stay")
  func blanks() {
    var dialogue = SendDialogue.ready(["bob"])
    dialogue.type("", "  \t", "  hi ")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :  hi "])
  }

  @Test("a message of blanks sends nothing, but to nobody it is an error as any other")
  func blankMessage() {
    var dialogue = SendDialogue.registered(["nobody"]) { $0.text = Array(" \n".utf8) }
    dialogue.server(":srv 302 alice :", ":srv PONG srv chatnet-check")
    #expect(dialogue.outcome == .noSuchTarget)
    dialogue = SendDialogue.registered(["bob"]) { $0.text = [] }
    dialogue.server(":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check")
    #expect(dialogue.outcome == .done)
    #expect(!dialogue.look().contains { $0.contains("PRIVMSG") })
  }

  @Test("of many lines that can be no message ten are named, and the others are sent")
  func manyUnsendable() {
    var dialogue = SendDialogue.ready(["bob"])
    for _ in 1...30 { dialogue.give(.line([0xFF])) }
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :hi"])
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK")
    #expect(dialogue.outcome == .badInput)
    #expect(
      dialogue.hear() == (1...10).map { "! line \($0): not UTF-8 (byte 1)" } + [
        "# further lines that can be no message are not named",
        "# 1 message went through; line 1 was the first that did not",
      ])
  }

  @Test(
    "a line that no message can be is bad input", arguments: [[0x61, 0x00], [0xFF], [0x61, 0x0D, 0x62]])
  func badLine(line: [UInt8]) {
    var dialogue = SendDialogue.ready(["bob"]) { $0.carriageReturns = .refuse }
    dialogue.give(.line(line))
    dialogue.give(.end)
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .badInput)
  }

  @Test("a line is split so that the server relays each piece whole, with the prefix that others see")
  func splits() throws {
    var dialogue = SendDialogue.ready(["bob"], source: "alice!al@host.example")
    dialogue.type(String(repeating: "x", count: 1000))
    let relayed = dialogue.look().map { ":alice!al@host.example" + $0.drop { $0 != " " } }
    let head = ":alice!al@host.example PRIVMSG bob :"
    #expect(relayed.allSatisfy { $0.hasPrefix(head) })
    #expect(relayed.map(\.utf8.count) == [510, 510, 3 * head.utf8.count + 1000 - 2 * 510])
  }

  @Test("--no-split refuses the long line and sends the others")
  func noSplit() {
    var dialogue = SendDialogue.ready(["bob"]) { $0.splits = false }
    dialogue.type("one", String(repeating: "x", count: 1000), "two")
    dialogue.give(.end)
    #expect(dialogue.look().map { String($0.suffix(3)) } == ["one", "two"])
    dialogue.server("@label=1 :srv ACK", "@label=2 :srv ACK")
    #expect(dialogue.outcome == .badInput)
    let said = dialogue.hear()
    #expect(said.first?.hasPrefix("! line 2: too long for one message: 1000 bytes") == true)
    #expect(said.last == "# 2 messages went through; line 2 was the first that did not")
  }

  @Test("a target whose turn comes later gets nothing of a line that is refused for another's sake")
  func refusedForAll() {
    let longName = String(repeating: "n", count: 30)
    var dialogue = SendDialogue.registered(["bob", longName]) { $0.splits = false }
    dialogue.server(":srv 302 alice :bob=+b@h \(longName)=+n@h", ":srv PONG srv chatnet-check")
    _ = dialogue.look()
    dialogue.type(String(repeating: "x", count: 470))
    dialogue.give(.end)
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .badInput)
  }
}
