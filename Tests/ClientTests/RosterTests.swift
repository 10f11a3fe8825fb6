import Testing
import Wire

@testable import Client

@Suite("What the prompt can know")
struct RosterTests {
  private static let long = String(repeating: "word ", count: 120)

  private func entered(
    _ capabilities: String = Sample.capabilities, _ change: (inout JoinRequest) -> Void = { _ in }
  ) -> Dialogue<JoinSession> {
    Dialogue.entered(offering: capabilities) {
      $0.isInteractive = true
      $0.recordsFailures = false
      change(&$0)
    }
  }

  private func texts(_ messages: [[UInt8]]) -> [String] {
    messages.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    "a line is announced as the messages that it becomes",
    arguments: [
      ("hello", ["hello"]), ("  hello ", ["hello"]), ("/me waves", ["waves"]), ("//me", ["/me"]),
      ("@bob hi there", ["hi there"]), ("bob:hi", ["hi"]), ("/msg bob hi", ["hi"]), ("/say who", ["who"]),
      ("/notice bob hi", ["hi"]), ("/reply hi", []), ("", []), ("who", []), ("/quit", []), ("/join #x", []),
      ("/nonsense", []), ("@bob", []),
    ])
  func lines(line: String, messages: [String]) {
    #expect(texts(entered().mind.roster.messages(of: Array(line.utf8))) == messages)
  }

