import Testing
import Wire

@testable import Client

@Suite("Messages that come twice")
struct ToldMessagesTests {
  @Test("a message that its sender sends again is told once; another sender's with the same id is another")
  func repeated() {
    var dialogue = Dialogue.entered()
    dialogue.server(
      "@+chatnet/id=x-1;msgid=a :bob!b@h PRIVMSG #lobby :one",
      "@+chatnet/id=x-1;msgid=b :bob!b@h PRIVMSG #lobby :one",
      "@+chatnet/id=x-1 :BOB!b@h PRIVMSG #lobby :one", "@+chatnet/id=x-2 :bob!b@h PRIVMSG #lobby :two",
      "@+chatnet/id=x-1 :carol!c@h PRIVMSG #lobby :three", ":bob!b@h PRIVMSG #lobby :one")
    #expect(
      dialogue.hear() == [
        "message|bob|#lobby|one", "message|bob|#lobby|two", "message|carol|#lobby|three",
        "message|bob|#lobby|one",
      ])
  }

  @Test("who is logged in is the same sender by whatever name")
  func account() {
    var dialogue = Dialogue.entered()
    dialogue.server(
      "@account=bob;+chatnet/id=x-1 :bob!b@h PRIVMSG #lobby :one",
      "@account=bob;+chatnet/id=x-1 :bob-2!b@h PRIVMSG #lobby :one")
    #expect(dialogue.hear() == ["message|bob|#lobby|one"])
  }

  @Test("it is known across runs")
  func acrossRuns() {
    var record = Record(
      .message, time: Timestamp(milliseconds: 0), from: Array("bob".utf8), to: Sample.lobby,
      id: Array("a".utf8))
    record.clientID = Array("x-1".utf8)
    let seen = ToldMessages(Cursor(journal: Cursor.line(for: record)))
    #expect(seen.isRepeated(record))
    #expect(seen.isKnown(record))
    #expect(!ToldMessages().isRepeated(record))
  }

  @Test("only the last ones are remembered")
  func bounded() {
    var set = RecentSet<Int>(capacity: 100)
    for number in 0..<1000 {
      let isNew = set.insert(number)
      #expect(isNew)
    }
    let isNew = set.insert(999)
    #expect(!isNew)
    #expect((0..<1000).filter(set.contains) == Array(900..<1000))
  }

  @Test("own messages carry ids that differ, of the run's own number")
  func ownIDs() {
    var dialogue = Dialogue.entered()
    dialogue.type("one", "two")
    #expect(
      dialogue.lookAtAll() == [
        "@label=1;+chatnet/id=0000000000000000-1 PRIVMSG #lobby :one",
        "@label=2;+chatnet/id=0000000000000000-2 PRIVMSG #lobby :two",
      ])
  }
}
