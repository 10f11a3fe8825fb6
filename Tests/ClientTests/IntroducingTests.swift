import Testing

@testable import Client

@Suite("What a person is shown of rooms, and where what is unread begins")
struct IntroducingTests {
  private static let history = HistoryTests.capabilities

  private func registered(_ rooms: [String]) -> Dialogue<JoinSession> {
    var dialogue = Dialogue.registered(rooms) {
      $0.isInteractive = true
      $0.recordsFailures = false
      $0.retry = nil
    }
    dialogue.forget()
    return dialogue
  }

  private func enter(_ room: String, topic: String?, _ dialogue: inout Dialogue<JoinSession>) {
    dialogue.server(":alice!a@h JOIN \(room)")
    if let topic { dialogue.server(":srv 332 alice \(room) :\(topic)", ":srv 333 alice \(room) bob 1") }
    dialogue.server(":srv 353 alice = \(room) :alice", ":srv 366 alice \(room) :end")
  }

  @Test("at the start: that it is ready, then of each room the topic and who is there")
  func start() {
    var dialogue = registered(["#a", "#b", "#c"])
    enter("#b", topic: "about b", &dialogue)
    enter("#a", topic: nil, &dialogue)
    #expect(dialogue.hear().isEmpty)
    dialogue.server(":srv 403 alice #c :no such room")
    #expect(
      dialogue.hear() == [
        "! #c: no such room", "ready|alice|srv|#b #a", "topic||#b|about b", "user|alice|#b|", "end||#b|user",
        "user|alice|#a|", "end||#a|user",
      ])
  }

  @Test("a room that is joined later: that one is there, the topic, and who is")
  func later() {
    var dialogue = registered(["#a"])
    enter("#a", topic: nil, &dialogue)
    dialogue.forget()
    dialogue.type("/join #ops")
    enter("#ops", topic: "work", &dialogue)
    #expect(
      dialogue.hear() == ["join|alice|#ops|", "topic||#ops|work", "user|alice|#ops|", "end||#ops|user"])
  }

  @Test("the topic is told whenever it is asked for")
  func asked() {
    var dialogue = registered(["#a"])
    enter("#a", topic: "news", &dialogue)
    dialogue.forget()
    for _ in 0..<2 { dialogue.server(":srv 332 alice #a :news") }
    #expect(dialogue.hear() == ["topic||#a|news", "topic||#a|news"])
  }

  @Test("after an outage a topic is told only where it is another", arguments: ["news", "old news", ""])
  func rejoined(before: String) throws {
    var dialogue = registered(["#a"])
    enter("#a", topic: "old", &dialogue)
    dialogue.server(":bob!b@h TOPIC #a :\(before)")
    dialogue.close()
    dialogue.forget()
    try dialogue.reconnectNow()
    enter("#a", topic: "news", &dialogue)
    let topic = before == "news" ? [] : ["topic||#a|news"]
    #expect(
      dialogue.hear() == ["resumed||srv|"] + topic
        + ["# what was said meanwhile is missing: this server keeps no history"])
  }

  @Test("what was missed stands behind the record that the connection is back, with when it was lost")
  func unread() throws {
    var dialogue = EnteredMeanwhileTests.entered(offering: Self.history)
    dialogue.server("@msgid=m1;time=2026-11-21T08:00:00.000Z :bob!b@h PRIVMSG #lobby :hi")
    dialogue.time = 5000
    dialogue.close("reset")
    dialogue.forget()
    dialogue.time = 100_000
    try dialogue.reconnectNow(offering: Self.history)
    dialogue.enter("#lobby")
    dialogue.server(
      "@msgid=m3;time=2026-11-21T08:02:00.000Z :bob!b@h PRIVMSG #lobby :now",
      ":srv BATCH +h chathistory #lobby",
      "@batch=h;msgid=m2;time=2026-11-21T08:01:00.000Z :bob!b@h PRIVMSG #lobby :missed", ":srv BATCH -h",
      ":srv BATCH +h chathistory #lobby", ":srv BATCH -h", ":srv BATCH +t draft/chathistory-targets",
      ":srv BATCH -t")
    #expect(
      dialogue.hear() == ["resumed||srv|", "message|bob|#lobby|missed", "message|bob|#lobby|now"])
  }

  @Test("what is missing all the same is said behind what was fetched")
  func missing() throws {
    var dialogue = EnteredMeanwhileTests.entered(offering: Self.history)
    dialogue.close("reset")
    dialogue.forget()
    try dialogue.reconnectNow(offering: Self.history)
    dialogue.enter("#lobby")
    dialogue.server(":srv FAIL CHATHISTORY INVALID_TARGET AFTER #lobby :not today")
    #expect(dialogue.hear().first == "resumed||srv|")
    dialogue.server(":srv BATCH +t draft/chathistory-targets", ":srv BATCH -t")
    #expect(dialogue.hear() == ["# what was said in #lobby meanwhile is missing: not today"])
  }

  @Test("a loss while what was missed is fetched is told of no second time")
  func lostAgain() throws {
    var dialogue = EnteredMeanwhileTests.entered(offering: Self.history)
    dialogue.close("reset")
    try dialogue.reconnectNow(offering: Self.history)
    dialogue.enter("#lobby")
    dialogue.close("reset")
    try dialogue.reconnectNow(offering: Self.history)
    dialogue.enter("#lobby")
    let told = dialogue.hear()
    #expect(told.count { $0.hasPrefix("lost|") } == 1)
    #expect(told.count { $0.hasPrefix("resumed|") } == 1)
  }

  @Test("in a pipe the records come as the server tells things")
  func pipe() {
    var dialogue = Dialogue.registered(["#a"])
    dialogue.forget()
    enter("#a", topic: "news", &dialogue)
    #expect(dialogue.hear() == ["join|alice|#a|", "topic||#a|news", "ready|alice|srv|#a"])
  }
}
