import Testing

@testable import Relay

@Suite("A message that is sent again under its id")
struct RepeatedMessageTests {
  private static let capabilities = "message-tags server-time echo-message labeled-response batch"

  /// Alice, who numbers her messages, and bob and carol in the lobby.
  private func conversation(_ capabilities: String = capabilities) -> Conversation {
    let conversation = Conversation.inRoom("#lobby", "bob", "carol")
    conversation.enter("alice", capabilities)
    conversation.forget()
    return conversation
  }

  @Test(
    "is not relayed, and its sender gets the same echo again, under the new label",
    arguments: ["PRIVMSG #lobby :hi", "NOTICE #lobby :hi", "PRIVMSG bob :hi", "NOTICE bob :hi"])
  func repeated(line: String) {
    let conversation = conversation()
    let first = conversation.ask("alice", "@label=1;+chatnet/id=a-1 \(line)")
    #expect(conversation.heard("bob") == ["\(by("alice")) \(line)"])
    _ = conversation.heard("carol")
    #expect(first.count == 1 && first[0].contains("time=\(conversation.now.time.rfc3339);msgid="))
    let again = conversation.ask("alice", "@label=2;+chatnet/id=a-1 \(line)")
    #expect(again == [first[0].replacing("@label=1;", with: "@label=2;")])
    #expect(
      conversation.ask("alice", "@+chatnet/id=a-1 \(line)") == [first[0].replacing("label=1;", with: "")])
    #expect(conversation.heard("bob") == [] && conversation.heard("carol") == [])
  }

  @Test("has no echo without echo-message: an ACK where it is labelled, else nothing")
  func withoutEcho() {
    let conversation = conversation("message-tags labeled-response batch")
    conversation.say("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi")
    #expect(conversation.heard("bob").count == 1)
    let again = conversation.ask("alice", "@label=2;+chatnet/id=a-1 PRIVMSG bob :hi")
    #expect(again == ["@label=2 :chatnet ACK"])
    #expect(conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi") == [])
    #expect(conversation.heard("bob") == [])
  }

  @Test("each target has its own: those that have not had it get it")
  func targets() {
    let conversation = conversation()
    let first = conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG bob,carol :hi")
    #expect(conversation.heard("carol").count == 1 && conversation.heard("bob").count == 1)
    let again = conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG #lobby,CAROL,nobody :hi")
    #expect(conversation.heard("bob") == ["\(by("alice")) PRIVMSG #lobby :hi"])
    #expect(conversation.heard("carol") == ["\(by("alice")) PRIVMSG #lobby :hi"])
    #expect(again.count == 3 && again[1] == first[1].replacing("PRIVMSG carol", with: "PRIVMSG CAROL"))
    #expect(numerics([again[2]]) == ["401"])
  }

  @Test("others' ids, other ids, no id and ids that are too long are not taken for it")
  func distinct() {
    let conversation = conversation()
    let longest = String(repeating: "i", count: 64)
    conversation.say("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi")
    conversation.say("carol", "@+chatnet/id=a-1 PRIVMSG bob :hi")
    conversation.say("alice", "@+chatnet/id=a-2 PRIVMSG bob :hi", "@+chatnet/id=A-1 PRIVMSG bob :hi")
    conversation.say("alice", "@+chatnet/id=\(longest) PRIVMSG bob :hi")
    #expect(conversation.heard("bob").count == 5)
    conversation.say("alice", "@+chatnet/id=\(longest) PRIVMSG bob :hi", "@+chatnet/id=a-2 PRIVMSG bob :hi")
    #expect(conversation.heard("bob") == [])
    for tags in ["@+chatnet/id=\(longest)i ", "@+chatnet/id= ", "@+chatnet/id ", "@chatnet/id=a-1 ", ""] {
      conversation.say("alice", "\(tags)PRIVMSG bob :hi", "\(tags)PRIVMSG bob :hi")
      #expect(conversation.heard("bob").count == 2, "\(tags)")
    }
  }

  @Test("a refused one is no message yet: it is relayed when it can be")
  func refusedBefore() {
    let conversation = conversation()
    #expect(numerics(conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG dave :hi")).last == "401")
    conversation.enter("dave")
    conversation.say("alice", "@+chatnet/id=a-1 PRIVMSG dave :hi")
    #expect(conversation.heard("dave").count == 1)
  }

  @Test("it is accepted also when its target has gone since")
  func gone() {
    let conversation = conversation()
    let first = conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi")
    conversation.drop("bob")
    #expect(conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi") == first)
    #expect(numerics(conversation.ask("alice", "@+chatnet/id=a-2 PRIVMSG bob :hi")).last == "401")
  }

  @Test("it is known on a new connection: by the name, and over the Unix socket by the account")
  func reconnected() {
    let conversation = conversation()
    conversation.say("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi")
    #expect(conversation.heard("bob").count == 1)
    conversation.drop("alice")
    conversation.enter("alice", RepeatedMessageTests.capabilities)
    #expect(conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi").count == 1)
    conversation.enterUnseen("one", login: "root", nick: "root")
    conversation.enterUnseen("two", login: "root", nick: "root-2")
    conversation.say("one", "@+chatnet/id=r-1 PRIVMSG bob :hi")
    conversation.say("two", "@+chatnet/id=r-1 PRIVMSG bob :hi")
    #expect(conversation.heard("bob") == [":root!root@localhost PRIVMSG bob :hi"])
  }

  @Test("TAGMSG is never remembered")
  func tagmsg() {
    let conversation = conversation()
    conversation.say("bob", "CAP REQ message-tags")
    conversation.forget()
    conversation.say("alice", "@+chatnet/id=a-1 TAGMSG bob", "@+chatnet/id=a-1 TAGMSG bob")
    #expect(conversation.heard("bob").count == 2)
  }

  @Test("with a store its echo waits for all that is to be stored, and nothing more is stored")
  func marks() {
    let conversation = Conversation { $0.node.awaitsCommits = true }
    conversation.enter("alice", "echo-message message-tags")
    conversation.enter("bob")
    #expect(conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi").first == "(hold 1)")
    conversation.say("bob", "PRIVMSG alice :x")
    #expect(conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG bob :hi").first == "(hold 2)")
    #expect(conversation.relay.counters.commits == 2)
  }
}
