import Testing

@testable import Relay

@Suite("A session hears the rooms that it joined, and no others")
struct PresenceTests {
  /// Two terminals of alice's, one in #lobby and one in #ops, and bob in both rooms.
  private func twoTerminals() -> Conversation {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.say("bob", "JOIN #lobby,#ops")
    conversation.enter("one", login: "alice", nick: "alice")
    conversation.enter("two", login: "alice", nick: "alice")
    conversation.say("one", "JOIN #lobby")
    conversation.say("two", "JOIN #ops")
    conversation.forget()
    return conversation
  }

  private let source = ":alice!alice@localhost"

  @Test("what is said in a room comes to the sessions that are in it")
  func hears() {
    let conversation = twoTerminals()
    conversation.say("bob", "PRIVMSG #lobby :a", "PRIVMSG #ops :b", "TOPIC #ops :c", "PRIVMSG alice :d")
    let said = ["PRIVMSG #lobby :a", "PRIVMSG #ops :b", "TOPIC #ops :c", "PRIVMSG alice :d"].map {
      "\(by("bob")) \($0)"
    }
    #expect(conversation.heard("one") == [said[0], said[3]])
    #expect(conversation.heard("two") == Array(said[1...]))
  }

  @Test("a further session that comes into a room, and one that leaves it, is news to itself alone")
  func furtherSession() {
    let conversation = twoTerminals()
    #expect(
      conversation.ask("one", "JOIN #ops") == [
        "\(source) JOIN #ops", ":chatnet 353 alice = #ops :@bob alice",
        ":chatnet 366 alice #ops :end of names",
      ])
    #expect(conversation.ask("one", "JOIN #ops") == [], "it is there already")
    #expect(conversation.ask("two", "PART #ops :bye") == ["\(source) PART #ops :bye"])
    #expect(conversation.ask("two", "PART #ops") == [":chatnet 442 alice #ops :you are not in this room"])
    #expect(conversation.heard("bob") == [], "alice is in #ops all the while")
    conversation.say("bob", "PRIVMSG #ops :x")
    #expect(conversation.heard("one").last == "\(by("bob")) PRIVMSG #ops :x")
    #expect(conversation.heard("two") == [])
    #expect(conversation.ask("one", "PART #ops :really") == ["\(source) PART #ops :really"])
    #expect(conversation.heard("bob") == ["\(source) PART #ops :really"])
  }

  @Test("the rooms that a session alone was in its user leaves when it ends, and stays online")
  func sessionEnds() {
    let conversation = twoTerminals()
    conversation.drop("two", reason: "gone")
    #expect(conversation.heard("bob") == ["\(source) PART #ops :gone"])
    #expect(conversation.heard("one") == [])
    conversation.drop("one", reason: "gone too")
    #expect(conversation.heard("bob") == ["\(source) QUIT :gone too"])
  }

  @Test("a kick takes all sessions of the user out of the room, and an operator's rights are the user's")
  func kicked() {
    let conversation = twoTerminals()
    conversation.say("one", "JOIN #ops")
    conversation.say("bob", "MODE #ops +o alice")
    conversation.forget()
    #expect(conversation.ask("two", "MODE #ops +t") == ["\(source) MODE #ops +t"])
    #expect(conversation.heard("one") == ["\(source) MODE #ops +t"])
    conversation.say("bob", "KICK #ops alice :out")
    let kick = "\(by("bob")) KICK #ops alice :out"
    #expect(conversation.heard("one") == [kick] && conversation.heard("two") == [kick])
    conversation.forget()
    conversation.say("bob", "PRIVMSG #ops :x")
    #expect(conversation.heard("one") == [] && conversation.heard("two") == [])
  }

  @Test("a session that acts in a room that only another one of its user is in sees what it has done")
  func ownDeeds() {
    let conversation = twoTerminals()
    #expect(conversation.ask("one", "TOPIC #ops :x") == ["\(source) TOPIC #ops :x"])
    #expect(conversation.heard("two") == ["\(source) TOPIC #ops :x"])
    conversation.say("one", "PRIVMSG #ops :y")
    #expect(conversation.heard("two") == ["\(source) PRIVMSG #ops :y"])
  }

  @Test("who goes at the same moment as others is told to those who stay, once each, and to nobody who goes")
  func together() {
    let names = (0..<6).map { "n\($0)" }
    let conversation = Conversation()
    for name in names + ["stays"] {
      conversation.enter(name)
      conversation.say(name, "JOIN #lobby")
    }
    conversation.say("n0", "JOIN #ops")
    conversation.say("stays", "JOIN #ops")
    conversation.forget()
    conversation.drop(names, reason: "power cut")
    #expect(conversation.heard("stays").sorted() == names.map { "\(by($0)) QUIT :power cut" })
    #expect(conversation.relay.outbox.spreads.isEmpty)
    #expect(conversation.ask("stays", "NAMES #lobby")[0] == ":chatnet 353 stays = #lobby :stays")
  }
}

