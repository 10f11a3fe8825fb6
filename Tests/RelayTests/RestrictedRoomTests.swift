import Testing

@testable import Relay

@Suite("Rooms that not everybody may join or say everything in")
struct RestrictedRoomTests {
  /// alice operates #den, where bob and root are too.
  private func conversation(_ modes: String) -> Conversation {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("bob")
    conversation.enter("root", login: "root")
    for name in ["alice", "bob", "root"] { conversation.say(name, "JOIN #den") }
    conversation.say("alice", "MODE #den \(modes)")
    conversation.forget()
    return conversation
  }

  @Test(
    "refuse what their modes do not take",
    arguments: [
      ("+C", "bob", "PRIVMSG #den :\u{1}VERSION\u{1}", "this room takes no CTCP but actions"),
      ("+C", "bob", "PRIVMSG #den :\u{1}ACTION waves\u{1}", nil), ("+C", "bob", "PRIVMSG #den :hi", nil),
      ("+C", "alice", "NOTICE #den :\u{1}PING 1\u{1}", "this room takes no CTCP but actions"),
      (
        "+M", "bob", "PRIVMSG #den :hi", "who has proven to be no account needs a voice to speak in this room"
      ),
      ("+M", "root", "PRIVMSG #den :hi", nil), ("+M", "alice", "PRIVMSG #den :hi", nil),
      ("+Mv bob", "bob", "PRIVMSG #den :hi", nil),
    ] as [(String, String, String, String?)])
  func refused(modes: String, who: String, line: String, text: String?) {
    let conversation = conversation(modes)
    #expect(conversation.ask(who, line) == (text.map { [":chatnet 404 \(who) #den :\($0)"] } ?? []))
    #expect(conversation.heard("root").count == (text == nil && who != "root" ? 1 : 0))
  }

  @Test("R keeps out who has proven to be nobody")
  func membersAreKnown() {
    let conversation = conversation("+R")
    conversation.enter("carol")
    conversation.enter("login", login: "login")
    #expect(
      conversation.ask("carol", "JOIN #den") == [
        ":chatnet 477 carol #den :only those may join who have proven to be an account"
      ])
    #expect(numerics(conversation.ask("login", "JOIN #den")).first == "JOIN")
  }

  @Test("U lets operators alone hear those who have no voice")
  func heardByOperators() {
    let conversation = conversation("+U")
    conversation.say("bob", "PRIVMSG #den :help")
    #expect(conversation.heard("alice") == ["\(by("bob")) PRIVMSG #den :help"])
    #expect(conversation.heard("root") == [])
    conversation.say("alice", "MODE #den +v bob")
    conversation.forget()
    conversation.say("bob", "PRIVMSG #den :hi")
    #expect(conversation.heard("root").count == 1)
  }

  @Test("f sends on who may not come in, into a room that the operator operates too")
  func forwarded() {
    let conversation = conversation("+i")
    conversation.enter("carol")
    conversation.say("bob", "JOIN #bobs")
    for (name, answer) in [("#gone", "696"), ("#den", "696"), ("#bobs", "482"), ("den", "696")] {
      #expect(numerics(conversation.ask("alice", "MODE #den +f \(name)")) == [answer])
    }
    conversation.say("alice", "JOIN #hall")
    #expect(conversation.ask("alice", "MODE #den +f #hall") == ["\(by("alice")) MODE #den +f #hall"])
    #expect(conversation.ask("alice", "MODE #den").first?.hasSuffix("+if #hall") == true)
    let lines = conversation.ask("carol", "JOIN #den")
    #expect(lines[0] == ":chatnet 470 carol #den #hall :you are forwarded to another room")
    #expect(lines[1] == "\(by("carol")) JOIN #hall")
    // It does not go round, nor on.
    conversation.say("alice", "MODE #hall +if #den")
    conversation.say("carol", "PART #hall")
    #expect(numerics(conversation.ask("carol", "JOIN #den")) == ["470", "473"])
    #expect(conversation.ask("alice", "MODE #den -f") == ["\(by("alice")) MODE #den -f"])
    #expect(numerics(conversation.ask("carol", "JOIN #den")) == ["473"])
  }

  @Test(
    "are spoken to in part: @ means operators, + those with a voice too",
    arguments: [("@#den", ["alice"]), ("+#den", ["alice", "root"])])
  func statusMessages(target: String, hearing: [String]) {
    let conversation = conversation("+v root")
    #expect(conversation.ask("bob", "PRIVMSG \(target) :hi") == [])
    for name in ["alice", "root"] {
      let expected = hearing.contains(name) ? ["\(by("bob")) PRIVMSG \(target) :hi"] : []
      #expect(conversation.heard(name) == expected)
    }
    #expect(conversation.ask("bob", "PRIVMSG @#gone :hi") == [":chatnet 403 bob #gone :no such room"])
    conversation.say("alice", "MODE #den +m")
    #expect(numerics(conversation.ask("bob", "PRIVMSG \(target) :hi")).last == "404")
  }

  @Test("what is said to a part of a room is not kept as said in the room")
  func notKept() {
    let conversation = Conversation.inRoom("#den", "alice", "bob") { $0.node.reportsFacts = true }
    let before = conversation.facts.count
    conversation.say("bob", "PRIVMSG @#den :hi")
    #expect(conversation.facts.count == before)
    conversation.say("bob", "PRIVMSG #den :hi")
    #expect(conversation.facts.count == before + 1)
  }

  @Test("KICK takes one room and several names, or as many rooms as names")
  func kickPairs() {
    let conversation = conversation("+n")
    conversation.say("alice", "JOIN #two")
    conversation.say("root", "JOIN #two")
    conversation.forget()
    let kicks = conversation.ask("alice", "KICK #den,#two bob,root :bye")
    #expect(kicks == ["\(by("alice")) KICK #den bob :bye", "\(by("alice")) KICK #two root :bye"])
    #expect(numerics(conversation.ask("root", "KICK #den alice,root")) == ["482"])
    #expect(conversation.ask("alice", "KICK #den nobody,root").count == 2)
  }
}
