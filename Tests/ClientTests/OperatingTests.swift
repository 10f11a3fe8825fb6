import Testing

@testable import Client

@Suite("What operators of a room do, and what they are told")
struct OperatingTests {
  @Test(
    "each command is what the server understands",
    arguments: [
      ("/ban bob", ["MODE #lobby +b bob!*@*"]), ("/ban #ops *!*@x", ["MODE #ops +b *!*@x"]),
      ("/ban", ["MODE #lobby +b"]), ("/unban bob", ["MODE #lobby -b bob!*@*"]),
      ("/op bob carol", ["MODE #lobby +o bob", "MODE #lobby +o carol"]),
      ("/oper", ["OPER"]), ("/mode", ["MODE #lobby"]), ("/mode lobby +m", ["MODE #lobby +m"]),
      ("/mode #ops +v bob", ["MODE #ops +v bob"]), ("/mode -m", ["MODE #lobby -m"]),
      ("/deop #ops bob", ["MODE #ops -o bob"]),
      ("/kick bob too loud", ["KICK #lobby bob :too loud"]),
      ("/invite bob", ["INVITE bob #lobby"]), ("/invite bob ops", ["INVITE bob #ops"]),
    ] as [(String, [String])])
  func commands(line: String, sent: [String]) {
    var dialogue = Dialogue.entered()
    dialogue.type(line)
    #expect(dialogue.look() == sent)
  }

  @Test(
    "the answer to /oper is told, and that there is one is known",
    arguments: [
      (":srv 381 alice :You are now an IRC operator.", "# You are now an IRC operator."),
      (":srv 491 alice :No O-lines for your host", "! No O-lines for your host"),
    ])
  func oper(answer: String, said: String) {
    var dialogue = Dialogue.entered()
    dialogue.type("/oper")
    _ = dialogue.look()
    #expect(!dialogue.mind.openQuestions.isEmpty)
    dialogue.server(answer)
    #expect(dialogue.mind.openQuestions.isEmpty)
    #expect(dialogue.hear().first == said)
  }

  @Test("the modes of a room are told to who asks for them")
  func modes() {
    var dialogue = Dialogue.entered()
    dialogue.type("/mode")
    dialogue.server(":srv 324 alice #lobby +nt")
    #expect(dialogue.hear() == ["# #lobby has the modes +nt"])
  }

  @Test("the list of bans tells who set them and when, and that there are none")
  func bans() {
    var dialogue = Dialogue.entered()
    dialogue.server(
      ":srv 367 alice #lobby bob!*@* carol!c@h 1763715243", ":srv 367 alice #lobby *!*@x",
      ":srv 368 alice #lobby :End of channel ban list")
    #expect(
      dialogue.hear() == [
        "# #lobby: bob!*@* is banned (by carol, 2025-11-21T08:54:03.000Z)", "# #lobby: *!*@x is banned",
      ])
    dialogue.server(":srv 368 alice #lobby :End of channel ban list")
    #expect(dialogue.hear() == ["# #lobby: nobody is banned"])
  }

  @Test(
    "what was asked for by a line of the protocol is answered too",
    arguments: [
      (":srv 324 alice #lobby +nt", "#lobby has the modes +nt"), (":srv 221 alice +i", "your modes: +i"),
      (":srv 381 alice :You are now an IRC operator", "You are now an IRC operator"),
      (
        ":srv 276 alice bob :has client certificate fingerprint 12",
        "bob has client certificate fingerprint 12"
      ),
      (":srv 371 alice :version\u{1B}[2J 1", "version\\x1B[2J 1"),
      (":srv 323 alice :End", "there are no rooms"),
      (":srv NOTE * INFO :all is well.", "all is well"), (":srv WARN X Y :take care", "take care"),
      (":srv 901 alice alice!a@h :You are now logged out", "you are logged out"),
    ])
  func answers(line: String, said: String) {
    var dialogue = Dialogue.entered()
    dialogue.type("/raw INFO")
    dialogue.server(line)
    #expect(dialogue.hear() == ["# \(said)"])
  }

  @Test(
    "what the server says without words is told by its code and what it is about",
    arguments: [
      (":srv WARN JOIN ODD_ROOM #ops :", "# the server warns: ODD_ROOM (JOIN #ops)"),
      (":srv NOTE * RESTARTING : ", "# the server notes: RESTARTING"),
      (":srv NOTE * RESTARTING", "# the server notes: RESTARTING"),
      (":srv WARN", "# the server warns: nothing"),
      (":srv WARN X \u{1B}[2J :", "# the server warns: \\x1B[2J (X)"),
      (":srv FAIL JOIN ODD_ROOM #ops :", "! #ops: refused by the server (ODD_ROOM)"),
      (":srv 477 alice #ops :", "! #ops: refused by the server (477)"),
    ])
  func wordless(line: String, said: String) {
    var dialogue = Dialogue.entered {
      $0.isInteractive = true
      $0.recordsFailures = false
    }
    dialogue.server(line)
    #expect(dialogue.hear() == [said])
  }

  @Test("an answer without words is none")
  func nothingSaid() {
    var dialogue = Dialogue.entered()
    dialogue.type("/raw INFO")
    dialogue.server(":srv 371 alice :", ":srv 371 alice")
    #expect(dialogue.hear() == [])
  }

  @Test("a person is told how long ago something was, by no clock of the server's")
  func ages() {
    var dialogue = Dialogue.entered { $0.isInteractive = true }
    // The dialogue's clock stands at 1000 s.
    dialogue.server(
      ":srv 317 alice bob 46 700 :seconds idle, signon time", ":srv 317 alice carol 7300 :seconds idle",
      ":srv 367 alice #lobby bob!*@* carol!c@h 990")
    #expect(
      dialogue.hear() == [
        "# bob has been idle for 46 s, here for 5 min", "# carol has been idle for 2 h",
        "# #lobby: bob!*@* is banned (by carol, 10 s ago)",
      ])
  }

  @Test(
    "an age is told by its largest unit",
    arguments: [
      (-5, "0 s"), (0, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "119 min"), (7200, "2 h"),
      (172_799, "47 h"), (172_800, "2 days"),
    ] as [(Int64, String)])
  func age(seconds: Int64, text: String) {
    #expect(Age.text(seconds: seconds) == text)
  }

  @Test("what a server says of itself to everybody who comes is not shown")
  func silence() {
    var dialogue = Dialogue.registered()
    dialogue.server(
      ":srv 251 alice :There are 3 users", ":srv 372 alice :- motd", ":srv 221 alice +i",
      ":srv 042 alice AAA :your unique ID")
    dialogue.enter("#lobby")
    dialogue.server(":srv 333 alice #lobby bob 1763715243", ":srv 329 alice #lobby 1763715243")
    let heard = dialogue.hear()
    #expect(!heard.contains { $0.hasPrefix("#") }, "\(heard)")
  }
}
