import Testing

@testable import Relay

@Suite("OPER")
struct ServerOperatorTests {
  private static let done =
    ":chatnet 381 root :you are an operator of this server, and of the rooms that always exist"

  /// A server that root runs, with a member of its lobby.
  private func conversation() -> Conversation {
    let conversation = Conversation {
      $0.network.operators = ["root", "admin"].map { AccountID(realm: .host("localhost"), name: $0) }
    }
    conversation.enter("bob")
    conversation.say("bob", "JOIN #lobby")
    return conversation
  }

  @Test("makes the login that runs the server an operator of the standing room that it is in, as all see")
  func inRoom() {
    let conversation = conversation()
    conversation.enter("root", login: "root")
    conversation.say("root", "JOIN #lobby,#ops", "MODE #ops -o root")
    conversation.forget()
    let mode = ":chatnet MODE #lobby +o root"
    #expect(
      conversation.ask("root", "OPER") == [
        ":root!root@localhost MODE root +o", ServerOperatorTests.done, mode,
      ])
    #expect(conversation.heard("bob") == [mode])
    #expect(conversation.ask("root", "OPER me secret") == [ServerOperatorTests.done], "once more is nothing")
    #expect(conversation.ask("root", "KICK #lobby bob").count == 1)
    #expect(
      numerics(conversation.ask("root", "MODE #ops +i")) == ["482"],
      "a room that is somebody's is not its own")
  }

  @Test(
    "makes it one of the standing room that it joins later, whatever keeps others out, and after a -o once more"
  )
  func later() {
    let conversation = conversation()
    for login in ["root", "admin"] {
      conversation.enter(login, login: login)
      conversation.say(login, "OPER")
    }
    conversation.say("admin", "JOIN #lobby", "MODE #lobby +ib root")
    conversation.forget()
    #expect(numerics(conversation.ask("root", "JOIN #lobby")) == ["JOIN", "353", "366", "MODE"])
    #expect(conversation.heard("bob").last == ":chatnet MODE #lobby +o root")
    conversation.say("admin", "MODE #lobby -o root")
    #expect(numerics(conversation.ask("root", "MODE #lobby -i")) == ["482"])
    #expect(numerics(conversation.ask("root", "OPER")) == ["381", "MODE"])
    #expect(numerics(conversation.ask("root", "MODE #lobby -i")) == ["MODE"])
    conversation.say("root", "PART #lobby")
    #expect(numerics(conversation.ask("root", "JOIN #lobby")).last == "MODE")
  }

  @Test("holds for all sessions of the user, and ends with the last")
  func sessions() {
    let conversation = conversation()
    for name in ["one", "two"] { conversation.enter(name, login: "root", nick: "root") }
    conversation.say("one", "OPER")
    #expect(numerics(conversation.ask("two", "JOIN #lobby")).last == "MODE")
    conversation.drop(["one", "two"])
    conversation.enter("three", login: "root", nick: "root")
    #expect(numerics(conversation.ask("three", "JOIN #lobby")) == ["JOIN", "353", "366"])
  }

  @Test(
    "is 491 with what to do for everybody else, and changes nothing",
    arguments: [
      ("carol", "the login carol is no operator of this server: who runs it can add --operator login:carol"),
      (
        nil,
        "OPER is for the login that runs this server, and for those that its --operator names: come over its Unix "
          + "socket (leave out -p), which shows your login"
      ),
    ])
  func refused(login: String?, text: String) {
    let conversation = conversation()
    conversation.enter("mallory", login: login, nick: login ?? "root")
    conversation.say("mallory", "JOIN #lobby")
    conversation.forget()
    for line in ["OPER", "OPER root secret"] {
      #expect(conversation.ask("mallory", line) == [":chatnet 491 \(login ?? "root") :\(text)"])
    }
    #expect(conversation.heard("bob") == [])
    #expect(numerics(conversation.ask("mallory", "KICK #lobby bob")) == ["482"])
  }
}
