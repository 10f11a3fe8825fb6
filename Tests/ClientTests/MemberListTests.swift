import Testing

@testable import Client

@Suite("What /who lists")
struct MemberListTests {
  @Test("a list of members is told whole and sorted without regard to capitals, as chatnet who sorts")
  func sortedList() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/who", "/who #ops")
    dialogue.server(
      ":srv 352 alice #lobby u h s zed H :0 z", ":srv 352 alice #lobby u h s Bob G :0 b",
      ":carol!c@h PRIVMSG #lobby :hi", ":srv 352 alice #lobby u h s alice H@ :0 a")
    #expect(dialogue.hear() == ["message|carol|#lobby|hi"])
    dialogue.server(
      ":srv 315 alice #lobby :end", ":srv 352 alice #ops u h s Dan H :0 d", ":srv 315 alice #ops :end")
    #expect(
      dialogue.hear() == [
        "user|alice|#lobby|@", "user|Bob|#lobby|away", "user|zed|#lobby|", "end||#lobby|user",
        "user|Dan|#ops|", "end||#ops|user",
      ])
  }

  @Test("a list without end is told part by part")
  func endlessList() {
    var lists = MemberLists()
    lists.ask(for: Sample.lobby)
    for number in 0..<MemberLists.mostKept {
      #expect(!lists.isFull)
      lists.append(.init(name: Array("n\(MemberLists.mostKept - number)".utf8), state: []))
    }
    #expect(lists.isFull)
    let part = lists.takePart(.ascii)
    #expect(part.first?.name == Array("n1".utf8))
    lists.append(.init(name: Array("b".utf8), state: []))
    var lost = lists
    let room = lost.breakOff()
    #expect(room == Sample.lobby)
    #expect(lost.rooms.isEmpty)
    let ended = lists.end(Sample.lobby, .ascii)
    #expect(ended?.room == Sample.lobby)
    #expect(ended?.rest.map(\.name) == [Array("b".utf8)])
    let none = lists.breakOff()
    #expect(none == nil)
  }

  @Test("what has come of a list that has not ended is told, without an end, when the run is over")
  func openList() {
    for isLost in [false, true] {
      var dialogue = Dialogue.enteredElsewhere { $0.retry = 0 }
      dialogue.type("/who", "/who #ops")
      dialogue.server(":srv 352 alice #lobby u h s zed H :0 z", ":srv 352 alice #lobby u h s Bob G :0 b")
      dialogue.forget()
      if isLost { dialogue.close() } else { dialogue.leave() }
      let users = dialogue.hear().filter { $0.contains("user|") || $0.contains("|user") }
      #expect(users == ["user|Bob|#lobby|away", "user|zed|#lobby|"])
    }
  }

  @Test("what came before a loss is not told twice where the list is had anew")
  func hadAnew() throws {
    let zed = ":srv 352 alice #lobby u h s zed H :0 z"
    for comesAnew in [false, true] {
      var dialogue = Dialogue.enteredElsewhere()
      dialogue.type("/who")
      dialogue.server(zed)
      try dialogue.reconnect()
      dialogue.enter("#lobby")
      dialogue.forget()
      if comesAnew { dialogue.server(zed) }
      dialogue.server(":srv 315 alice #lobby :end")
      #expect(dialogue.hear() == (comesAnew ? ["user|zed|#lobby|"] : []) + ["end||#lobby|user"])
    }
  }

  @Test(
    "the end of the only list that is open is its end, whatever the server calls it; but not of one asked for raw"
  )
  func otherMask() {
    for isRaw in [false, true] {
      var dialogue = Dialogue.enteredElsewhere()
      dialogue.type("/who")
      if isRaw { dialogue.type("/raw WHO bob") }
      dialogue.server(":srv 352 alice #lobby u h s zed H :0 z", ":srv 315 alice bob :end")
      #expect(dialogue.hear() == (isRaw ? [] : ["user|zed|#lobby|", "end||#lobby|user"]))
    }
    var two = Dialogue.enteredElsewhere()
    two.type("/who", "/who #ops")
    two.server(":srv 315 alice bob :end")
    #expect(two.hear() == [])
  }
}
