import Testing

@testable import Relay

@Suite("Facts: what happened, as values")
struct FactTests {
  private func texts(_ conversation: Conversation) -> [String] {
    conversation.facts.map { FactText.text(of: $0.event) }
  }

  @Test("tell who came, what was said and done, and who went, and nothing of what nobody sees")
  func day() {
    let conversation = Conversation { $0.node.reportsFacts = true }
    conversation.enter("alice", login: "alice", nick: "alice")
    conversation.enter("second", login: "alice", nick: "alice")
    conversation.enterUnseen("send", "message-tags", login: "alice", nick: "alice")
    conversation.enter("bob")
    conversation.say("alice", "JOIN #ops", "TOPIC #ops :why", "MODE #ops +ik key", "INVITE bob #ops")
    conversation.say("second", "JOIN #ops", "PART #ops")
    conversation.say(
      "send", "@+chatnet/id=1;+x=y PRIVMSG bob,nobody,#ops :hi", "@+chatnet/id=1 PRIVMSG bob :hi")
    conversation.say("bob", "AWAY :out", "NICK robert", "TAGMSG alice", "JOIN #ops key", "QUIT :done")
    conversation.say("alice", "KICK #ops robert", "PART #ops :bye")
    let number = conversation.facts.compactMap { fact -> Int64? in
      if case .message(let message) = fact.event { message.number } else { nil }
    }
    #expect(number.count == 2 && number[0] + 1 == number[1])
    let source = "alice!alice@localhost"
    #expect(
      texts(conversation) == [
        "arrived alice(1=alice)", "arrived bob(2)", "made #ops by =alice", "joined alice(1=alice) #ops",
        "kept #ops by =alice +P", "topic #ops by alice(1=alice) why",
        "kept #ops by =alice +P topic why by alice",
        "mode #ops by alice(1=alice) +i ", "mode #ops by alice(1=alice) +k key",
        "kept #ops by =alice +iP topic why by alice key key", "invited bob(2) #ops by alice(1=alice)",
        "privmsg \(number[0]) alice(1=alice) \(source) to bob(2) with an id [+chatnet/id=1;+x=y] hi",
        "privmsg \(number[1]) alice(1=alice) \(source) to #ops with an id [+chatnet/id=1;+x=y] hi",
        "away bob(2) out", "renamed bob(2) robert", "joined robert(2) #ops", "quit robert(2) done",
        "parted alice(1=alice) #ops bye",
        "kept #ops by =alice +iP vacant since \(conversation.now.time.milliseconds) topic why by alice key key",
      ])
  }

  @Test("of a message of several lines have its text as one, parts of a line put together")
  func multiline() {
    let conversation = Conversation { $0.node.reportsFacts = true }
    conversation.enter("alice", "draft/multiline batch message-tags")
    conversation.say("alice", "BATCH +r draft/multiline #lobby", "@batch=r PRIVMSG #lobby :one")
    conversation.say("alice", "@batch=r;draft/multiline-concat PRIVMSG #lobby : half")
    conversation.say("alice", "@batch=r PRIVMSG #lobby :two", "BATCH -r")
    guard case .message(let message)? = conversation.facts.last?.event else {
      Issue.record("no message is told")
      return
    }
    #expect(String(decoding: message.text, as: UTF8.self) == "one half\ntwo")
  }

  @Test("tell of each who is there that the server's end makes them quit")
  func end() {
    let conversation = Conversation { $0.node.reportsFacts = true }
    for name in ["alice", "bob"] { conversation.enter(name) }
    conversation.stop()
    let quits = ["alice(1)", "bob(2)"].map { "quit \($0) the server is shutting down" }
    #expect(texts(conversation).suffix(2) == quits[...])
  }

  @Test("are not told where nobody wants them")
  func unwanted() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.say("alice", "PRIVMSG #lobby :x")
    #expect(conversation.facts.isEmpty)
  }
}
