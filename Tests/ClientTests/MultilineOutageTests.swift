import Testing

@testable import Client

@Suite("A block that waits for the connection becomes what the server takes then")
struct MultilineOutageTests {
  private static let multiline = Sample.capabilities + " draft/multiline=max-bytes=4096,max-lines=100"

  private func entered(_ change: (inout JoinRequest) -> Void = { _ in }) -> Dialogue<JoinSession> {
    EnteredMeanwhileTests.entered(offering: Self.multiline, change)
  }

  /// The lines about the block, behind its entering the room again, with their ids.
  private func comeBack(_ dialogue: inout Dialogue<JoinSession>, offering capabilities: String) throws
    -> [String]
  {
    try dialogue.reconnectNow(offering: capabilities)
    _ = dialogue.look()
    dialogue.enter("#lobby")
    return dialogue.lookAtAll()
  }

  @Test(
    "in flight as one message of two lines, it is two messages with ids of their own where there are none such"
  )
  func inFlight() throws {
    var dialogue = entered()
    dialogue.give(.block(Array("one\n\ntwo".utf8)))
    dialogue.type("after")
    let before = dialogue.lookAtAll()
    #expect(before.first?.contains("BATCH +1 draft/multiline #lobby") == true)
    dialogue.close()
    let after = try comeBack(&dialogue, offering: Sample.capabilities)
    let texts = after.map { $0.replacing(#/^@label=[0-9]+;\+chatnet\/id=[^ ]* /#, with: "") }
    #expect(texts == ["PRIVMSG #lobby :one", "PRIVMSG #lobby :two", "PRIVMSG #lobby :after"])
    let ids = after.compactMap { $0.firstMatch(of: #/id=([^ ]+)/#)?.1 }
    #expect(Set(ids).count == 3)
    dialogue.server("@label=3 :alice!a@h PRIVMSG #lobby :one", "@label=4 :srv 404 alice #lobby :no")
    let told = dialogue.hear()
    #expect(told.contains("sent|alice|#lobby|one"))
    #expect(told.contains("! not sent: two (no)"))
  }

  @Test(
    "it stays one message, under its id, where the server still takes such",
    arguments: ["max-bytes=4096,max-lines=100", "max-bytes=20,max-lines=2"])
  func stays(limits: String) throws {
    var dialogue = entered()
    dialogue.give(.block(Array("one\ntwo".utf8)))
    let id = dialogue.lookAtAll().first?.firstMatch(of: #/id=([^ ]+)/#)?.1
    dialogue.close()
    let after = try comeBack(&dialogue, offering: Sample.capabilities + " draft/multiline=\(limits)")
    #expect(after.count == 4)
    #expect(after.first?.firstMatch(of: #/id=([^ ]+)/#)?.1 == id)
  }

  @Test("it is parted where it is too long now", arguments: ["max-bytes=6", "max-bytes=100,max-lines=1"])
  func smaller(limits: String) throws {
    var dialogue = entered()
    dialogue.give(.block(Array("one\ntwo".utf8)))
    dialogue.forget()
    dialogue.close()
    let after = try comeBack(&dialogue, offering: Sample.capabilities + " draft/multiline=\(limits)")
    #expect(after.map { $0.split(separator: ":")[1] } == ["one", "two"])
  }

  @Test("it counts as what was entered where the person is asked whether it is still to be sent")
  func asked() throws {
    var dialogue = entered()
    dialogue.give(.block(Array("one\ntwo".utf8)))
    dialogue.close()
    dialogue.time += 100_000
    dialogue.forget()
    let early = try comeBack(&dialogue, offering: Sample.capabilities)
    #expect(early == [])
    #expect(dialogue.hear().last == "send 1 lines, 100 s old?")
    dialogue.give(.answer(Array("y".utf8)))
    #expect(dialogue.look().count == 2)
  }

  @Test("a server that withdraws it gets lines from then on")
  func withdrawn() {
    var dialogue = entered()
    dialogue.server(":srv CAP alice DEL :draft/multiline")
    dialogue.give(.block(Array("one\ntwo".utf8)))
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :one", "@label=2 PRIVMSG #lobby :two"])
  }
}
