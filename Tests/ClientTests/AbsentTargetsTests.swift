import Testing

@testable import Client

@Suite("Those who are not here and for whom a message waits")
struct AbsentTargetsTests {
  @Test("are targets, which is said once with the first message that waits")
  func waits() {
    var dialogue = SendDialogue.registered(["bob", "eve"])
    _ = dialogue.look()
    dialogue.server(
      ":srv 314 alice bob bob localhost * :bob", ":srv 330 alice bob bob :is an account",
      ":srv 314 alice eve ~eve 192.0.2.1 * :eve", ":srv 302 alice :",
      ":srv PONG srv chatnet-check")
    #expect(dialogue.hear() == ["! eve: no such user (a message? -m gives it)"])
    dialogue.type("one", "two")
    #expect(dialogue.look() == ["@label=1 PRIVMSG bob :one", "@label=2 PRIVMSG bob :two"])
    for label in 1...2 {
      dialogue.server(
        "@label=\(label) :srv BATCH +\(label) labeled-response",
        "@batch=\(label) :alice!a@h PRIVMSG bob :x",
        "@batch=\(label) :srv NOTE PRIVMSG MESSAGE_WAITS bob :bob is not here; the message waits for them",
        ":srv BATCH -\(label)")
    }
    #expect(dialogue.hear() == ["# bob: not here; the message waits for them"])
    dialogue.give(.end)
    #expect(dialogue.outcome == .noSuchTarget)
  }

  @Test("are none with --online, whose messages say so")
  func online() {
    var dialogue = SendDialogue.registered(["bob"]) { $0.isForThoseHere = true }
    #expect(!dialogue.look().contains("WHOWAS bob"))
    dialogue.server(":srv 302 alice :bob=+b@h", ":srv PONG srv chatnet-check")
    dialogue.type("hi")
    #expect(dialogue.look().first?.contains("+chatnet/online PRIVMSG bob :hi") == true)
  }

  @Test("get no more when as much waits as can, and that is said once")
  func full() {
    var dialogue = SendDialogue.ready(["bob"])
    dialogue.type("one", "two")
    _ = dialogue.look()
    dialogue.server("@label=1 :srv FAIL PRIVMSG TOO_MANY_WAITING bob :no more can be left")
    dialogue.server("@label=2 :srv FAIL PRIVMSG TOO_MANY_WAITING bob :no more can be left")
    dialogue.give(.end)
    #expect(dialogue.hear().count { $0 == "! bob: no more can be left" } == 1)
    #expect(dialogue.outcome == .gaveUpWaiting)
  }

  @Test("get what comes twice from the server, since it does not know that they have it, once")
  func twice() {
    var dialogue = Dialogue.entered()
    let line = "@time=2026-11-21T08:00:00.000Z;msgid=x :bob!b@h PRIVMSG alice :hi"
    dialogue.server(line, line)
    #expect(dialogue.hear().count == 1)
  }
}
