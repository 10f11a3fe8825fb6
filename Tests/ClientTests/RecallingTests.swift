import Testing

@testable import Client

@Suite("What was said, once more")
struct RecallingTests {
  private static let withHistory = Sample.capabilities + " draft/chathistory"

  @Test(
    "the server is asked for as many as are wanted, page by page, and all are shown though they were seen")
  func server() {
    var dialogue = Dialogue.entered(offering: Self.withHistory) { $0.isInteractive = true }
    dialogue.server("@msgid=m4 :bob!b@h PRIVMSG #lobby :four")
    dialogue.forget()
    dialogue.type("/history 4", "hi")
    // The server gives three at a time.
    #expect(dialogue.look() == ["CHATHISTORY LATEST #lobby * 3"])
    dialogue.server(
      ":srv BATCH +1 chathistory #lobby", "@batch=1;msgid=m2 :bob!b@h PRIVMSG #lobby :two",
      "@batch=1;msgid=m3 :bob!b@h PRIVMSG #lobby :three", "@batch=1;msgid=m4 :bob!b@h PRIVMSG #lobby :four",
      ":srv BATCH -1")
    #expect(dialogue.look() == ["CHATHISTORY BEFORE #lobby msgid=m2 1"])
    dialogue.server(
      ":srv BATCH +2 chathistory #lobby", "@batch=2;msgid=m1 :bob!b@h PRIVMSG #lobby :one", ":srv BATCH -2")
    #expect(
      dialogue.hear() == [
        "# #lobby: the last 4 messages in the server's history:", "message|bob|#lobby|one",
        "message|bob|#lobby|two", "message|bob|#lobby|three", "message|bob|#lobby|four",
        "end||#lobby|history",
      ])
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
  }

  @Test("a server that knows messages by their time alone tells some of them again, and none is shown twice")
  func timesAlone() {
    var dialogue = Dialogue.entered(offering: Self.withHistory) { $0.isInteractive = true }
    dialogue.server(":srv 005 alice MSGREFTYPES=timestamp :are supported")
    func line(_ second: Int, _ text: String) -> String {
      "@batch=1;time=2026-11-21T10:00:0\(second).000Z :bob!b@h PRIVMSG #lobby :\(text)"
    }
    dialogue.type("/history 5")
    dialogue.server(
      ":srv BATCH +1 chathistory #lobby", line(2, "two"), line(2, "deux"), line(3, "three"), ":srv BATCH -1")
    #expect(
      dialogue.look() == [
        "CHATHISTORY LATEST #lobby * 3", "CHATHISTORY BEFORE #lobby timestamp=2026-11-21T10:00:02.001Z 3",
      ])
    dialogue.server(
      ":srv BATCH +1 chathistory #lobby", line(1, "one"), line(2, "two"), line(2, "deux"), ":srv BATCH -1")
    #expect(dialogue.look() == ["CHATHISTORY BEFORE #lobby timestamp=2026-11-21T10:00:01.001Z 2"])
    dialogue.server(":srv BATCH +1 chathistory #lobby", line(1, "one"), ":srv BATCH -1")
    #expect(
      dialogue.hear() == [
        "# #lobby: the last 4 messages in the server's history:", "message|bob|#lobby|one",
        "message|bob|#lobby|two", "message|bob|#lobby|deux", "message|bob|#lobby|three",
        "end||#lobby|history",
      ])
  }

  @Test("a server that refuses is a failure, and the next line is taken")
  func refused() {
    var dialogue = Dialogue.entered(offering: Self.withHistory) { $0.isInteractive = true }
    dialogue.type("/history", "hi")
    #expect(dialogue.look() == ["CHATHISTORY LATEST #lobby * 3"])
    // The answer to something else.
    dialogue.server(":srv 482 alice #lobby :You're not a channel operator")
    #expect(dialogue.look() == [])
    dialogue.server("FAIL CHATHISTORY MESSAGE_ERROR LATEST #lobby :Messages could not be retrieved.")
    #expect(dialogue.hear().contains("! #lobby: Messages could not be retrieved"))
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
  }

  @Test("where the server keeps nothing, what this run has seen of the room is shown")
  func memory() {
    var dialogue = Dialogue.entered(["#lobby", "#ops"]) { $0.isInteractive = true }
    dialogue.type("/history")
    #expect(dialogue.hear() == ["# #lobby: no messages that this run has seen", "end||#lobby|history"])
    dialogue.server(
      ":bob!b@h PRIVMSG #lobby :one", ":bob!b@h PRIVMSG #ops :elsewhere", ":bob!b@h PRIVMSG alice :psst")
    dialogue.type("two")
    dialogue.server("@label=1 :alice!a@h PRIVMSG #lobby :two", ":bob!b@h PRIVMSG #lobby :three")
    dialogue.forget()
    dialogue.type("/history 2")
    // A file that keeps records, and a command for each, have had them.
    let areNews = dialogue.notices.contains { if case .record = $0 { true } else { false } }
    #expect(!areNews)
    #expect(
      dialogue.hear() == [
        "# #lobby: the last 2 messages that this run has seen:", "sent|alice|#lobby|two",
        "message|bob|#lobby|three", "end||#lobby|history",
      ])
    dialogue.type("/history 1")
    #expect(
      dialogue.hear() == [
        "# #lobby: the last message that this run has seen:", "message|bob|#lobby|three",
        "end||#lobby|history",
      ])
  }

  @Test("at most a thousand messages are remembered")
  func bound() {
    var talk = RecentTalk()
    for number in 0..<2500 {
      talk.insert(
        Record(
          .message, time: .init(milliseconds: 0), from: Sample.alice, to: Sample.lobby,
          text: Array("\(number)".utf8)))
    }
    let all = talk.last(5000, of: Sample.lobby, .ascii)
    #expect(all.count == 1000)
    #expect(all.first?.text == Array("1500".utf8))
    #expect(all.last?.text == Array("2499".utf8))
  }

  @Test("at most four megabytes of messages are remembered, the last ones")
  func boundOfBytes() {
    var talk = RecentTalk()
    for number in 0..<12 {
      talk.insert(
        Record(
          .message, time: .init(milliseconds: Int64(number)), from: Sample.alice, to: Sample.lobby,
          text: [UInt8](repeating: 0x78, count: 1 << 20)))
    }
    let times = talk.last(100, of: Sample.lobby, .ascii).map(\.time.milliseconds)
    #expect(times == [8, 9, 10, 11])
  }

  @Test("a pipe is told that there is none")
  func pipe() {
    var dialogue = Dialogue.entered()
    dialogue.type("/history")
    #expect(dialogue.hear().first == "! #lobby: this server keeps no history")
  }
}
