import Testing

@testable import Relay

@Suite("WHOWAS")
struct WhowasTests {
  private static let end = ":chatnet 369 bob alice :end of whowas"

  @Test("tells of those who were here by the name, the latest first, and as many as are asked for")
  func several() {
    let conversation = Conversation()
    conversation.enter("bob")
    for user in ["one", "two"] {
      conversation.open("alice")
      conversation.say("alice", "NICK alice", "USER \(user) 0 * :The Real \(user)")
      conversation.drop("alice")
    }
    func lines(_ user: String) -> String {
      ":chatnet 314 bob alice ~\(user) 192.0.2.1 * :The Real \(user)"
    }
    for count in ["", " 2", " 0", " -1", " much"] {
      let answer = conversation.ask("bob", "WHOWAS Alice\(count)")
      #expect(answer.filter { $0.contains(" 314 ") } == [lines("two"), lines("one")])
      #expect(numerics(answer) == ["314", "312", "314", "312", "369"])
    }
    let one = conversation.ask("bob", "WHOWAS alice 1")
    #expect(one.first == lines("two"))
    #expect(one.last == WhowasTests.end)
    #expect(one.count == 3)
  }

  @Test("tells of a name that somebody has given up, and of nobody else")
  func renamed() {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.enter("alice")
    #expect(
      conversation.ask("bob", "WHOWAS alice") == [
        ":chatnet 406 bob alice :there was no such user", WhowasTests.end,
      ])
    conversation.say("alice", "NICK carol")
    #expect(
      conversation.ask("bob", "WHOWAS alice") == [
        ":chatnet 314 bob alice ~alice 192.0.2.1 * :The Real alice",
        ":chatnet 312 bob alice chatnet :2026-11-21T08:00:07.000Z", WhowasTests.end,
      ])
    #expect(conversation.ask("bob", "WHOWAS") == [":chatnet 431 bob :no name is given"])
  }

  @Test("remembers a bounded number of them, the oldest forgotten first")
  func bounded() {
    var users = FormerUsers()
    for number in 0..<(RelayLimit.formerUsers + 3) {
      users.remember(
        FormerUser(
          name: Array("user\(number)".utf8), userName: [], host: [], realName: [],
          leftAt: Conversation.start))
    }
    #expect(users.all.count == RelayLimit.formerUsers)
    #expect(users.all.first?.name == Array("user3".utf8))
    #expect(users.named(Array("user2".utf8).span, limit: 0).isEmpty)
    #expect(users.named(Array("USER3".utf8).span, limit: 0).count == 1)
  }

  @Test("goes on where the state was written")
  func state() throws {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.enter("alice")
    conversation.drop("alice")
    let state = conversation.relay.encodedState()
    let other = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(other.network.formerUsers.all.map(\.name) == [Array("alice".utf8)])
    #expect(other.encodedState() == state)
  }
}
