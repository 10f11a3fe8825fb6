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

  /// Asks for all since a time, of a server that has so many messages more each time it is asked, at these intervals.
  private func endless(_ count: Int, every step: Int64) -> (pages: Int, dialogue: Dialogue<JoinSession>) {
    var dialogue = Dialogue.registered(["#a"], offering: HistoryTests.capabilities) {
      $0.since = .time(Timestamp(milliseconds: 0))
    }
    dialogue.enter("#a")
    dialogue.forget()
    var pages = 0
    while pages < 20_000 {
      if let deadline = dialogue.mind.deadline, deadline <= dialogue.time + step {
        dialogue.wake()
      } else {
        dialogue.time += step
        let messages = (0..<count).map { "@batch=h;msgid=m\(pages)-\($0) :bob!b@h PRIVMSG #a :x\r\n" }
        let page = [":srv BATCH +h chathistory #a\r\n"] + messages + [":srv BATCH -h\r\n"]
        dialogue.receive(Array(page.joined().utf8))
      }
      let asked = dialogue.look()
      if asked.isEmpty { break }
      pages += 1
    }
    return (pages, dialogue)
  }

  @Test(
    "a history that goes on and on is asked for no more than so often, and a little at a time not for long",
    arguments: [(3, 1, CatchUp.mostPages - 1), (1, 900, 4)])
  func endlessPages(count: Int, step: Int64, most: Int) {
    var (pages, dialogue) = endless(count, every: step)
    #expect(pages == most)
    let said = dialogue.hear().suffix(12)
    #expect(said.contains("! #a: the history that the server tells does not come to an end"))
    #expect(said.last == "ready|alice|srv|#a")
    dialogue.leave()
    #expect(dialogue.outcome == .gaveUpWaiting)
  }
}
