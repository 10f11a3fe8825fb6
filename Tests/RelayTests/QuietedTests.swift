import Testing

@testable import Relay

@Suite("Who may not speak in a room")
struct QuietedTests {
  private static func refusal(_ name: String, to newName: String, banned: Bool = false) -> String {
    let why =
      banned
      ? "this name is banned: take another name, or leave the room first (/part)"
      : "where you may not speak, you cannot change your name: leave it first (/part)"
    return ":chatnet 447 \(name) \(newName) :in #ops, \(why)"
  }

  @Test(
    "cannot change its name while it is there, and can where it may speak or is not there",
    arguments: [
      ("+b bob", nil, true), ("+b *!*@192.0.2.*", nil, true), ("+m", nil, true), ("+i", nil, false),
      ("+m", "+v bob", false), ("+b bob", "+v bob", false), ("+b bob", "+o bob", false),
      ("+b carol", nil, false), ("+b bob", "-b bob", false), ("+m", "-m", false),
    ])
  func rename(mode: String, pardon: String?, isRefused: Bool) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops \(mode)")
    if let pardon { conversation.say("alice", "MODE #ops \(pardon)") }
    conversation.forget()
    let expected = isRefused ? QuietedTests.refusal("bob", to: "buy-now") : "\(by("bob")) NICK buy-now"
    #expect(conversation.ask("bob", "NICK buy-now") == [expected])
    #expect(conversation.heard("alice") == (isRefused ? [] : [expected]))
    conversation.say("bob", "PART #ops")
    #expect(numerics(conversation.ask("bob", "NICK robert")) == ["NICK"])
  }

  @Test("cannot write its name otherwise either, nor get out of a ban of its name by another")
  func capitals() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops +b bob!*@*")
    for name in ["BOB", "robert"] {
      #expect(conversation.ask("bob", "NICK \(name)") == [QuietedTests.refusal("bob", to: name)])
    }
    #expect(numerics(conversation.ask("bob", "PRIVMSG #ops :x")) == ["404"])
  }

  @Test("leaves without a word", arguments: ["+b bob", "+m"])
  func reason(mode: String) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob", "carol")
    conversation.say("alice", "MODE #ops \(mode)", "MODE #ops +v carol")
    conversation.forget()
    conversation.say("bob", "PART #ops :buy now")
    conversation.say("carol", "PART #ops :bye")
    #expect(conversation.heard("alice") == ["\(by("bob")) PART #ops", "\(by("carol")) PART #ops :bye"])
  }

  @Test("quits without a word, though it may speak in another room", arguments: ["+b bob", "+m"])
  func quitting(mode: String) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob", "carol")
    conversation.say("bob", "JOIN #dev")
    conversation.say("alice", "MODE #ops \(mode)", "MODE #ops +v carol")
    conversation.forget()
    conversation.say("bob", "QUIT :buy now")
    conversation.say("carol", "QUIT :bye")
    #expect(conversation.heard("alice") == ["\(by("bob")) QUIT :", "\(by("carol")) QUIT :bye"])
  }

  @Test("a name that is banned in a room is not taken by who is in it without a voice")
  func bannedName() {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops +b mallory")
    #expect(
      conversation.ask("bob", "NICK mallory") == [QuietedTests.refusal("bob", to: "mallory", banned: true)])
    conversation.say("alice", "MODE #ops +v bob")
    _ = conversation.heard("bob")
    #expect(conversation.ask("bob", "NICK mallory") == ["\(by("bob")) NICK mallory"])
  }

  @Test("is asked about again when it has been found out whose the name is")
  func meanwhile() throws {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.answersRequests = false
    conversation.say("bob", "NICK buy-now")
    conversation.say("alice", "MODE #ops +m")
    conversation.forget()
    conversation.answer(try #require(conversation.requests.first))
    #expect(conversation.heard("bob") == [QuietedTests.refusal("bob", to: "buy-now")])
  }

  @Test("does not set the topic", arguments: ["+m", "+b bob"])
  func topic(mode: String) {
    let conversation = Conversation.inRoom("#ops", "alice", "bob")
    conversation.say("alice", "MODE #ops -t\(mode)")
    conversation.forget()
    #expect(numerics(conversation.ask("bob", "TOPIC #ops :buy now")) == ["404"])
    #expect(conversation.heard("alice") == [])
    #expect(conversation.ask("alice", "TOPIC #ops") == [":chatnet 331 alice #ops :no topic is set"])
  }
}
