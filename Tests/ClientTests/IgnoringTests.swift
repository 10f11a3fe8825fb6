import Testing

@testable import Client

@Suite("Whom a person ignores")
struct IgnoringTests {
  @Test("nothing that somebody who is ignored says is shown, but what happens to them is")
  func ignoring() {
    var dialogue = Dialogue.entered(members: "alice bob") { person(&$0) }
    dialogue.type("/ignore Bob")
    #expect(dialogue.hear() == ["# Bob is ignored (/unignore ends that)", "ignored: Bob"])
    dialogue.server(
      ":bob!b@h PRIVMSG #lobby :hi", ":bob!b@h PRIVMSG alice :psst", ":bob!b@h NOTICE alice :x",
      ":bob!b@h PRIVMSG #lobby :\u{1}ACTION waves\u{1}", ":bob!b@h INVITE alice #ops",
      ":carol!c@h PRIVMSG #lobby :bob?", ":bob!b@h PART #lobby")
    #expect(dialogue.hear() == ["message|carol|#lobby|bob?", "part|bob|#lobby|"])
    dialogue.type("/reply hm")
    #expect(dialogue.hear() == ["! nobody has written to you alone yet"])
  }

  @Test("the list is told, changed, and begins with what was kept")
  func list() {
    var dialogue = Dialogue.entered { request in
      person(&request)
      request.ignored = ["bob", "troll"].map { Array($0.utf8) }
    }
    dialogue.type("/ignore", "/ignore BOB", "/unignore BOB", "/unignore bob", "/ignore alice")
    #expect(
      dialogue.hear() == [
        "# ignored: bob troll", "# BOB is ignored already", "# BOB is not ignored any more", "ignored: troll",
        "# bob is not ignored", "! alice: that is you",
      ])
    dialogue.type("/unignore troll", "/ignore")
    #expect(dialogue.hear() == ["# troll is not ignored any more", "ignored: ", "# nobody is ignored"])
    #expect(dialogue.mind.roster.ignored == [])
  }

  @Test("beyond the limit nobody is ignored, and the limit is what is said")
  func limit() {
    var dialogue = Dialogue.entered { request in
      person(&request)
      request.ignored = (1...IgnoreList.most).map { Array("troll\($0)".utf8) }
    }
    dialogue.type("/ignore bob", "/ignore troll7")
    let full = "! bob: not ignored: 1000 are, and there can be no more (/unignore NAME makes room)"
    #expect(dialogue.hear() == [full, "# troll7 is ignored already"])
    dialogue.type("/unignore troll7", "/ignore bob")
    let told = dialogue.hear()
    #expect(told.contains("# bob is ignored (/unignore ends that)"))
    dialogue.server(":bob!b@h PRIVMSG #lobby :hi")
    #expect(dialogue.hear() == [])
  }

  /// As a person on a terminal asks for it.
  private func person(_ request: inout JoinRequest) {
    request.isInteractive = true
    request.recordsFailures = false
  }

  @Test("a pipe loses nothing")
  func pipe() {
    var dialogue = Dialogue.entered()
    dialogue.type("/ignore bob")
    let heard = dialogue.hear()
    #expect(heard.first == "! /ignore: only on a terminal: a pipe loses nothing, what reads it can choose")
    dialogue.server(":bob!b@h PRIVMSG #lobby :hi")
    #expect(dialogue.hear() == ["message|bob|#lobby|hi"])
  }

  @Test("a reply goes to the last person who wrote in private, by whatever name, and to no program")
  func reply() {
    var dialogue = Dialogue.entered { $0.isInteractive = true }
    dialogue.server(
      ":bob!b@h PRIVMSG alice :psst", ":carol!c@h PRIVMSG #lobby :hi", ":NickServ!s@h NOTICE alice :hello",
      ":irc.example.org PRIVMSG alice :news", ":bob!b@h NICK :robert")
    dialogue.type("/reply yes")
    #expect(dialogue.look() == ["@label=1 PRIVMSG robert :yes"])
  }
}
