import Testing

@testable import Client

@Suite("What /who lists")
struct MemberListTests {
  @Test("a list of members is told whole and sorted without regard to capitals, as chatnet who sorts")
  func sortedList() {
    var dialogue = entered()
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

  private func entered() -> Dialogue<JoinSession> {
    let request = JoinRequest(rooms: [Sample.lobby], timeout: 30_000)
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.server(
      ":srv CAP * LS :\(Sample.capabilities)", ":srv CAP * ACK :\(Sample.capabilities)", ":srv 001 alice :hi",
      ":alice!a@h JOIN #lobby", ":srv 353 alice = #lobby :alice", ":srv 366 alice #lobby :end")
    _ = dialogue.look()
    _ = dialogue.hear()
    return dialogue
  }
}
