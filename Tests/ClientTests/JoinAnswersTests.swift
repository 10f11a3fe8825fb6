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
    #expect(dialogue.hear() == ["! \(name): a room's name is # and more, without spaces and commas"])
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("a typed room's name that no server could repeat blocks nothing")
  func impossibleTypedRoom() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/join #", "/room #lobby", "hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG #lobby :hi"])
    #expect(dialogue.hear() == ["! #: a room's name is # and more, without spaces and commas"])
  }

  @Test("a line that is no text is named by its number in a pipe")
  func notUTF8() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("hi")
    dialogue.give(.line([0x61, 0xFF]))
    #expect(dialogue.hear() == ["! line 2: not UTF-8 (byte 2)"])
  }

  @Test("a refused new name is named as it was asked for")
  func refusedRename() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/nick a b")
    #expect(dialogue.look() == ["NICK :a b"])
    dialogue.server(":srv 432 alice * :a name has no spaces")
    #expect(dialogue.hear() == ["! a b: a name has no spaces"])
  }

  @Test("an error of the high numbers is a failure like the others")
  func highNumeric() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/raw MODE #lobby +l 0")
    dialogue.server(":srv 696 alice #lobby l 0 :a limit is a number above 0")
    #expect(dialogue.hear() == ["! #lobby: a limit is a number above 0"])
  }

  @Test("what WHOIS tells is told in sentences")
  func whois() {
    var dialogue = Dialogue.enteredElsewhere()
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
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.server(":srv 317 alice bob 12 \(seconds) :seconds idle")
    #expect(dialogue.hear() == ["# bob has been idle for 12 s"])
  }

  @Test("numerics that lack what they should hold are no reason to end")
  func shortNumerics() {
    var dialogue = Dialogue.enteredElsewhere()
    for number in 200...999 {
      dialogue.server(":srv \(number)", ":srv \(number) alice", ":srv \(number) alice x")
    }
    #expect(dialogue.outcome == nil)
  }

  @Test("an error about an earlier line is no answer to whether a name is there")
  func unrelatedError() {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/topic #other news", "zed:psst")
    dialogue.server(":srv 403 alice #other :no such room", ":srv 303 alice :zed")
    #expect(dialogue.look() == ["TOPIC #other news", "ISON zed", "@label=1 PRIVMSG zed :psst"])
    dialogue.type("eve:psst")
    dialogue.server(":srv 421 alice ISON :unknown command")
    #expect(dialogue.mind.wantsInput)
    #expect(dialogue.look() == ["ISON eve"])
  }

  /// Alice is in #lobby and in #ops, where she talks.
  private func inTwoRooms() -> Dialogue<JoinSession> {
    var dialogue = Dialogue.enteredElsewhere()
    dialogue.type("/join #ops")
    dialogue.server(":alice!a@h JOIN #ops", ":srv 366 alice #ops :end")
    _ = dialogue.look()
    return dialogue
  }

  @Test("a word behind /part that names a room one is in, without its sign, is that room and no reason")
  func partByBareName() {
    var dialogue = inTwoRooms()
    dialogue.type("/part lobby")
    #expect(dialogue.look() == ["PART #lobby"])
    dialogue.server(":alice!a@h PART #lobby")
    dialogue.type("/part lobby")
    #expect(dialogue.look() == ["PART #ops lobby"])
  }

  @Test("what follows the room's name is the reason, with its sign or without", arguments: ["", "#"])
  func partWithReason(_ sign: String) {
    var dialogue = inTwoRooms()
    dialogue.type("/part \(sign)lobby bye now")
    #expect(dialogue.look() == ["PART #lobby :bye now"])
  }
}