  @Test(
    "a line that is a reply is known as one as soon as its command is typed, with whom it answers",
    arguments: [
      ("/reply hi", true), ("/r hi", true), (" /R ", true), ("/reply\nx", true), ("/reply", false),
      ("/r", false),
      ("/room x", false), ("//r x", false), ("reply x", false), ("", false), ("/msg bob /r x", false),
    ])
  func addressee(line: String, isReply: Bool) {
    var dialogue = entered()
    func addressee() -> String? {
      dialogue.mind.roster.addressee(ofReply: Array(line.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(addressee() == (isReply ? "" : nil))
    dialogue.server(":bob!b@h PRIVMSG alice :psst")
    #expect(addressee() == (isReply ? "bob" : nil))
  }

  @Test("a reply answers whom the person was shown, whoever has written meanwhile, by whatever name")
  func shownAddressee() {
    var dialogue = entered()
    dialogue.server(":bob!b@h PRIVMSG alice :psst", ":carol!c@h PRIVMSG alice :tea?")
    dialogue.give(.reply(Array("/reply hi".utf8), to: Array("bob".utf8)))
    dialogue.give(.reply(Array("hi all".utf8), to: Array("bob".utf8)))
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :hi", "@label=2 PRIVMSG #lobby :hi all"])
  }

  @Test("a reply to nobody, as the person was shown, goes to nobody, whoever has written meanwhile")
  func shownNobody() {
    var dialogue = entered()
    dialogue.server(":bob!b@h PRIVMSG alice :psst")
    dialogue.forget()
    dialogue.give(.reply(Array("/reply hi".utf8), to: []))
    #expect(dialogue.look() == [])
    #expect(dialogue.hear() == ["! nobody has written to you alone yet"])
  }

  @Test("an answer is announced once there is somebody to answer")
  func reply() {
    var dialogue = entered()
    let line = Array("/reply hi".utf8)
    #expect(texts(dialogue.mind.roster.messages(of: line, replyingTo: Array("bob".utf8))) == ["hi"])
    dialogue.server(":bob!b@h PRIVMSG alice :psst")
    #expect(texts(dialogue.mind.roster.messages(of: line)) == ["hi"])
    #expect(texts(dialogue.mind.roster.messages(of: line, replyingTo: [])) == [])
  }

  @Test("an answer is split as fits whom the person was shown")
  func longReply() {
    var dialogue = entered()
    let name = Array(String(repeating: "n", count: 32).utf8)
    let line = Array("/reply \(Self.long)".utf8)
    dialogue.server(":bob!b@h PRIVMSG alice :psst")
    let announced = texts(dialogue.mind.roster.messages(of: line, replyingTo: name))
    #expect(announced != texts(dialogue.mind.roster.messages(of: line)))
    dialogue.forget()
    dialogue.give(.reply(line, to: name))
    #expect(Self.messages(in: dialogue.look()) == announced)
  }

  @Test("without a room a text becomes nothing")
  func noRoom() {
    var dialogue = entered()
    dialogue.server(":alice!a@h PART #lobby")
    #expect(dialogue.mind.roster.messages(of: Array("hi".utf8)).isEmpty)
    #expect(texts(dialogue.mind.roster.messages(of: Array("@bob hi".utf8))) == ["hi"])
  }

  @Test("literal lines are all texts")
  func literal() {
    let roster = entered { $0.isLiteral = true }.mind.roster
    #expect(texts(roster.messages(of: Array("/quit".utf8))) == ["/quit"])
    #expect(roster.messages(of: Array("  ".utf8)).isEmpty)
  }

  @Test(
    "what is announced is what is sent, with and without messages of several lines",
    arguments: [
      "short", long, String(repeating: "é", count: 700), "@bob " + long, "/me " + long, "a\nb\n\nc",
      "a\n" + long, "@bob a\nb", "/me a\nb",
    ], [true, false])
  func asSent(line: String, isMultiline: Bool) {
    var dialogue = entered(
      Sample.capabilities + (isMultiline ? " draft/multiline=max-bytes=4096,max-lines=20" : ""))
    let announced = texts(dialogue.mind.roster.messages(of: Array(line.utf8)))
    dialogue.forget()
    dialogue.give(line.contains("\n") ? .block(Array(line.utf8)) : .line(Array(line.utf8)))
    #expect(Self.messages(in: dialogue.look()) == announced)
    #expect(isMultiline && line.contains("\n") && !line.hasPrefix("/me") ? announced.count == 1 : true)
  }

  /// The texts of the messages that are sent, those of several lines put together again.
  private static func messages(in lines: [String]) -> [String] {
    var messages: [String] = []
    for line in lines where !line.hasPrefix("@label=1 BATCH -") {
      if line.contains(" BATCH +") { messages.append("") }
      guard let text = line.firstRange(of: " :").map({ String(line[$0.upperBound...]) }) else { continue }
      if line.hasPrefix("@batch=") {
        let isFirst = messages[messages.count - 1].isEmpty
        messages[messages.count - 1] += (isFirst || line.contains("concat") ? "" : "\n") + text
      } else {
        messages.append(text.replacing("\u{1}ACTION ", with: "").replacing("\u{1}", with: ""))
      }
    }
    return messages
  }

  @Test("a message counts as not acknowledged after a second without a word about any")
  func unacknowledged() throws {
    var dialogue = entered { $0.timeout = 30_000 }
    dialogue.type("one", "two")
    #expect(dialogue.mind.roster.unacknowledged == 0)
    #expect(dialogue.mind.deadline == 1000)
    try dialogue.wait()
    #expect(dialogue.mind.roster.unacknowledged == 2)
    #expect(dialogue.mind.deadline == 30_000)
    dialogue.server("@label=1 :alice!a@h PRIVMSG #lobby :one")
    #expect(dialogue.mind.roster.unacknowledged == 0)
    try dialogue.wait()
    #expect(dialogue.time == 2000)
    #expect(dialogue.mind.roster.unacknowledged == 1)
    dialogue.server("@label=2 :alice!a@h PRIVMSG #lobby :two")
    #expect(dialogue.mind.roster.unacknowledged == 0)
    #expect(dialogue.mind.deadline == 62_000)
  }

  @Test("a connection that is lost shows, with what waits for it, until it is back")
  func connection() throws {
    var dialogue = entered()
    #expect(dialogue.mind.roster.isConnected)
    dialogue.type("one")
    dialogue.close()
    dialogue.type("two", "/me three", "who")
    #expect(!dialogue.mind.roster.isConnected)
    #expect(dialogue.mind.roster.waitingLines == 4)
    #expect(dialogue.mind.roster.unacknowledged == 0)
    let announced = dialogue.mind.roster.messages(of: Array(Self.long.utf8))
    try dialogue.wait()
    dialogue.connect()
    dialogue.register()
    #expect(!dialogue.mind.roster.isConnected)
    #expect(dialogue.mind.roster.messages(of: Array(Self.long.utf8)) == announced)
    dialogue.enter("#lobby")
    #expect(dialogue.mind.roster.isConnected)
    #expect(dialogue.mind.roster.waitingLines == 0)
    #expect(dialogue.mind.roster.unacknowledged == 0)
    #expect(dialogue.mind.roster.messages(of: Array(Self.long.utf8)) == announced)
  }
}
