import Testing

@testable import Client

@Suite("What a person is told of messages that did not go out")
struct WhatBecameOfTextsTests {
  private func entered(_ capabilities: String = Sample.capabilities) -> Dialogue<JoinSession> {
    EnteredMeanwhileTests.entered(offering: capabilities)
  }

  @Test(
    "a message that is refused is one failure with its text and the reason",
    arguments: [
      ("hi", "404 alice #lobby :Cannot send to channel.", "not sent: hi (Cannot send to channel)"),
      ("@bob psst", "401 alice bob :no such user", "not sent: psst (bob: no such user)"),
      ("/me waves", "404 alice #lobby :no", "not sent: waves (no)"),
      ("/msg NickServ identify hunter2", "401 alice NickServ :no", "not sent: identify *** (NickServ: no)"),
      ("tab\there", "404 alice #lobby :no", #"not sent: tab\there (no)"#),
    ])
  func refused(line: String, answer: String, said: String) {
    var dialogue = entered()
    dialogue.type(line)
    dialogue.server("@label=1 :srv \(answer)")
    #expect(dialogue.hear() == ["! " + said])
    #expect(dialogue.outcome == nil)
  }

  @Test("a message that is refused by a server without labels too")
  func refusedWithoutLabels() {
    var dialogue = entered("server-time")
    dialogue.type("hi")
    dialogue.server(":srv 404 alice #lobby :no", ":srv PONG srv chatnet-1")
    #expect(dialogue.hear() == ["! not sent: hi (no)"])
  }

  @Test("of a text of several lines the first is shown, and how many there are more")
  func shortened() {
    var dialogue = entered(Sample.capabilities + " draft/multiline=max-bytes=4096,max-lines=20")
    for text in ["one\n\ntwo", "\none\ntwo\nthree"] { dialogue.give(.block(Array(text.utf8))) }
    dialogue.server("@label=1 :srv 404 alice #lobby :no", "@label=2 :srv 404 alice #lobby :no")
    #expect(
      dialogue.hear() == [
        "! not sent: one … (and 1 more line) (no)", "! not sent: one … (and 2 more lines) (no)",
      ])
  }

  @Test("what can be no message is shown with the reason")
  func impossible() {
    var dialogue = entered()
    dialogue.give(.line([0x61, 0xFF]))
    #expect(dialogue.hear() == [#"! not sent: a\xFF (not UTF-8 (byte 2))"#])
  }

  @Test("a message that is lost with the connection and cannot be repeated may not have arrived")
  func lost() throws {
    var dialogue = entered("server-time")
    dialogue.type("one")
    dialogue.close()
    #expect(
      dialogue.hear() == [
        "lost||srv|", "# trying to get the connection back",
        "! may not have arrived: one (the connection was lost)",
      ])
    try dialogue.reconnectNow(offering: "server-time")
    dialogue.forget()
    dialogue.enter("#lobby")
    #expect(dialogue.look().isEmpty)
  }

  @Test("a message that is not answered may not have arrived, and the person goes on")
  func unanswered() throws {
    var dialogue = entered()
    dialogue.type("one", "bob:psst")
    dialogue.time += 1
    dialogue.server(":bob!b@h PRIVMSG #lobby :talk")
    _ = dialogue.hear()
    while dialogue.time < 30_000 { try dialogue.wait() }
    #expect(
      dialogue.hear() == [
        "! may not have arrived: one (no answer from the server in 30 s)",
        "! not sent: bob:psst (no answer from the server in 30 s)",
      ])
    #expect(dialogue.outcome == nil)
    dialogue.forget()
    dialogue.type("two")
    #expect(dialogue.look() == ["@label=2 PRIVMSG #lobby :two"])
    dialogue.server("@label=1 :alice!a@h PRIVMSG #lobby :one")
    #expect(dialogue.hear() == ["message|alice|#lobby|one"])
  }

  @Test("in a pipe the texts stay as scripts know them")
  func pipe() {
    var dialogue = Dialogue.entered()
    dialogue.type("hi")
    dialogue.server("@label=1 :srv 404 alice #lobby :no")
    #expect(dialogue.hear() == ["! #lobby: no", "error||#lobby|no"])
  }
}
