import Testing

@testable import Client

@Suite("Keeping what was not accepted")
struct UnsentSendTests {
  private func keeping(_ unsent: [UnsentMessage] = []) -> (inout SendRequest) -> Void {
    {
      $0.keepsUnsent = true
      $0.unsent = unsent
    }
  }

  private let failure = Failure(.noConnection, "cannot connect")

  @Test("each message is kept with an id before it goes, and forgotten when it is accepted")
  func kept() {
    var dialogue = Dialogue.ready(["bob"], keeping())
    dialogue.type("one", "two")
    #expect(dialogue.hear() == ["+ bob|one|-1", "+ bob|two|-2"])
    #expect(
      dialogue.lookAtAll() == [
        "@label=1;+chatnet/id=0000000000000000-1 PRIVMSG bob :one",
        "@label=2;+chatnet/id=0000000000000000-2 PRIVMSG bob :two",
      ])
    dialogue.give(.end)
    dialogue.server("@label=2 :srv ACK", "@label=1 :srv ACK")
    #expect(dialogue.hear() == ["- -2", "- -1", "over"])
    #expect(dialogue.outcome == .done)
  }

  @Test("what earlier runs kept goes first, under its ids and to its targets")
  func first() {
    let unsent = [
      UnsentMessage("dave", "old", id: "f-1"), UnsentMessage("bob", "note", id: "f-2", as: .notice),
    ]
    var dialogue = Dialogue.registered(["bob"]) {
      $0.keepsUnsent = true; $0.unsent = unsent
    }
    dialogue.server(":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check")
    dialogue.type("new")
    #expect(
      dialogue.lookAtAll().suffix(3) == [
        "@label=1;+chatnet/id=f-1 PRIVMSG dave :old", "@label=2;+chatnet/id=f-2 NOTICE bob :note",
        "@label=3;+chatnet/id=0000000000000000-1 PRIVMSG bob :new",
      ])
    dialogue.give(.end)
    dialogue.server("@label=1 :srv 401 alice dave :no such user", "@label=2 :srv ACK", "@label=3 :srv ACK")
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(
      dialogue.hear() == [
        "+ bob|new|-1", "! dave: no such user", "- -2", "- -1", "# 2 messages went through; 1 is kept",
        "over",
      ])
  }

  @Test("without a connection the input is read to its end and kept")
  func noConnection() {
    var dialogue = SendDialogue.begun(["bob", "#ops"], keeping())
    dialogue.failToConnect("cannot connect")
    #expect(dialogue.hear() == ["! cannot connect"])
    dialogue.type("one", "", "two")
    #expect(dialogue.outcome == nil)
    dialogue.give(.end)
    #expect(dialogue.outcome == .noConnection)
    #expect(
      dialogue.hear() == [
        "+ bob|one|-1", "+ #ops|one|-2", "+ bob|two|-3", "+ #ops|two|-4",
        "# 0 messages went through; line 1 was the first that did not; 4 are kept", "over",
      ])
  }

  @Test("input that stays open is not waited for longer than a second, nor is input without end")
  func silence() throws {
    var dialogue = SendDialogue.begun(["bob"]) {
      $0.keepsUnsent = true
      $0.timeout = 3000
    }
    dialogue.failToConnect("cannot connect")
    for _ in 0..<4 {
      dialogue.time += 900
      dialogue.type("line")
      #expect(dialogue.outcome == nil)
    }
    #expect(dialogue.mind.deadline == 3000)
    try dialogue.wait()
    #expect(dialogue.outcome == .noConnection)
  }

  @Test("a message given beforehand is kept at once")
  func given() {
    var dialogue = SendDialogue.begun(["bob"]) {
      $0.keepsUnsent = true
      $0.text = Array("hi".utf8)
    }
    dialogue.failToConnect("cannot connect")
    #expect(dialogue.outcome == .noConnection)
    #expect(
      dialogue.hear() == ["! cannot connect", "+ bob|hi|-1", "# 0 messages went through; 1 is kept", "over"])
  }

  @Test("a connection lost in the middle keeps what was not accepted, and what is still read")
  func lost() {
    var dialogue = Dialogue.ready(["bob"], keeping())
    dialogue.type("one", "two")
    dialogue.server("@label=1 :srv ACK")
    dialogue.close()
    dialogue.type("three")
    dialogue.give(.end)
    #expect(dialogue.outcome == .noConnection)
    #expect(
      dialogue.hear() == [
        "+ bob|one|-1", "+ bob|two|-2", "- -1", "! the connection was lost", "+ bob|three|-3",
        "# 1 message went through; line 2 was the first that did not; 2 are kept", "over",
      ])
  }

  @Test("no answer in time, and a name that is refused, keep the input too")
  func otherEnds() throws {
    var dialogue = Dialogue.ready(["bob"], keeping())
    dialogue.type("one")
    try dialogue.wait()
    dialogue.type("two")
    dialogue.give(.end)
    #expect(dialogue.outcome == .gaveUpWaiting)
    #expect(dialogue.hear().contains("+ bob|two|-2"))
    dialogue = .begun(["bob"], keeping())
    dialogue.server(":srv CAP * LS :message-tags", ":srv 432 * alice :no such names here")
    dialogue.type("one")
    dialogue.give(.end)
    #expect(dialogue.outcome == .nameRefused)
    #expect(dialogue.hear().contains("+ bob|one|-1"))
  }

  @Test("where the file cannot be written, nothing is said to be kept, and the first lost line is named")
  func unkept() {
    var dialogue = Dialogue.ready(["bob"], keeping())
    dialogue.type("one")
    dialogue.server("@label=1 :srv ACK")
    dialogue.type("", "two", "three")
    _ = dialogue.look()
    dialogue.leave(notKeeping: Failure(.cannotWriteOutput, "unsent: No space left on device"))
    #expect(dialogue.outcome == .cannotWriteOutput)
    #expect(dialogue.look() == ["QUIT"])
    #expect(
      dialogue.hear().suffix(3) == [
        "! unsent: No space left on device",
        "# 1 message went through; line 3 was the first that did not", "over",
      ])
  }

  @Test(
    "at a signal what was read is kept, the beginning of a line too, and a text that was given beforehand")
  func interrupted() {
    var dialogue = Dialogue.ready(["bob"], keeping())
    dialogue.type("one")
    _ = dialogue.hear()
    dialogue.interrupt(havingRead: "two", "half")
    #expect(
      dialogue.hear().suffix(4) == [
        "+ bob|two|-2", "+ bob|half|-3",
        "# 0 messages went through; line 1 was the first that did not; 3 are kept", "over",
      ])
    var given = Dialogue.begun(["bob", "c d"]) {
      $0.keepsUnsent = true
      $0.text = Array("hi".utf8)
    }
    given.interrupt()
    #expect(
      given.hear() == [
        "! c d: no such user", "+ bob|hi|-1",
        "# 0 messages went through; line 1 was the first that did not; 1 is kept", "over",
      ])
  }

  @Test("lines that were read are taken though the server is behind")
  func readAhead() {
    var dialogue = Dialogue.ready(["bob"], keeping())
    while dialogue.mind.wantsInput { dialogue.type("x") }
    #expect(dialogue.mind.takesAllThatWasRead)
    dialogue.give(.line(Array("more".utf8)))
    dialogue.leave()
    let said = dialogue.hear()
    #expect(said.contains { $0.hasPrefix("+ bob|more|") })
    #expect(said.last == "over")
    let other = Dialogue.ready(["bob"])
    #expect(!other.mind.takesAllThatWasRead)
  }

  @Test("what a target refuses is kept, its further lines too, and the others get theirs")
  func refused() {
    var dialogue = Dialogue.ready(["bob", "carol"], keeping())
    dialogue.type("one")
    dialogue.server("@label=1 :srv 401 alice bob :no such user", "@label=2 :srv ACK")
    dialogue.type("two")
    #expect(
      dialogue.look() == [
        "@label=1 PRIVMSG bob :one", "@label=2 PRIVMSG carol :one", "@label=3 PRIVMSG carol :two",
      ])
    dialogue.give(.end)
    dialogue.server("@label=3 :srv ACK")
    #expect(
      dialogue.hear() == [
        "+ bob|one|-1", "+ carol|one|-2", "! bob: no such user", "- -2", "+ bob|two|-3", "+ carol|two|-4",
        "- -4",
        "# 2 messages went through; line 1 was the first that did not; 2 are kept", "over",
      ])
  }

  @Test("where every target is refused, the input is kept")
  func allRefused() {
    var dialogue = Dialogue.registered(["nobody"], keeping())
    dialogue.server(":srv 302 alice :", ":srv PONG srv chatnet-check")
    dialogue.type("one")
    dialogue.give(.end)
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(
      dialogue.hear() == [
        "! nobody: no such user", "+ nobody|one|-1", "# 0 messages went through; 1 is kept", "over",
      ])
  }

  @Test("what can never be a message, or go to a target, is not kept")
  func impossible() {
    var dialogue = Dialogue.ready(["bob"]) {
      $0.keepsUnsent = true
      $0.splits = false
    }
    dialogue.give(.line([0x61, 0xFF]))
    dialogue.give(.line(Array(repeating: 0x78, count: 600)))
    dialogue.type("three")
    dialogue.server("@label=1 FAIL PRIVMSG INVALID_UTF8 :text is not good.")
    dialogue.give(.end)
    #expect(dialogue.outcome == .badInput)
    let said = dialogue.hear().filter { $0.first == "+" || $0.first == "-" }
    #expect(said == ["+ bob|three|-1", "- -1"])
    dialogue = .begun(["hello there"], keeping())
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("a kept message that has become too long for one is kept in parts, the first under its id")
  func parted() {
    let text = String(repeating: "a", count: 300) + " " + String(repeating: "b", count: 300)
    var dialogue = Dialogue.registered([], keeping([UnsentMessage("bob", text, id: "f-9")]))
    dialogue.server(":srv PONG srv chatnet-check")
    let parts = ["bob|\(text.prefix(301))|-9", "bob|\(text.suffix(300))|-1"]
    #expect(dialogue.hear() == ["-9 = \(parts[0]), \(parts[1])"])
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK")
    dialogue.close()
    #expect(dialogue.hear().suffix(2) == ["# 1 message went through; 1 is kept", "over"])
  }

  @Test("a kept whole goes as one where the server takes it, else line by line", arguments: [true, false])
  func whole(hasMultiline: Bool) {
    let unsent = [UnsentMessage("bob", "one\n\ntwo", id: "f-9")]
    var dialogue = Dialogue.registered(
      [], multiline: hasMultiline ? "max-bytes=99" : nil, keeping(unsent))
    dialogue.server(":srv PONG srv chatnet-check")
    let sent = dialogue.lookAtAll().drop { !$0.contains("label") }
    if hasMultiline {
      #expect(sent.count == 5)
      #expect(dialogue.hear().isEmpty)
    } else {
      #expect(
        sent == [
          "@label=1;+chatnet/id=f-9 PRIVMSG bob :one",
          "@label=2;+chatnet/id=0000000000000000-1 PRIVMSG bob :two",
        ])
      #expect(dialogue.hear() == ["-9 = bob|one|-9, bob|two|-1"])
    }
  }

  @Test("all of the input is kept as one message where that is asked for")
  func keptWhole() {
    var dialogue = SendDialogue.begun(["bob"]) {
      $0.keepsUnsent = true
      $0.isWhole = true
    }
    dialogue.failToConnect("cannot connect")
    dialogue.type("one", "two")
    dialogue.give(.end)
    #expect(dialogue.hear().contains("+ bob|one\ntwo|-1"))
  }

  @Test("without the option a lost connection reads no more, and nothing is told of what is kept")
  func notAsked() {
    var dialogue = Dialogue.ready(["bob"])
    dialogue.type("one")
    dialogue.close()
    #expect(dialogue.outcome == .noConnection)
    #expect(dialogue.hear() == ["! the connection was lost"])
  }
}
