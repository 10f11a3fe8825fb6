import Testing
import Wire

@testable import Client

@Suite("Where what was said before begins and ends")
struct HistoryBoundsTests {
  @Test("what a service tells of who came and went is no message, and does not count as one")
  func serviceTales() {
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) { $0.history = 2 }
    dialogue.enter("#a")
    func page(_ numbers: [Int], by names: [String]) {
      dialogue.server(":srv BATCH +h chathistory #a")
      for (number, name) in zip(numbers, names) {
        dialogue.server("@batch=h;msgid=m\(number) :\(name)!x@localhost PRIVMSG #a :\(number)")
      }
      dialogue.server(":srv BATCH -h")
    }
    page([5, 6], by: ["HistServ", "bob"])
    #expect(dialogue.look().last == "CHATHISTORY BEFORE #a msgid=m5 1")
    page([4], by: ["HistServ"])
    #expect(dialogue.look().last == "CHATHISTORY BEFORE #a msgid=m4 1")
    page([3], by: ["bob"])
    #expect(
      dialogue.hear().prefix(4) == [
        "begin||#a|history", "message|bob|#a|3", "message|bob|#a|6", "end||#a|history",
      ])
  }

  @Test(
    "a person sees the messages and no bounds; what is lost meanwhile ends in a pipe before it is said so")
  func bounds() {
    for isInteractive in [true, false] {
      var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) {
        $0.since = .time(Timestamp(milliseconds: 0))
        $0.isInteractive = isInteractive
      }
      dialogue.enter("#a")
      dialogue.server(
        ":srv BATCH +h chathistory #a", "@batch=h;msgid=m1 :bob!b@h PRIVMSG #a :1", ":srv BATCH -h")
      dialogue.close("reset")
      let told = dialogue.hear().prefix(4)
      #expect(
        isInteractive
          ? told.prefix(2) == ["message|bob|#a|1", "lost||srv|reset"]
          : told == ["begin||#a|history", "message|bob|#a|1", "end||#a|history", "lost||srv|reset"])
    }
  }
}
