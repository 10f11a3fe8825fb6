import Testing

@testable import Relay

@Suite("Whether a connection lives")
struct LivenessTests {
  @Test("a silent session is asked; one that says anything lives on; one that does not is closed")
  func silent() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.idle("alice")
    #expect(conversation.heard("alice") == ["PING :chatnet"])
    conversation.say("alice", "PONG chatnet")
    conversation.idle("alice")
    #expect(conversation.heard("alice") == ["PING :chatnet"])
    conversation.sayOverlong("alice")
    _ = conversation.heard("alice")
    conversation.idle("alice")
    #expect(conversation.heard("alice") == ["PING :chatnet"])
    conversation.idle("alice")
    let reason = "no answer to PING: the connection is taken for dead"
    #expect(conversation.heard("alice") == ["ERROR :\(reason)", "(closed)"])
    #expect(conversation.heard("bob") == ["\(by("alice")) QUIT :\(reason)"])
    conversation.drop("alice")
    #expect(conversation.heard("bob") == [])
  }

  @Test("who does not register in time is closed")
  func unregistered() {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.open("a")
    conversation.say("a", "CAP LS 302", "NICK alice", "USER a 0 * :x")
    _ = conversation.heard("a")
    conversation.idle("a")
    #expect(
      conversation.heard("a") == ["ERROR :registration took too long: send NICK and USER", "(closed)"])
    conversation.idle("a")
    conversation.say("a", "CAP END")
    #expect(conversation.heard("a") == [] && conversation.heard("bob") == [])
    #expect(conversation.ask("bob", "NICK alice") == ["\(by("bob")) NICK alice"], "the name is free")
  }

  @Test("whose queue is full is closed, and the others see it leave")
  func overflow() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.overflow("alice", limit: 1000)
    let reason = "more than 1000 bytes wait to be read: read faster, or fetch what was missed later"
    #expect(conversation.heard("alice") == ["ERROR :\(reason)", "(closed)"])
    #expect(conversation.heard("bob") == ["\(by("alice")) QUIT :\(reason)"])
    conversation.overflow("alice", limit: 1000)
    #expect(conversation.heard("alice") == [])
  }

  @Test(
    "one client too many is told so; when another has left there is room, whoever else was refused meanwhile")
  func full() {
    let conversation = Conversation { $0.node.maximumClients = 2 }
    conversation.enter("alice")
    conversation.open("b")
    for name in ["c", "d", "e"] {
      conversation.open(name)
      #expect(conversation.heard(name) == ["ERROR :this server is full, try again later", "(closed)"])
    }
    conversation.drop("b")
    conversation.enter("f")
    #expect(conversation.ask("alice", "ISON f") == [":chatnet 303 alice :f"])
    conversation.drop("c")
    conversation.open("g")
    #expect(conversation.heard("g").count == 2, "full again")
  }

  @Test("when the server ends everyone is told once, and nobody is told of the others' leaving")
  func stop() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    conversation.open("c")
    conversation.say("bob", "QUIT")
    conversation.forget()
    conversation.stop()
    for name in ["alice", "c"] {
      #expect(conversation.heard(name) == ["ERROR :the server is shutting down", "(closed)"])
    }
    #expect(conversation.heard("bob") == [])
    for name in ["bob", "c"] { conversation.drop(name) }
    conversation.say("alice", "PRIVMSG alice :x")
    conversation.idle("alice")
    conversation.stop()
    conversation.drop("alice")
    #expect(conversation.heard("alice") == [])
  }

  @Test("inputs for a connection that is gone, or never was, are nothing")
  func stale() {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    let old = conversation.ids["bob"] ?? SessionID(slot: 0, generation: 0)
    conversation.drop("bob")
    conversation.enter("carol")
    conversation.forget()
    #expect(conversation.ids["carol"] == SessionID(slot: old.slot, generation: old.generation + 1))
    let relay = conversation.relay
    for id in [old, SessionID(slot: 77, generation: 0)] {
      let inputs: [Input] = [
        .line(id, Array("PRIVMSG alice :x".utf8)[...]), .overlong(id), .idle(id), .overflow(id, limit: 1),
        .answer(RequestID(number: 1), id, .unavailable), .closed(id, reason: "x"),
      ]
      for input in inputs { relay.take(input, at: conversation.now) }
      #expect(!relay.isRegistered(id))
    }
    #expect(relay.outbox.items.isEmpty && relay.outbox.requests.isEmpty)
    #expect(conversation.ask("carol", "PING x").count == 1)
  }
}
