import Testing

@testable import Relay

@Suite("RENAME")
struct RenameTests {
  /// alice operates #den; bob knows no RENAME.
  private func conversation(_ change: (inout RelayConfiguration) -> Void = { _ in }) -> Conversation {
    let conversation = Conversation(change)
    conversation.enter("alice", "draft/channel-rename")
    conversation.enter("bob")
    for name in ["alice", "bob"] { conversation.say(name, "JOIN #den") }
    conversation.say("alice", "TOPIC #den :tea", "MODE #den +b carol")
    conversation.forget()
    return conversation
  }

  @Test("tells who knows it, and lets the others leave and come")
  func renamed() {
    let conversation = conversation()
    #expect(
      conversation.ask("alice", "RENAME #den #hall :more room") == [
        "\(by("alice")) RENAME #den #hall :more room"
      ])
    let lines = conversation.heard("bob")
    #expect(lines[0] == "\(by("bob")) PART #den :renamed to #hall: more room")
    #expect(lines[1] == "\(by("bob")) JOIN #hall")
    #expect(numerics(Array(lines.dropFirst(2))) == ["332", "333", "353", "366"])
    conversation.say("bob", "PRIVMSG #hall :hi")
    #expect(conversation.heard("alice") == ["\(by("bob")) PRIVMSG #hall :hi"])
    #expect(conversation.ask("bob", "PRIVMSG #den :hi") == [":chatnet 403 bob #den :no such room"])
    #expect(conversation.ask("alice", "MODE #hall b").first?.contains("carol!*@*") == true)
    #expect(numerics(conversation.ask("bob", "JOIN #den")).first == "JOIN")
    #expect(conversation.ask("bob", "MODE #den +k key").count == 1, "it is another room, and bob has made it")
  }

  @Test(
    "is refused where it cannot be",
    arguments: [
      (
        "alice", "RENAME #den #two", "FAIL RENAME CHANNEL_NAME_IN_USE #den #two :there is a room of that name"
      ),
      ("alice", "RENAME #lobby #two", "442"), ("bob", "RENAME #den #x", "482"),
      ("alice", "RENAME #gone #x", "403"),
      ("alice", "RENAME #den x", "FAIL RENAME CANNOT_RENAME #den x"), ("alice", "RENAME #den", "461"),
    ])
  func refused(who: String, line: String, answer: String) {
    let conversation = conversation()
    conversation.say("bob", "JOIN #two")
    let lines = conversation.ask(who, line)
    #expect(lines.count == 1)
    #expect(lines[0].contains(answer))
  }

  @Test("of a room that is always here is refused, and one in other capitals is told")
  func standing() {
    let conversation = conversation {
      $0.network.operators = [AccountID(realm: .host("localhost"), name: "root")]
    }
    conversation.enter("root", login: "root")
    conversation.say("root", "OPER", "JOIN #lobby")
    #expect(conversation.ask("root", "RENAME #lobby #hall")[0].contains("CANNOT_RENAME #lobby #hall"))
    #expect(conversation.ask("alice", "RENAME #den #Den") == ["\(by("alice")) RENAME #den #Den :"])
  }

  @Test("tells whoever keeps what was said, and the history goes with the room")
  func facts() {
    let conversation = conversation {
      $0.node.reportsFacts = true
      $0.node.hasStore = true
    }
    conversation.say("bob", "PRIVMSG #den :before")
    conversation.say("alice", "RENAME #den #hall")
    #expect(
      conversation.facts.contains { fact in
        if case .roomRenamed(let name, let other, _) = fact.event {
          name == Array("#den".utf8) && other == Array("#hall".utf8)
        } else {
          false
        }
      })
    #expect(conversation.ask("alice", "CHATHISTORY LATEST #hall * 10").joined().contains("before"))
  }
}
