import Testing

@testable import Client

@Suite("What commands are answered with")
struct JoinAnswersTests {
  @Test("a room's name that no server could repeat is refused at once", arguments: ["#a b", "#a,b", "#"])
  func impossibleRoom(name: String) {
    let request = JoinRequest(rooms: [Array(name.utf8)], timeout: 30_000)
    var dialogue = Dialogue(JoinSession(request, as: Sample.identity()))
    dialogue.server(":srv CAP * LS :", ":srv 001 alice :hi")
    #expect(!dialogue.look().contains { $0.hasPrefix("JOIN") })
    #expect(dialogue.hear() == ["! \(name): no room has such a name: it holds no spaces and no commas"])
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("a typed room's name that no server could repeat blocks nothing")
  func impossibleTypedRoom() {
    var dialogue = entered()
    dialogue.type("/join #", "hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
    #expect(dialogue.hear() == ["! #: no room has such a name: it holds no spaces and no commas"])
  }

  @Test("a refused new name is named as it was asked for")
  func refusedRename() {
    var dialogue = entered()
    dialogue.type("/nick a b")
    #expect(dialogue.look() == ["NICK :a b"])
    dialogue.server(":srv 432 alice * :a name has no spaces")
    #expect(dialogue.hear() == ["! a b: a name has no spaces"])
  }

  @Test("being away is told with the reason that was given, being back without")
  func away() {
    var dialogue = entered()
    dialogue.type("/away at lunch")
    dialogue.server(":srv 306 alice :You have been marked as being away")
    dialogue.type("/away")
    dialogue.server(":srv 305 alice :You are no longer marked as being away")
    #expect(dialogue.hear() == ["away|alice||at lunch", "back|alice||"])
  }

  @Test("what WHOIS tells is told in sentences")
  func whois() {
    var dialogue = entered()
    dialogue.server(
      ":srv 311 alice bob ~b example.org * :Bob Builder", ":srv 319 alice bob :#lobby @#ops",
      ":srv 312 alice bob irc.example.org :a server", ":srv 330 alice bob builder :is logged in as",
      ":srv 317 alice bob 12 1763715243 :seconds idle, signon time", ":srv 318 alice bob :End of /WHOIS list."
    )
    #expect(
      dialogue.hear() == [
        "# bob is ~b@example.org (Bob Builder)", "# bob is in #lobby @#ops",
        "# bob is on irc.example.org (a server)", "# bob is logged in as builder",
        "# bob has been idle for 12 s, here since 2025-11-21T08:54:03.000Z",
      ])
  }

  @Test(
    "a sign-on time that is none is left out",
    arguments: ["9223372036854775807", "-1", "soon", "253402300800"])
  func oddSignOn(seconds: String) {
    var dialogue = entered()
    dialogue.server(":srv 317 alice bob 12 \(seconds) :seconds idle")
    #expect(dialogue.hear() == ["# bob has been idle for 12 s"])
  }

  @Test("numerics that lack what they should hold are no reason to end")
  func shortNumerics() {
    var dialogue = entered()
    for number in 200...999 {
      dialogue.server(":srv \(number)", ":srv \(number) alice", ":srv \(number) alice x")
    }
    #expect(dialogue.outcome == nil)
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
