import Testing

@testable import Relay

@Suite("A secret room")
struct SecretRoomTests {
  @Test("is in no list and no answer about its members, but to its members")
  func secret() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.say("alice", "MODE #ops +s", "TOPIC #ops :x")
    conversation.enter("bob")
    for line in ["TOPIC #ops", "MODE #ops", "MODE #ops b"] {
      #expect(numerics(conversation.ask("bob", line)) == ["403"], "\(line)")
    }
    #expect(conversation.ask("bob", "NAMES #ops") == [":chatnet 366 bob #ops :end of names"])
    #expect(conversation.ask("bob", "WHO #ops") == [":chatnet 315 bob #ops :end of who"])
    #expect(numerics(conversation.ask("bob", "WHOIS alice")).contains("319") == false)
    #expect(conversation.ask("bob", "WHO alice")[0].contains(" 352 bob * "))
    #expect(!conversation.ask("bob", "LIST").contains { $0.contains("#ops") })
    #expect(!conversation.ask("bob", "NAMES").contains { $0.contains("#ops") })
    #expect(conversation.ask("alice", "NAMES #ops")[0] == ":chatnet 353 alice @ #ops :@alice")
    #expect(conversation.ask("alice", "LIST").contains { $0.contains("#ops") })
  }

  @Test(
    "answers who is not in it as a room that does not exist, in the same words",
    arguments: [
      "TOPIC #ops", "TOPIC #ops :mine", "MODE #ops", "MODE #ops b", "MODE #ops +i", "MODE #ops -s",
      "MODE #ops +o bob", "NAMES #ops", "WHO #ops", "LIST #ops", "PART #ops", "PART #ops :bye",
      "KICK #ops alice", "KICK #ops nobody :x", "INVITE carol #ops", "INVITE alice #ops", "PRIVMSG #ops :x",
      "NOTICE #ops :x", "TAGMSG #ops",
    ])
  func outsiders(line: String) {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.say("alice", "MODE #ops +ns", "TOPIC #ops :x")
    conversation.enter("bob", "message-tags")
    conversation.enter("carol")
    conversation.forget()
    let answer = conversation.ask("bob", line)
    let ofNone = conversation.ask("bob", line.replacing("#ops", with: "#nix"))
    #expect(answer == ofNone.map { $0.replacing("#nix", with: "#ops") } && !answer.isEmpty)
    #expect(conversation.heard("alice") == [] && conversation.heard("carol") == [])
  }

  @Test(
    "tells who would join the first thing that keeps it out, and nothing of what stands behind that",
    arguments: [
      ("+s", "", "JOIN"), ("+si", "", "473"), ("+sik key", "key", "473"), ("+sik key", "no", "473"),
      ("+sk key", "no", "475"), ("+skl key 1", "no", "475"), ("+skb key *!*@*", "no", "475"),
      ("+skl key 1", "key", "471"), ("+slb 1 *!*@*", "", "471"),
    ])
  func joining(mode: String, key: String, numeric: String) {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.say("alice", "MODE #ops \(mode)")
    conversation.enter("bob")
    #expect(numerics(conversation.ask("bob", "JOIN #ops \(key)")).first == numeric)
  }

  @Test("takes what an outsider may say, and an unseen sender's text where that could join")
  func speaking() {
    let conversation = Conversation.inRoom("#ops", "alice")
    conversation.say("alice", "MODE #ops +s")
    conversation.enter("bob")
    conversation.enterUnseen("ghost")
    #expect(conversation.ask("bob", "PRIVMSG #ops :x") == [])
    conversation.say("alice", "MODE #ops +n")
    // `send` asks for the modes before it speaks: one answer for both.
    #expect(numerics(conversation.ask("ghost", "MODE #ops")) == ["324", "329"])
    #expect(numerics(conversation.ask("ghost", "MODE #ops b")) == ["403"])
    #expect(conversation.ask("ghost", "PRIVMSG #ops :x") == [])
    conversation.say("alice", "MODE #ops +i")
    for line in ["PRIVMSG #ops :x", "MODE #ops"] {
      #expect(conversation.ask("ghost", line) == [":chatnet 403 ghost #ops :no such room"], "\(line)")
    }
  }
}
