import Testing

@testable import Client

@Suite("Sending with labels")
struct SendSessionTests {
  @Test("a signal makes it say how many went through, and which line was the first that did not")
  func interrupted() {
    var dialogue = Dialogue.ready(["bob"])
    dialogue.type("one", "two", "three")
    dialogue.server("@label=1 :srv ACK")
    dialogue.interrupt(havingRead: "four")
    #expect(dialogue.hear() == ["# 1 message went through; line 2 was the first that did not"])
    #expect(dialogue.outcome == .done)
    var all = Dialogue.ready(["bob"])
    all.type("one")
    all.server("@label=1 :srv ACK")
    all.interrupt()
    #expect(all.hear() == ["# 1 message went through"])
    var read = Dialogue.ready(["bob"])
    read.type("one")
    read.server("@label=1 :srv ACK")
    read.interrupt(havingRead: "", "two")
    #expect(read.hear() == ["# 1 message went through; line 3 was the first that did not"])
    var early = Dialogue.begun(["bob"])
    early.interrupt()
    #expect(early.hear() == ["# 0 messages went through"])
  }

  @Test("that nobody reads its output any more is no interruption")
  func readerGone() {
    var dialogue = Dialogue.ready(["bob"])
    dialogue.type("one")
    dialogue.leave()
    #expect(dialogue.hear() == [])
  }

  @Test("a server that opens batches without end is answered by one for each message")
  func endlessBatches() {
    var acknowledgements = Acknowledgements()
    var profile = ServerProfile()
    profile.capabilities = [.labeledResponse, .messageTags]
    var bytes: [UInt8] = []
    acknowledgements.add(
      Delivery(target: Sample.alice, text: Sample.alice, kind: .message, line: 1), profile, to: &bytes)
    func take(_ line: String) -> Verdict? {
      ServerMessage(Array(line.utf8)).flatMap { acknowledgements.receive(message: $0, profile) }
    }
    for number in 1...100 { #expect(take("@label=1 BATCH +\(number) labeled-response") == nil) }
    #expect(take("BATCH -100") == nil)
    #expect(take("BATCH -1") != nil)
    #expect(acknowledgements.isEmpty)
  }

  @Test("many are in flight, but not without end")
  func window() {
    var dialogue = SendDialogue.ready(["bob"])
    var count = 0
    while dialogue.mind.wantsInput, count < 9_999 { count += dialogue.type("x") }
    #expect(dialogue.look().count == Acknowledgements.mostMessages)
    #expect(count == Acknowledgements.mostMessages + 1)
    dialogue.server("@label=1 :srv ACK")
    #expect(dialogue.look() == ["@label=\(Acknowledgements.mostMessages + 1) PRIVMSG bob :x"])
    #expect(dialogue.mind.wantsInput)
  }

  @Test("the end comes when all are acknowledged, in whatever order")
  func order() {
    var dialogue = SendDialogue.ready(["bob"])
    dialogue.type("one", "two", "three")
    dialogue.give(.end)
    dialogue.server("@label=3 :srv ACK", "@label=1 :srv ACK")
    #expect(dialogue.outcome == nil)
    dialogue.server("@label=2 :srv ACK")
    #expect(dialogue.outcome == .done)
  }

  @Test("an away note beside the echo refuses nothing; an error in the batch does")
  func batches() {
    var dialogue = SendDialogue.ready(["bob", "carol"])
    dialogue.type("hi")
    dialogue.give(.end)
    dialogue.server(
      "@label=1 BATCH +x labeled-response", "@batch=x :srv 301 alice bob :gone fishing",
      "@batch=x;msgid=m1 :alice!a@h PRIVMSG bob :hi", ":srv BATCH -x")
    #expect(dialogue.outcome == nil)
    dialogue.server(
      "@label=2 BATCH +y labeled-response", "@batch=y :srv 404 alice carol :not now", ":srv BATCH -y")
    #expect(dialogue.outcome == .notPermitted)
    #expect(
      dialogue.hear() == ["! carol: not now", "# 1 message went through"])
  }

  @Test(
    "FAIL says what kind of failure it is",
    arguments: [
      ("INVALID_UTF8", Outcome.badInput), ("NEED_MORE_PARAMS", .badInput),
      ("ACCOUNT_REQUIRED", .notPermitted),
    ])
  func fail(code: String, outcome: Outcome) {
    var dialogue = SendDialogue.ready(["bob"])
    dialogue.type("one")
    dialogue.give(.end)
    dialogue.server("@label=1 FAIL PRIVMSG \(code) :text is not good.")
    #expect(dialogue.hear() == ["! bob: text is not good"])
    #expect(dialogue.outcome == outcome)
  }

  @Test("accepted messages are told with their ids where that is asked for")
  func ids() {
    var dialogue = SendDialogue.ready(["bob"]) { $0.reportsAccepted = true }
    dialogue.type("hi")
    dialogue.server("@label=1;msgid=m1 :alice!a@h PRIVMSG bob :hi")
    #expect(dialogue.hear() == ["sent|alice|bob|hi"])
  }

