import Testing

@testable import Client

@Suite("A name that was typed in another way than it is spelt")
struct SpeltNameTests {
  private func entered(_ members: String = "alice Élodie") -> Dialogue<JoinSession> {
    var dialogue = Dialogue<JoinSession>.entered(members: members) {
      $0.isInteractive = true
      $0.recordsFailures = false
    }
    dialogue.server(":srv 005 alice CASEMAPPING=ascii :are supported")
    dialogue.forget()
    return dialogue
  }

  @Test(
    "in other capitals is found on a server of chatnet's, wherever a name is typed",
    arguments: [
      ("@élodie hi", "@label=1 PRIVMSG Élodie :hi"), ("élodie:hi", "@label=1 PRIVMSG Élodie :hi"),
      ("/msg élodie hi", "@label=1 PRIVMSG Élodie :hi"), ("/notice élodie hi", "@label=1 NOTICE Élodie :hi"),
      ("/query élodie hi", "@label=1 PRIVMSG Élodie :hi"), ("/whois élodie", "WHOIS Élodie"),
      ("/kick élodie", "KICK #lobby Élodie"), ("/invite élodie", "INVITE Élodie #lobby"),
      ("/op élodie", "MODE #lobby +o Élodie"), ("@zoë hi", "@label=1 PRIVMSG zoë :hi"),
    ])
  func found(line: String, sent: String) {
    var dialogue = entered()
    dialogue.type(line)
    #expect(dialogue.look() == [sent])
  }

  @Test("elsewhere the two may be two people")
  func elsewhere() {
    var dialogue = Dialogue<JoinSession>.enteredElsewhere { $0.isInteractive = true }
    dialogue.server(":Élodie!e@h JOIN #lobby")
    dialogue.forget()
    dialogue.type("@élodie hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG élodie :hi"])
  }

  @Test("without accents is offered", arguments: ["elodie", "ELODIE"])
  func offered(name: String) {
    var dialogue = entered()
    dialogue.type("@\(name) hi")
    #expect(dialogue.look() == ["@label=1 PRIVMSG \(name) :hi"])
    dialogue.server("@label=1 :srv 401 alice \(name) :no such user")
    #expect(dialogue.hear() == ["! not sent: hi (\(name): no such user; Élodie is here)"])
  }

  @Test("of two that it may be none is offered")
  func several() {
    var dialogue = entered("alice Élodie Elodié")
    dialogue.type("@elodie hi")
    dialogue.server("@label=1 :srv 401 alice elodie :no such user")
    #expect(dialogue.hear() == ["! not sent: hi (elodie: no such user)"])
  }
}
