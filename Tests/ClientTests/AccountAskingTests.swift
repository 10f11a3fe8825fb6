import Testing

@testable import Client

@Suite("When join asks for a password, and when it knows better")
struct AccountAskingTests {
  @Test("a new password is asked for twice, and where the two differ nothing is made")
  func newPassword() {
    var dialogue = Dialogue.enteredWithAccounts()
    for second in ["hunter3", "hunter2"] {
      dialogue.type("/register * alice@example.org")
      dialogue.give(.answer(Array("hunter2".utf8)))
      #expect(dialogue.hear() == ["new password of alice?", "new password of alice again?"])
      #expect(dialogue.look() == [])
      dialogue.give(.answer(Array(second.utf8)))
      if second == "hunter2" { break }
      #expect(dialogue.hear() == ["! /register: not done: the two passwords differ"])
    }
    dialogue.server(":srv CAP alice ACK :draft/account-registration")
    #expect(
      dialogue.look() == ["CAP REQ draft/account-registration", "REGISTER * alice@example.org hunter2"])
    dialogue.server(":srv REGISTER SUCCESS alice :done")
    dialogue.forget()
    dialogue.type("/register * a@b")
    dialogue.give(.answer(Array("hunter2".utf8)))
    dialogue.forget()
    dialogue.give(.answer(nil))
    #expect(dialogue.hear() == ["# /register: not done"])
    #expect(dialogue.look() == [])
  }

  @Test(
    "what the server does not offer is said at once, and no password is asked for or sent",
    arguments: [
      ("/login alice", "", "/login: this server has no accounts to log in to"),
      ("/login alice pw", "", "/login: this server has no accounts to log in to"),
      ("/login alice", "sasl=EXTERNAL", "/login: the server takes no passwords here, but: EXTERNAL"),
      ("/register", "sasl", "/register: this server makes no accounts"),
      ("/register bob pw", "sasl", "/register: this server makes no accounts"),
      ("/verify alice 12345", "sasl", "/verify: this server makes no accounts"),
      (
        "/register", "draft/account-registration=before-connect,email-required",
        "/register: this server wants a mail address: /register NAME EMAIL"
      ),
    ], [true, false])
  func notOffered(example: (line: String, offers: String, said: String), isInteractive: Bool) {
    var dialogue = Dialogue.enteredWithAccounts(
      isInteractive: isInteractive, isPrivate: false, offering: example.offers)
    dialogue.type(example.line)
    #expect(dialogue.hear().filter { $0.hasPrefix("!") || $0.hasSuffix("?") } == ["! \(example.said)"])
    #expect(dialogue.look() == [])
  }

  @Test(
    "what is offered, and what comes and goes later, is known",
    arguments: ["sasl=PLAIN", "sasl=EXTERNAL,PLAIN"])
  func offers(offer: String) {
    var dialogue = Dialogue.enteredWithAccounts(offering: offer)
    dialogue.type("/login alice")
    #expect(dialogue.hear() == ["password of alice?"])
    dialogue.server(":srv CAP alice DEL :sasl")
    dialogue.give(.answer(Array("pw".utf8)))
    #expect(dialogue.hear() == ["! /login: this server has no accounts to log in to"])
    dialogue.server(":srv CAP alice NEW :sasl=PLAIN draft/account-registration=custom-account-name")
    dialogue.type("/login alice pw")
    #expect(dialogue.look() == ["CAP REQ sasl"])
  }
}