@Suite("Bots")
struct BotTests {
  /// A bot of alice's in #lobby, and bob.
  private func bot(beside terminal: Bool) -> Conversation {
    let conversation = Conversation()
    conversation.enter("bob")
    if terminal { conversation.enter("desk", login: "alice", nick: "alice") }
    conversation.enter("bot", login: "alice", nick: "alice")
    conversation.forget()
    #expect(conversation.ask("bot", "MODE alice +B") == [":alice!alice@localhost MODE alice +B"])
    return conversation
  }

  @Test("what a bot says carries the tag that tells so, and what its person says beside it does not")
  func botTag() {
    let conversation = bot(beside: false)
    conversation.enter("carol", "message-tags")
    conversation.say("carol", "JOIN #lobby")
    conversation.say("bot", "PRIVMSG #lobby :tick")
    #expect(
      conversation.heard("carol").contains { $0.contains(";bot :") && $0.hasSuffix("PRIVMSG #lobby :tick") })
    conversation.enterUnseen("send", login: "alice", nick: "alice")
    conversation.say("send", "PRIVMSG #lobby :tock")
    #expect(
      conversation.heard("carol").contains { !$0.contains("bot") && $0.hasSuffix("PRIVMSG #lobby :tock") })
  }

  @Test("hear what is said in private only while no person's session shares their name")
  func privateTalk() {
    let conversation = bot(beside: true)
    conversation.say("bob", "PRIVMSG alice :one")
    #expect(conversation.heard("desk") == ["\(by("bob")) PRIVMSG alice :one"])
    #expect(conversation.heard("bot") == [])
    conversation.drop("desk")
    conversation.say("bob", "PRIVMSG alice :two")
    #expect(conversation.heard("bot") == ["\(by("bob")) PRIVMSG alice :two"])
    conversation.enter("desk", login: "alice", nick: "alice")
    conversation.forget()
    conversation.say("bob", "PRIVMSG alice :three")
    #expect(conversation.heard("bot") == [] && conversation.heard("desk").count == 1)
    #expect(conversation.ask("bot", "MODE alice -B") == [":alice!alice@localhost MODE alice -B"])
    conversation.say("bob", "PRIVMSG alice :four")
    #expect(conversation.heard("bot").count == 1 && conversation.heard("desk").count == 1)
  }

  @Test("are not shown what their person says in private while the person is there")
  func copies() {
    let conversation = bot(beside: true)
    for name in ["bot", "desk"] { conversation.say(name, "CAP REQ echo-message") }
    conversation.enterUnseen("send", login: "alice", nick: "alice")
    conversation.forget()
    conversation.say("desk", "PRIVMSG bob :from the desk")
    conversation.say("send", "PRIVMSG bob :from a script")
    #expect(conversation.heard("bot") == [] && conversation.heard("desk").count == 2)
    conversation.drop("desk")
    conversation.say("send", "PRIVMSG bob :nobody sits there")
    #expect(conversation.heard("bot") == [":alice!alice@localhost PRIVMSG bob :nobody sits there"])
  }

  @Test("show as bots where all sessions of the user are, in WHO and WHOIS, and each sees its own mode")
  func shown() {
    let conversation = bot(beside: true)
    #expect(conversation.ask("bob", "WHO alice %nf")[0] == ":chatnet 354 bob alice H")
    #expect(conversation.ask("bot", "MODE alice") == [":chatnet 221 alice +B"])
    #expect(conversation.ask("desk", "MODE alice") == [":chatnet 221 alice +"])
    conversation.drop("desk")
    #expect(conversation.ask("bob", "WHO alice %nf")[0] == ":chatnet 354 bob alice HB")
    #expect(conversation.ask("bob", "WHOIS alice").contains(":chatnet 335 bob alice :is a bot"))
    #expect(conversation.ask("bot", "MODE alice +Bx") == [":chatnet 501 alice :unknown user mode"])
  }
}
