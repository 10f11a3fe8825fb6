import Testing
import Wire

@testable import Client

@Suite("Passwords that a person is asked for, or changes")
struct PasswordAskingTests {
  private func arriving(isPrivate: Bool = true, isInteractive: Bool = true) -> Dialogue<JoinSession> {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 1000)
    request.isInteractive = isInteractive
    return Dialogue(JoinSession(request, as: Sample.identity { $0.isPrivate = isPrivate }))
  }

  private let refusal = ":srv 464 alice :the server password is missing or wrong"

  @Test("the server's, which it misses: the person is asked, and it comes again with the answer")
  func serverPassword() {
    var dialogue = arriving()
    dialogue.server(refusal, "ERROR :bye")
    #expect(dialogue.hear().last == "the server's password?")
    #expect(dialogue.outcome == nil)
    dialogue.forget()
    dialogue.give(.answer(Array("door".utf8)))
    #expect(dialogue.isConnecting)
    dialogue.type("door")
    #expect(
      dialogue.hear() == ["# not sent: you are not let in yet"], "it may be the password, entered too soon")
    dialogue.connect()
    #expect(dialogue.look().prefix(2) == ["CAP LS 302", "PASS door"])
    dialogue.server(refusal)
    #expect(dialogue.hear().last == "the server's password?")
    dialogue.give(.answer(nil))
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("the server's is not asked for in a pipe, nor where others could read it", arguments: [true, false])
  func notAsked(isInteractive: Bool) {
    var dialogue = arriving(isPrivate: !isInteractive, isInteractive: isInteractive)
    dialogue.server(refusal)
    #expect(dialogue.outcome == .notPermitted)
    #expect(!dialogue.hear().contains("the server's password?"))
  }

  @Test("a login's own is set over the socket without the old one")
  func ofLogin() {
    var request = JoinRequest(rooms: [Sample.lobby], timeout: 1000)
    request.isInteractive = true
    var dialogue = Dialogue(
      JoinSession(
        request,
        as: Sample.identity {
          $0.isPrivate = true
          $0.isLocal = true
        }))
    dialogue.register(offering: "\(Sample.capabilities) sasl=PLAIN")
    dialogue.enter("#lobby")
    dialogue.forget()
    dialogue.type("/passwd sesame2")
    #expect(dialogue.look() == ["ACCOUNT PASSWORD sesame2"])
    dialogue.server(":srv ACCOUNT SUCCESS PASSWORD alice :the password is set")
    #expect(dialogue.hear() == ["# the password is set"])
    dialogue.type("/passwd")
    for question in ["new password of alice?", "new password of alice again?"] {
      #expect(dialogue.hear() == [question])
      dialogue.give(.answer(Array("sesame 3".utf8)))
    }
    #expect(dialogue.look() == ["ACCOUNT PASSWORD :sesame 3"])
    dialogue.server(":srv FAIL ACCOUNT WEAK_PASSWORD alice :too short")
    #expect(dialogue.hear() == ["! /passwd: too short"])
  }

  @Test("an account's is changed by who shows the old one")
  func ofAccount() {
    var dialogue = Dialogue.enteredWithAccounts()
    dialogue.type("/passwd a b")
    #expect(dialogue.hear() == ["! /passwd: log in first: /login NAME"])
    dialogue.type("/login alice hunter2")
    dialogue.server(":srv CAP alice ACK :sasl", "AUTHENTICATE +", ":srv 903 alice :ok")
    dialogue.forget()
    dialogue.type("/passwd hunter2 hunter3")
    #expect(dialogue.look() == ["CAP REQ sasl"])
    dialogue.server(":srv CAP alice ACK :sasl", "AUTHENTICATE +", ":srv 903 alice :ok")
    #expect(dialogue.look().last == "ACCOUNT PASSWORD hunter3")
    dialogue.server(":srv ACCOUNT SUCCESS PASSWORD alice :the password is set")
    #expect(dialogue.hear().last == "# the password is set")
  }

  @Test(
    "no line of the protocol gives one away where others could read it",
    arguments: ["/raw PASS x", "/raw OPER bob x", "/raw @a=b :src pass x", "/raw ACCOUNT PASSWORD :x"])
  func raw(line: String) {
    var dialogue = Dialogue.enteredWithAccounts(isPrivate: false)
    dialogue.type(line)
    #expect(dialogue.look() == [])
    #expect(
      dialogue.hear() == ["! /raw: the connection is not encrypted: a password could be read on its way"])
    dialogue.type("/raw OPER")
    #expect(dialogue.look() == ["OPER"])
  }
}
