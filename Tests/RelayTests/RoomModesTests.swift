import Testing

@testable import Relay

@Suite("The modes that rooms begin with")
struct RoomModesTests {
  private func conversation(_ modes: RoomModes? = nil) -> Conversation {
    Conversation { configuration in
      configuration.network.standingRoomModes = NetworkConfiguration().standingRoomModes
      configuration.network.roomModes = modes ?? NetworkConfiguration().roomModes
    }
  }

  @Test("are +nt for a room that somebody makes, and +n for the one that is always there")
  func usual() {
    let conversation = conversation()
    conversation.enter("alice")
    conversation.say("alice", "JOIN #ops,#lobby")
    #expect(conversation.ask("alice", "MODE #ops")[0] == ":chatnet 324 alice #ops +nt")
    #expect(conversation.ask("alice", "MODE #lobby")[0] == ":chatnet 324 alice #lobby +n")
    conversation.say("alice", "MODE #ops -n", "PART #ops", "JOIN #ops")
    #expect(conversation.ask("alice", "MODE #ops")[0] == ":chatnet 324 alice #ops +nt", "made anew")
  }

  @Test("keep who is seen and no member from speaking, and in a new room who is no operator from the topic")
  func kept() {
    let conversation = conversation()
    for name in ["alice", "bob"] {
      conversation.enter(name)
      conversation.say(name, "JOIN #ops,#lobby")
    }
    conversation.enter("carol")
    conversation.forget()
    for room in ["#ops", "#lobby"] {
      #expect(
        conversation.ask("carol", "PRIVMSG \(room) :x") == [
          ":chatnet 404 carol \(room) :only members may speak in this room"
        ])
    }
    #expect(numerics(conversation.ask("bob", "TOPIC #ops :x")) == ["482"])
    #expect(numerics(conversation.ask("bob", "TOPIC #lobby :x")) == ["TOPIC"])
  }

  @Test(
    "are those of the configuration, by their letters",
    arguments: [
      ("", "+"), ("+", "+"), ("n", "+n"), ("+nt", "+nt"), ("tn", "+nt"), ("+imnst", "+imnst"), ("nn", "+n"),
    ])
  func configured(letters: String, modes: String) throws {
    let configured = try #require(RoomModes(letters: letters))
    let conversation = conversation(configured)
    conversation.enter("alice")
    conversation.say("alice", "JOIN #ops")
    #expect(conversation.ask("alice", "MODE #ops")[0] == ":chatnet 324 alice #ops \(modes)")
  }

  @Test("have letters that are modes", arguments: ["o", "k", "l", "b", "-n", "n t", "++n", "N", "n+t"])
  func noModes(letters: String) {
    #expect(RoomModes(letters: letters) == nil)
  }

  @Test(
    "let an unseen sender pass +n where it could join, and where it could not they do not",
    arguments: [
      ("+n", true), ("+nt", true), ("+ns", true), ("+nl 2", true), ("+nl 1", false), ("+ni", false),
      ("+nk key", false), ("+nb ghost", false), ("+nb *!*@192.0.2.1", false), ("+nm", false),
      ("+nb bob", true),
    ])
  func unseen(mode: String, passes: Bool) {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.enterUnseen("ghost", "echo-message")
    conversation.say("alice", "MODE #ops \(mode)")
    conversation.forget()
    #expect(numerics(conversation.ask("ghost", "PRIVMSG #ops :x")) == [passes ? "PRIVMSG" : "404"])
    #expect(conversation.heard("alice").count == (passes ? 1 : 0))
    conversation.say("ghost", "CAP REQ -chatnet/unseen")
    let isSecret = mode == "+ns"
    #expect(
      numerics(conversation.ask("ghost", "PRIVMSG #ops :x")) == [isSecret ? "403" : "404"],
      "who is seen has to join")
  }
}
