import Testing

@testable import Relay

@Suite("Who comes back to a room, by a client that does not ask for history,")
struct ReplayOfReturnTests {
  private func conversation() -> Conversation {
    let conversation = Conversation { configuration in
      configuration.node.hasStore = true
      configuration.node.reportsFacts = true
    }
    conversation.enter("alice")
    conversation.enter("irssi", "server-time")
    conversation.say("alice", "JOIN #ops", "PRIVMSG #ops :one")
    conversation.say("irssi", "JOIN #ops")
    conversation.say("alice", "PRIVMSG #ops :two")
    conversation.forget()
    return conversation
  }

  private func shown(_ conversation: Conversation, _ line: String = "JOIN #ops") -> [String] {
    conversation.ask("irssi", line).filter { $0.contains(" PRIVMSG ") }
      .map { String($0.split(separator: " :").last!) }
  }

  private func comeBack(_ conversation: Conversation, from host: String = "192.0.2.1") {
    conversation.open("irssi", .network(host: host))
    conversation.say("irssi", "CAP REQ :server-time", "NICK irssi", "USER irssi 0 * :i", "CAP END")
  }

  @Test(
    "is shown only what was said since it left, however it did",
    arguments: ["PART #ops", "JOIN 0", "QUIT", nil] as [String?])
  func soon(line: String?) {
    let conversation = conversation()
    if let line { conversation.say("irssi", line) }
    let isGone = line == "QUIT" || line == nil
    if isGone { conversation.drop("irssi") }
    conversation.say("alice", "PRIVMSG #ops :three")
    if isGone { comeBack(conversation) }
    #expect(shown(conversation) == ["three"])
    // What was shown then is not shown again either.
    conversation.say("irssi", "PART #ops")
    #expect(shown(conversation) == [])
  }

  @Test("is shown the last lines when it comes ten minutes later")
  func late() {
    let conversation = conversation()
    conversation.say("irssi", "PART #ops")
    conversation.wait(seconds: 590)
    #expect(shown(conversation) == [])
    conversation.say("irssi", "PART #ops")
    conversation.wait(seconds: 600)
    #expect(shown(conversation) == ["one", "two"])
  }

  @Test("is shown the last lines where the connection did not answer, since it may have read nothing")
  func deadConnection() {
    let conversation = conversation()
    conversation.idle("irssi")
    conversation.say("alice", "PRIVMSG #ops :three")
    conversation.idle("irssi")
    conversation.drop("irssi")
    comeBack(conversation)
    #expect(shown(conversation) == ["one", "two", "three"])
  }

  @Test("is shown them where somebody else of that name had left, or another room")
  func others() {
    let conversation = conversation()
    conversation.say("irssi", "QUIT")
    conversation.drop("irssi")
    comeBack(conversation, from: "192.0.2.77")
    #expect(shown(conversation) == ["one", "two"])
    conversation.say("alice", "JOIN #dev", "PRIVMSG #dev :of dev")
    #expect(shown(conversation, "JOIN #dev") == ["of dev"])
  }

  @Test("is known by its account whatever its name")
  func account() {
    let conversation = conversation()
    conversation.drop("irssi")
    conversation.enter("irssi", "server-time", login: "bob", nick: "bob")
    #expect(shown(conversation) == ["one", "two"])
    conversation.say("irssi", "QUIT")
    conversation.drop("irssi")
    conversation.say("alice", "PRIVMSG #ops :three")
    conversation.enter("irssi", "server-time", login: "bob", nick: "bobby")
    #expect(shown(conversation) == ["three"])
  }

  @Test("is known in a state that was written and read")
  func state() throws {
    let conversation = conversation()
    conversation.say("irssi", "PART #ops")
    let state = conversation.relay.encodedState()
    let copy = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(copy.encodedState() == state)
    #expect(copy.network.departures.count == 1)
  }
}