  @Test("each message has an id of its own where the server passes tags on, and ids of a run begin alike")
  func messageIDs() {
    var identity = Sample.unseen
    identity.seed = 0xABCD
    var dialogue = SendDialogue.begun(["bob"], as: identity)
    dialogue.server(":srv CAP * LS :message-tags chatnet/names", ":srv CAP * ACK :message-tags")
    dialogue.server(":srv 001 alice :Welcome", ":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check")
    _ = dialogue.look()
    dialogue.type("one")
    dialogue.server(":srv PONG srv chatnet-1")
    dialogue.type("two")
    #expect(
      dialogue.lookAtAll() == [
        "@+chatnet/id=000000000000abcd-1 PRIVMSG bob :one", "PING chatnet-1",
        "@+chatnet/id=000000000000abcd-2 PRIVMSG bob :two", "PING chatnet-2",
      ])
  }

  @Test(
    "the name that was taken instead is told a person who types at once, and a program where not all went well"
  )
  func otherName() {
    let identity = Sample.identity { $0.takesNextFree = true }
    let remark = "# alice is taken, so this is sent as alice-2"
    let taken = [":srv 433 * alice :taken", ":srv 001 alice-2 :Welcome"]
    var typed = SendDialogue.begun(["bob"], as: identity) { $0.inputIsTerminal = true }
    for line in taken { typed.server(line) }
    #expect(typed.hear() == [remark])
    var piped = SendDialogue.begun(["bob"], as: identity)
    for line in taken { piped.server(line) }
    piped.server(":srv 303 alice-2 :bob", ":srv PONG srv chatnet-check")
    piped.type("one")
    piped.server(":srv PONG srv chatnet-1")
    piped.give(.end)
    #expect(piped.hear() == [])
    #expect(piped.outcome == .done)
    var failed = SendDialogue.begun(["bob"], as: identity)
    for line in taken { failed.server(line) }
    failed.close()
    #expect(failed.hear().contains(remark))
  }

  @Test("a name that is taken is asked for again for three seconds: it may be what an earlier run has left")
  func ghost() throws {
    var dialogue = SendDialogue.begun(["bob"], as: Sample.identity()) { $0.timeout = 30_000 }
    dialogue.server(":srv 433 * alice :taken")
    _ = dialogue.look()
    try dialogue.wait()
    #expect(dialogue.look() == ["NICK alice"])
    dialogue.server(":srv 001 alice :Welcome")
    #expect(dialogue.hear() == [])
    #expect(dialogue.look().first == "ISON bob")
    var held = SendDialogue.begun(["bob"], as: Sample.identity()) { $0.timeout = 30_000 }
    let start = held.time
    for _ in 0..<6 {
      held.server(":srv 433 * alice :taken")
      try held.wait()
    }
    held.server(":srv 433 * alice :taken")
    #expect(held.time - start == 3000)
    #expect(held.hear() == ["! alice: this name is taken"])
    #expect(held.outcome == .nameRefused)
    var bad = SendDialogue.begun(["bob"], as: Sample.identity())
    bad.server(":srv 432 * alice :Erroneous nickname")
    #expect(bad.outcome == .nameRefused)
  }

  @Test(
    "a carriage return inside a line ends a part, is a blank, or makes it no message",
    arguments: [
      (CarriageReturns.split, ["one", "two"], Outcome?.none), (.keep, ["one two"], nil),
      (.refuse, [], .badInput),
    ])
  func carriageReturns(treatment: CarriageReturns, texts: [String], outcome: Outcome?) {
    var dialogue = SendDialogue.ready(["bob"]) { $0.carriageReturns = treatment }
    dialogue.type("one\r\rtwo\r")
    let sent = dialogue.look().filter { $0.contains("PRIVMSG") }
    #expect(sent.map { String($0.split(separator: ":").last ?? "") } == texts)
    #expect(dialogue.hear().isEmpty == (outcome == nil))
  }

  @Test("a connection that is lost says how far it came")
  func lost() {
    var dialogue = SendDialogue.ready(["bob"])
    dialogue.type("one", "two", "three")
    dialogue.server("@label=1 :srv ACK", "ERROR :Server is going down.")
    dialogue.close()
    #expect(
      dialogue.hear() == [
        "! the connection was lost: Server is going down",
        "# 1 message went through; line 2 was the first that did not",
      ])
    #expect(dialogue.outcome == .noConnection)
  }

  @Test("time runs only while an answer is waited for, and anew with each")
  func patience() throws {
    var dialogue = SendDialogue.ready(["bob"])
    #expect(dialogue.mind.deadline == nil)
    dialogue.time = 5000
    dialogue.type("one", "two")
    #expect(dialogue.mind.deadline == 6000)
    dialogue.time = 5900
    dialogue.server("@label=1 :srv ACK")
    #expect(dialogue.mind.deadline == 6900)
    try dialogue.wait()
    #expect(dialogue.outcome == .gaveUpWaiting)
    #expect(dialogue.hear().first == "! no answer from the server in 1 s: waited for its word on 1 message")
  }

  @Test("every way of cutting the server's bytes gives the same", arguments: 1...40)
  func everySplit(size: Int) {
    var dialogue = SendDialogue.registered(["bob"])
    func say(_ lines: [String]) {
      let bytes = Array(lines.joined(separator: "\r\n").utf8) + [13, 10]
      for start in stride(from: 0, to: bytes.count, by: size) {
        dialogue.receive(Array(bytes[start..<min(start + size, bytes.count)]))
      }
    }
    say([":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check"])
    dialogue.type("one", "two")
    say(["@label=1 :srv ACK", "PING x", "@label=2 :srv 401 alice bob :no such user"])
    #expect(dialogue.look().contains("PONG x"))
    #expect(dialogue.outcome == .noSuchTarget)
  }
}
