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

  private static func id(in line: String?) -> Substring? {
    line?.firstMatch(of: #/id=([^ ]+)/#)?.1
  }

  /// What a server offers that takes one message at a time.
  private static let unlabelled = "message-tags batch draft/multiline=max-bytes=4096,max-lines=100"

  @Test(
    "behind others, never sent, it is two messages with ids of their own where there are none of two lines"
  )
  func neverSent() throws {
    var dialogue = EnteredMeanwhileTests.entered(offering: Self.unlabelled)
    dialogue.type("before")
    dialogue.give(.block(Array("one\n\ntwo".utf8)))
    let first = dialogue.lookAtAll()
    #expect(first.count == 2)
    dialogue.close()
    let after = try comeBack(&dialogue, offering: Sample.capabilities)
    let texts = after.map { $0.split(separator: " ", maxSplits: 1)[1] }
    #expect(texts == ["PRIVMSG #lobby :before", "PRIVMSG #lobby :one", "PRIVMSG #lobby :two"])
    #expect(Self.id(in: after.first) == Self.id(in: first.first))
    #expect(Set(after.compactMap { Self.id(in: $0) }).count == 3)
    _ = dialogue.hear()
    dialogue.server("@label=3 :alice!a@h PRIVMSG #lobby :one", "@label=4 :srv 404 alice #lobby :no")
    #expect(dialogue.hear() == ["sent|alice|#lobby|one", "! not sent: two (no)"])
  }

  @Test(
    "it may have arrived: where it cannot be sent as it was it is not sent again, and named; what follows goes on",
    arguments: ["", " draft/multiline=max-bytes=6", " draft/multiline=max-bytes=100,max-lines=1"])
  func inFlight(limits: String) throws {
    var dialogue = entered()
    dialogue.give(.block(Array("one\ntwo".utf8)))
    dialogue.type("after")
    let before = dialogue.lookAtAll()
    #expect(before.first?.contains("BATCH +1 draft/multiline #lobby") == true)
    dialogue.close()
    let after = try comeBack(&dialogue, offering: Sample.capabilities + limits)
    #expect(after.map { $0.split(separator: " ", maxSplits: 1)[1] } == ["PRIVMSG #lobby :after"])
    #expect(Self.id(in: after.first) == Self.id(in: before.last))
    let told = dialogue.hear()
    let lost = "! may not have arrived: one … (and 1 more line) (the connection was lost)"
    #expect(told.count { $0 == lost } == 1)
  }

  @Test("so it is when the connection is lost once more before it could be sent again")
  func inFlightTwice() throws {
    var dialogue = entered()
    dialogue.give(.block(Array("one\ntwo".utf8)))
    for _ in 1...2 {
      dialogue.close()
      try dialogue.reconnectNow(offering: Self.multiline)
    }
    dialogue.close()
    dialogue.forget()
    let after = try comeBack(&dialogue, offering: Sample.capabilities)
    #expect(after == [])
    #expect(dialogue.hear().contains { $0.hasPrefix("! may not have arrived: one") })
  }

  @Test("in a pipe the line that it came from is named, and decides the exit code")
  func inPipe() throws {
    var dialogue = Dialogue.entered(offering: Self.multiline) { $0.input = .tsv }
    dialogue.type("t\tmessage\tbob\t#lobby\tone\\ntwo")
    dialogue.close()
    let after = try comeBack(&dialogue, offering: Sample.capabilities)
    #expect(after == [])
    #expect(dialogue.hear().contains("! line 1: may not have arrived: the connection was lost"))
    dialogue.give(.end)
    dialogue.server(":srv PONG srv chatnet-join")
    #expect(dialogue.outcome == .noConnection)
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

  @Test(
    "never sent, it is parted where it is too long now",
    arguments: ["max-bytes=6", "max-bytes=100,max-lines=1"])
  func smaller(limits: String) throws {
    var dialogue = EnteredMeanwhileTests.entered(offering: Self.unlabelled)
    dialogue.type("before")
    dialogue.give(.block(Array("one\ntwo".utf8)))
    dialogue.forget()
    dialogue.close()
    let after = try comeBack(&dialogue, offering: Sample.capabilities + " draft/multiline=\(limits)")
    #expect(after.map { $0.split(separator: ":")[1] } == ["before", "one", "two"])
  }

  @Test("it counts as what was entered where the person is asked whether it is still to be sent")
  func asked() throws {
    var dialogue = entered()
    dialogue.give(.block(Array("one\ntwo".utf8)))
    dialogue.close()
    dialogue.time += 100_000
    dialogue.forget()
    let early = try comeBack(&dialogue, offering: Self.multiline)
    #expect(early == [])
    #expect(dialogue.hear().last == "send 1 lines, 100 s old?")
    dialogue.give(.answer(Array("y".utf8)))
    #expect(
      dialogue.look().map { $0.split(separator: ":").last } == [
        "@label=2 BATCH +2 draft/multiline #lobby", "one", "two", "BATCH -2",
      ])
  }

  @Test("a server that withdraws it gets lines from then on")
  func withdrawn() {
    var dialogue = entered()
    dialogue.server(":srv CAP alice DEL :draft/multiline")
    dialogue.give(.block(Array("one\ntwo".utf8)))
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :one", "@label=2 PRIVMSG #lobby :two"])
  }
}
