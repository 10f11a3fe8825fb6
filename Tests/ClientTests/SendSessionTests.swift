import Testing

@testable import Client

@Suite("Sending with labels")
struct SendSessionTests {
  @Test("targets are asked for before input is wanted")
  func checks() {
    var dialogue = registered(["bob", "#ops", "carol"])
    #expect(dialogue.look() == ["MODE #ops", "USERHOST bob carol", "PING chatnet-check"])
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(
      ":srv 324 alice #ops +nt", ":srv 302 alice :Carol=+c@h BOB*=-b@h ", ":srv PONG srv chatnet-check")
    #expect(dialogue.mind.wantsInput)
    dialogue.type("hi")
    #expect(
      dialogue.look() == [
        "@label=1 PRIVMSG bob :hi", "@label=2 PRIVMSG #ops :hi", "@label=3 PRIVMSG carol :hi",
      ])
  }

  @Test("of many lines that can be no message ten are named, and the others are sent")
  func manyUnsendable() {
    var dialogue = Dialogue.ready(["bob"])
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

  @Test("many names are asked for in lines that hold them: five to a USERHOST, and to an ISON what fits")
  func manyNames() {
    let names = (1...12).map { "a-name-of-some-length-\($0)" }
    var dialogue = registered(names)
    let asked = dialogue.look().filter { $0.hasPrefix("USERHOST ") }
    #expect(asked.map { $0.split(separator: " ").count - 1 } == [5, 5, 2])
    var foreign = Dialogue(SendSession(request(names + names.map { $0 + "x" }), as: Sample.identity()))
    foreign.server(":srv 001 alice :Welcome alice!a@h")
    let lines = foreign.look().filter { $0.hasPrefix("ISON ") }
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.utf8.count <= 410 })
  }

  @Test("one that is not there is said at once and gets nothing; the others go on")
  func missing() {
    var dialogue = registered(["bob", "nobody", "#gone"])
    _ = dialogue.look()
    dialogue.server(
      ":srv 403 alice #gone :no such room", ":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check")
    #expect(dialogue.hear() == ["! nobody: no such user", "! #gone: no such room"])
    dialogue.type("hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :hi"])
    dialogue.server("@label=1 :alice!a@h PRIVMSG bob :hi")
    dialogue.give(.end)
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(dialogue.hear() == ["# 1 message went through"])
  }

  @Test("when no target is there, nothing is read")
  func allMissing() {
    var dialogue = registered(["nobody"])
    dialogue.server(":srv 302 alice :", ":srv PONG srv chatnet-check")
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(dialogue.hear() == ["! nobody: no such user"])
    #expect(dialogue.look().last == "QUIT")
  }

  @Test("a text in the place of a target gets a hint")
  func textAsTarget() {
    var dialogue = registered(["bob", "hello there"])
    #expect(dialogue.hear() == ["! hello there: no such user (a message is given by -m)"])
    #expect(dialogue.look().contains("USERHOST bob"))
  }

  @Test("where the message is given there is no hint how to give it")
  func textAsTargetBesideMessage() {
    var dialogue = registered(["hello there"]) { $0.text = Array("hi".utf8) }
    #expect(dialogue.hear() == ["! hello there: no such user"])
  }

  @Test("a message of blanks sends nothing, but to nobody it is an error as any other")
  func blankMessage() {
    var dialogue = registered(["nobody"]) { $0.text = Array(" \n".utf8) }
    dialogue.server(":srv 302 alice :", ":srv PONG srv chatnet-check")
    #expect(dialogue.outcome == .noSuchTarget)
    dialogue = registered(["bob"]) { $0.text = [] }
    dialogue.server(":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check")
    #expect(dialogue.outcome == .done)
    #expect(!dialogue.look().contains { $0.contains("PRIVMSG") })
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
      ServerMessage(Array(line.utf8)).flatMap { acknowledgements.take($0, profile) }
    }
    for number in 1...100 { #expect(take("@label=1 BATCH +\(number) labeled-response") == nil) }
    #expect(take("BATCH -100") == nil)
    #expect(take("BATCH -1") != nil)
    #expect(acknowledgements.isEmpty)
  }

  @Test("a message that was given beforehand goes without a question, each of its lines by itself")
  func message() {
    var dialogue = registered(["bob"]) { $0.text = Array("one\n\ntwo\n".utf8) }
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
    var dialogue = registered(["bob"]) {
      $0.text = Array("hi".utf8)
      $0.kind = kind
    }
    #expect(dialogue.look() == ["@label=1 \(line)"])
  }

  @Test("lines of blanks are passed over; those around a text stay")
  func blanks() {
    var dialogue = ready(["bob"])
    dialogue.type("", "  \t", "  hi ")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :  hi "])
  }

  @Test("many are in flight, but not without end")
  func window() {
    var dialogue = ready(["bob"])
    var count = 0
    while dialogue.mind.wantsInput, count < 2000 { count += dialogue.type("x") }
    #expect(dialogue.look().count == Acknowledgements.mostMessages)
    #expect(count == Acknowledgements.mostMessages + 1)
    dialogue.server("@label=1 :srv ACK")
    #expect(dialogue.look() == ["@label=513 PRIVMSG bob :x"])
    #expect(dialogue.mind.wantsInput)
  }

  @Test("the end comes when all are acknowledged, in whatever order")
  func order() {
    var dialogue = ready(["bob"])
    dialogue.type("one", "two", "three")
    dialogue.give(.end)
    dialogue.server("@label=3 :srv ACK", "@label=1 :srv ACK")
    #expect(dialogue.outcome == nil)
    dialogue.server("@label=2 :srv ACK")
    #expect(dialogue.outcome == .done)
  }

  @Test("an away note beside the echo refuses nothing; an error in the batch does")
  func batches() {
    var dialogue = ready(["bob", "carol"])
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

  @Test("a target that refuses gets no more, and the report names the first line that it missed")
  func refuses() {
    var dialogue = ready(["bob"])
    dialogue.type("one", "two", "three")
    dialogue.server(
      "@label=1 :srv ACK", "@label=2 :srv 401 alice bob :no such user",
      "@label=3 :srv 401 alice bob :no such user")
    #expect(dialogue.outcome == .noSuchTarget)
    #expect(
      dialogue.hear() == [
        "! bob: no such user", "# 1 message went through; line 2 was the first that did not",
      ])
  }

  @Test(
    "FAIL says what kind of failure it is",
    arguments: [
      ("INVALID_UTF8", Outcome.badInput), ("NEED_MORE_PARAMS", .badInput),
      ("ACCOUNT_REQUIRED", .notPermitted),
    ])
  func fail(code: String, outcome: Outcome) {
    var dialogue = ready(["bob"])
    dialogue.type("one")
    dialogue.give(.end)
    dialogue.server("@label=1 FAIL PRIVMSG \(code) :text is not good.")
    #expect(dialogue.hear() == ["! bob: text is not good"])
    #expect(dialogue.outcome == outcome)
  }

  @Test("a room that asks for membership is joined, sent to in order, and left")
  func membership() {
    var dialogue = ready(["#ops"])
    dialogue.type("one", "two")
    _ = dialogue.look()
    dialogue.server("@label=1 :srv 404 alice #ops :cannot send", "@label=2 :srv 404 alice #ops :cannot send")
    #expect(dialogue.look() == ["JOIN #ops"])
    #expect(!dialogue.mind.wantsInput)
    dialogue.server(":alice!a@h JOIN #ops", ":srv 353 alice = #ops :alice", ":srv 366 alice #ops :end")
    #expect(dialogue.look() == ["@label=3 PRIVMSG #ops :one", "@label=4 PRIVMSG #ops :two"])
    dialogue.type("three")
    dialogue.give(.end)
    dialogue.server("@label=3 :srv ACK", "@label=4 :srv ACK", "@label=5 :srv ACK")
    #expect(dialogue.look() == ["@label=5 PRIVMSG #ops :three", "PART #ops", "QUIT"])
    #expect(dialogue.outcome == .done)
    #expect(dialogue.hear().isEmpty)
  }

  @Test("a room that cannot be joined, or refuses members too, is refused", arguments: [true, false])
  func noMembership(joins: Bool) {
    var dialogue = ready(["#ops"])
    dialogue.type("one")
    dialogue.give(.end)
    dialogue.server("@label=1 :srv 404 alice #ops :cannot send")
    if joins {
      dialogue.server(":alice!a@h JOIN #ops", "@label=2 :srv 404 alice #ops :members may not speak")
      #expect(dialogue.hear() == ["! #ops: members may not speak"])
    } else {
      dialogue.server(":srv 474 alice #ops :you are banned from the room")
      #expect(dialogue.hear() == ["! #ops: you are banned from the room"])
    }
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("a line is split so that the server relays each piece whole, with the prefix that others see")
  func splits() throws {
    var dialogue = ready(["bob"], source: "alice!al@host.example")
    dialogue.type(String(repeating: "x", count: 1000))
    let relayed = dialogue.look().map { ":alice!al@host.example" + $0.drop { $0 != " " } }
    let head = ":alice!al@host.example PRIVMSG bob :"
    #expect(relayed.allSatisfy { $0.hasPrefix(head) })
    #expect(relayed.map(\.utf8.count) == [510, 510, 3 * head.utf8.count + 1000 - 2 * 510])
  }

  @Test("--no-split refuses the long line and sends the others")
  func noSplit() {
    var dialogue = ready(["bob"]) { $0.splits = false }
    dialogue.type("one", String(repeating: "x", count: 1000), "two")
    dialogue.give(.end)
    #expect(dialogue.look().map { String($0.suffix(3)) } == ["one", "two"])
    dialogue.server("@label=1 :srv ACK", "@label=2 :srv ACK")
    #expect(dialogue.outcome == .badInput)
    let said = dialogue.hear()
    #expect(said.first?.hasPrefix("! line 2: too long for one message: 1000 bytes") == true)
    #expect(said.last == "# 2 messages went through; line 2 was the first that did not")
  }

  @Test(
    "a line that no message can be is bad input", arguments: [[0x61, 0x00], [0xFF], [0x61, 0x0D, 0x62]])
  func badLine(line: [UInt8]) {
    var dialogue = ready(["bob"])
    dialogue.give(.line(line))
    dialogue.give(.end)
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .badInput)
  }

  @Test("accepted messages are told with their ids where that is asked for")
  func ids() {
    var dialogue = ready(["bob"]) { $0.reportsAccepted = true }
    dialogue.type("hi")
    dialogue.server("@label=1;msgid=m1 :alice!a@h PRIVMSG bob :hi")
    #expect(dialogue.hear() == ["sent|alice|bob|hi"])
  }

  @Test("each message has an id of its own where the server passes tags on, and ids of a run begin alike")
  func messageIDs() {
    var dialogue = Dialogue<SendSession>.begun(["bob"], seed: 0xABCD)
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

  @Test("a target whose turn comes later gets nothing of a line that is refused for another's sake")
  func refusedForAll() {
    let longName = String(repeating: "n", count: 30)
    var dialogue = registered(["bob", longName]) { $0.splits = false }
    dialogue.server(":srv 302 alice :bob=+b@h \(longName)=+n@h", ":srv PONG srv chatnet-check")
    _ = dialogue.look()
    dialogue.type(String(repeating: "x", count: 470))
    dialogue.give(.end)
    #expect(dialogue.look() == ["QUIT"])
    #expect(dialogue.outcome == .badInput)
  }

  @Test("the name that was taken instead is told")
  func otherName() {
    let identity = Sample.identity { $0.takesNextFree = true }
    var dialogue = Dialogue(SendSession(request(["bob"]), as: identity))
    dialogue.server(":srv 433 * alice :taken", ":srv 001 alice-2 :Welcome")
    #expect(dialogue.hear() == ["# alice is taken, so this is sent as alice-2"])
  }

  @Test("a connection that is lost says how far it came")
  func lost() {
    var dialogue = ready(["bob"])
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
    var dialogue = ready(["bob"])
    #expect(dialogue.mind.deadline == nil)
    dialogue.time = 5000
    dialogue.type("one", "two")
    #expect(dialogue.mind.deadline == 6000)
    dialogue.time = 5900
    dialogue.server("@label=1 :srv ACK")
    #expect(dialogue.mind.deadline == 6900)
    try dialogue.wait()
    #expect(dialogue.outcome == .gaveUpWaiting)
    #expect(dialogue.hear().first == "! no answer from the server in 1 s")
  }

  @Test("every way of cutting the server's bytes gives the same", arguments: 1...40)
  func everySplit(size: Int) {
    var dialogue = registered(["bob"])
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

private func request(_ targets: [String], _ change: (inout SendRequest) -> Void = { _ in }) -> SendRequest {
  var request = SendRequest(targets: targets.map { Array($0.utf8) }, timeout: 1000)
  change(&request)
  return request
}

/// A session that `chatnet serve` has registered.
private func registered(
  _ targets: [String], source: String = "alice!a@h", _ change: (inout SendRequest) -> Void = { _ in }
) -> Dialogue<SendSession> {
  var dialogue = Dialogue(SendSession(request(targets, change), as: Sample.unseen))
  let capabilities = "message-tags labeled-response echo-message batch standard-replies draft/pre-away"
  dialogue.server(":srv CAP * LS :\(capabilities) chatnet/names", ":srv CAP * ACK :\(capabilities)")
  _ = dialogue.look()
  dialogue.server(":srv 001 alice :Welcome \(source)")
  return dialogue
}

/// A session that waits for lines.
private func ready(
  _ targets: [String], source: String = "alice!a@h", _ change: (inout SendRequest) -> Void = { _ in }
) -> Dialogue<SendSession> {
  var dialogue = registered(targets, source: source, change)
  dialogue.server(":srv 302 alice :bob=+b@h carol=+c@h", ":srv PONG srv chatnet-check")
  _ = dialogue.look()
  return dialogue
}
