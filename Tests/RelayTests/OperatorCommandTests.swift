import Testing

@testable import Relay

@Suite("Operators of the server")
struct OperatorCommandTests {
  private func conversation() -> Conversation {
    let conversation = Conversation {
      $0.node.operatorPasswords = [OperatorPassword(name: "admin", password: "secret")]
    }
    for name in ["alice", "bob"] {
      conversation.enter(name)
      conversation.say(name, "JOIN #den")
    }
    conversation.forget()
    return conversation
  }

  @Test("become so by name and password")
  func password() {
    let conversation = conversation()
    #expect(
      conversation.ask("alice", "OPER admin secret") == [
        ":alice!~alice@192.0.2.1 MODE alice +o",
        ":chatnet 381 alice :you are an operator of this server, and of the rooms that always exist",
      ])
    #expect(conversation.ask("alice", "MODE alice") == [":chatnet 221 alice +o"])
    #expect(conversation.ask("bob", "WHO alice").first?.contains(" alice H*@ ") == true)
    #expect(conversation.ask("bob", "WHO * o").count == 2)
    #expect(numerics(conversation.ask("bob", "WHOIS alice")).contains("313"))
    #expect(conversation.ask("alice", "MODE alice -o") == [":alice!~alice@192.0.2.1 MODE alice -o"])
    #expect(conversation.ask("bob", "WHO * o").count == 1)
  }

  @Test(
    "are told where the password is wrong, and it is counted",
    arguments: [
      ("OPER admin Secret", "464"), ("OPER root secret", "464"), ("OPER admin", "461"), ("OPER", "491"),
    ])
  func refused(line: String, numeric: String) {
    let conversation = conversation()
    #expect(numerics(conversation.ask("bob", line)) == [numeric])
    #expect(numerics(conversation.ask("bob", "KILL alice")) == ["481"])
  }

  @Test("wait before the next try where there were too many wrong ones")
  func tooMany() throws {
    let conversation = conversation()
    conversation.answersRequests = false
    conversation.say("bob", "OPER admin secret")
    let request = try #require(conversation.requests.first)
    #expect(request.question == .attempt(after: 0))
    conversation.answer(request, .attemptRefused(seconds: 9))
    #expect(conversation.heard("bob") == [":chatnet 464 bob :too many wrong passwords: try again in 9 s"])
  }

  @Test("KILL ends all connections of somebody, and the room is told why")
  func kill() {
    let conversation = conversation()
    conversation.say("alice", "OPER admin secret")
    conversation.forget()
    #expect(conversation.ask("alice", "KILL nobody :x") == [":chatnet 401 alice nobody :no such user"])
    #expect(
      conversation.ask("alice", "KILL bob :spam") == [":bob!~bob@192.0.2.1 QUIT :Killed by alice: spam"])
    #expect(conversation.heard("bob") == ["ERROR :Killed by alice: spam", "(closed)"])
    #expect(conversation.ask("alice", "KILL alice") == ["ERROR :Killed by alice", "(closed)"])
  }
}
