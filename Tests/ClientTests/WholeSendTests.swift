import Testing

@testable import Client

@Suite("Sending all of the input as one message")
struct WholeSendTests {
  private func ready(
    _ targets: [String] = ["bob"], multiline: String? = "max-bytes=60,max-lines=4",
    _ change: (inout SendRequest) -> Void = { _ in }
  ) -> SendDialogue {
    .ready(targets, multiline: multiline) {
      $0.isWhole = true
      change(&$0)
    }
  }

  @Test("the lines go as one batch with one label and one id, blank ones inside too, and its echo accepts it")
  func batch() {
    var dialogue = ready()
    dialogue.type("", "one\r", "", "two", "", "")
    #expect(dialogue.look().isEmpty)
    dialogue.give(.end)
    #expect(
      dialogue.lookAtAll() == [
        "@label=1;+chatnet/id=0000000000000000-1 BATCH +1 draft/multiline bob", "@batch=1 PRIVMSG bob :",
        "@batch=1 PRIVMSG bob :one", "@batch=1 PRIVMSG bob :", "@batch=1 PRIVMSG bob :two", "BATCH -1",
      ])
    dialogue.server(
      "@label=1;msgid=m1 :alice!a@h BATCH +x draft/multiline bob", "@batch=x :alice!a@h PRIVMSG bob :one")
    #expect(dialogue.outcome == nil)
    dialogue.server("BATCH -x")
    #expect(dialogue.outcome == .done)
    #expect(dialogue.hear().isEmpty)
  }

  @Test("an echo within the batch of the answer accepts it too, and its id is told")
  func nestedEcho() {
    var dialogue = ready { $0.reportsAccepted = true }
    dialogue.type("one", "two")
    dialogue.give(.end)
    dialogue.server(
      "@label=1 BATCH +a labeled-response", ":srv 301 alice bob :away",
      "@batch=a;msgid=m7 :alice!a@h BATCH +b draft/multiline bob", "@batch=b :alice!a@h PRIVMSG bob :one",
      "BATCH -b")
    #expect(dialogue.outcome == nil)
    dialogue.server("BATCH -a")
    #expect(dialogue.outcome == .done)
    guard case .record(let record)? = dialogue.notices.first else {
      Issue.record("no record")
      return
    }
    #expect(record.id == Array("m7".utf8))
    #expect(record.text == Array("one\ntwo".utf8))
  }

  @Test("each of several targets gets it, and one that refuses keeps nobody else from it")
  func targets() {
    var dialogue = ready(["bob", "carol"])
    dialogue.type("one", "two")
    dialogue.give(.end)
    #expect(dialogue.look().filter { $0.contains("BATCH +") }.count == 2)
    dialogue.server(
      "@label=1 :srv 401 alice bob :no such user", "@label=2 BATCH +x draft/multiline carol", "BATCH -x")
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(dialogue.hear() == ["! bob: no such user", "# 1 message went through"])
  }

  @Test(
    "a single line is a message as any other, and one that is too long for one goes in pieces of one message")
  func singleLine() {
    var dialogue = ready { $0.text = Array("one\n".utf8) }
    dialogue = .registered(["bob"]) {
      $0.isWhole = true
      $0.text = Array("one\n".utf8)
    }
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :one"])
    let long = String(repeating: "word ", count: 150)
    dialogue = .registered(["bob"], multiline: "max-bytes=2000") {
      $0.isWhole = true
      $0.text = Array(long.utf8)
    }
    let lines = dialogue.look()
    #expect(lines.count == 4)
    #expect(lines.last == "BATCH -1")
    #expect(lines[2].hasPrefix("@batch=1;draft/multiline-concat PRIVMSG bob :word "))
  }

  @Test("nothing but blanks sends nothing")
  func blank() {
    var dialogue = ready()
    dialogue.type("", "  ", "")
    dialogue.give(.end)
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .done)
  }

  @Test(
    "what the server does not take is refused with its length and the limit, and nothing is sent",
    arguments: [
      (
        ["one", String(repeating: "x", count: 60)],
        "too long for one message: 64 bytes, of which the server takes 60"
      ),
      (["1", "2", "3", "4", "5"], "too long for one message: 5 lines, of which the server takes 4"),
      (["one", "t\u{0}wo"], "line 2: a message cannot hold NUL, CR or LF (byte 2)"),
    ])
  func refused(lines: [String], error: String) {
    var dialogue = ready(["bob", "carol"])
    for line in lines { dialogue.give(.line(Array(line.utf8))) }
    dialogue.give(.end)
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.hear() == ["! \(error)"])
    #expect(dialogue.outcome == .badInput)
  }

  @Test("--no-split refuses one with a line that would be cut")
  func noSplit() {
    var dialogue = ready(multiline: "max-bytes=5000") { $0.splits = false }
    dialogue.type("one", String(repeating: "x", count: 600))
    dialogue.give(.end)
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.hear() == ["! line 2: too long for one message: 600 bytes, of which 486 fit"])
  }

  @Test("the server's refusal is the failure's reason")
  func serverRefuses() {
    var dialogue = ready()
    dialogue.type("one", "two")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv FAIL BATCH MULTILINE_MAX_LINES 1 :too many lines")
    #expect(dialogue.outcome == .badInput)
    #expect(dialogue.hear() == ["! bob: too many lines"])
  }

  @Test(
    "where a server has no such messages, or an action is sent, the lines go alone as they are read, which is said",
    arguments: [
      (nil, MessageKind.message, "the server has no messages of several lines"),
      ("max-lines=4", .message, "the server has no messages of several lines"),
      ("max-bytes=60", .action, "an action has one line"),
    ] as [(String?, MessageKind, String)])
  func linesAlone(multiline: String?, kind: MessageKind, reason: String) {
    var dialogue = ready(multiline: multiline) { $0.kind = kind }
    #expect(dialogue.hear() == ["# \(reason): each line is sent by itself"])
    dialogue.type("one", "", "two")
    #expect(dialogue.look().count == 2)
    dialogue.give(.end)
    dialogue.server("@label=1 :srv ACK", "@label=2 :srv ACK")
    #expect(dialogue.outcome == .done)
  }

  @Test("input without end is given up when nobody could take it any more")
  func endless() {
    var dialogue = ready(multiline: "max-bytes=100")
    let line = String(repeating: "x", count: 1 << 20)
    var count = 0
    while dialogue.mind.wantsInput, count < 200 { count += dialogue.type(line) }
    #expect(count < 100)
    #expect(dialogue.outcome == .badInput)
    #expect(
      dialogue.hear() == [
        "! too long for one message: more than 1048576 bytes, of which the server takes 100"
      ])
  }

  @Test("input that cannot be read to its end sends no half of a message")
  func unreadable() {
    var dialogue = ready()
    dialogue.type("one", "two")
    dialogue.give(.unreadable(Failure(.cannotReadInput, "standard input: Input/output error")))
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .cannotReadInput)
  }
}

@Suite("The limits of messages of several lines")
struct MultilineLimitsTests {
  @Test(
    "are what the capability's value says; without bytes there are none",
    arguments: [
      ("max-bytes=4096,max-lines=100", MultilineLimits(bytes: 4096, lines: 100)),
      ("max-lines=7,max-bytes=40", MultilineLimits(bytes: 40, lines: 7)),
      ("max-bytes=40,more=x,max-lines=", MultilineLimits(bytes: 40, lines: .max)),
      ("max-lines=7", nil), ("", nil), ("max-bytes=-1", nil),
    ] as [(String, MultilineLimits?)])
  func value(text: String, limits: MultilineLimits?) {
    #expect(MultilineLimits(value: Array(text.utf8)[...]) == limits)
  }

  @Test("such messages are asked for only with batches and tags", arguments: [true, false])
  func request(hasBatch: Bool) {
    var dialogue = SendDialogue.begun(["bob"]) { $0.isWhole = true }
    let others = hasBatch ? "batch message-tags" : "message-tags"
    dialogue.server(":srv CAP * LS :\(others) draft/multiline=max-bytes=9")
    let asks = dialogue.look().contains { $0.contains("draft/multiline") }
    #expect(asks == hasBatch)
  }
}
