import Testing

@testable import Relay

@Suite("LIST with conditions (ELIST)")
struct ListConditionTests {
  /// #old is four minutes old and has three members, #new two and one, and a topic that was set a minute ago.
  private func conversation() -> Conversation {
    let conversation = Conversation { $0.network.rooms = [] }
    for name in ["alice", "bob", "carol"] {
      conversation.enter(name)
      conversation.say(name, "JOIN #old")
    }
    conversation.wait(seconds: 120)
    conversation.say("alice", "JOIN #new")
    conversation.wait(seconds: 60)
    conversation.say("alice", "TOPIC #new :news")
    conversation.wait(seconds: 60)
    return conversation
  }

  @Test(
    "tells of the rooms that fit all of them",
    arguments: [
      ("", ["#old", "#new"]), ("#old", ["#old"]), ("#OLD,#gone", ["#old"]), ("*", ["#old", "#new"]),
      ("*ew", ["#new"]), ("#n?w", ["#new"]), ("!*ew", ["#old"]), ("!*e?,*", ["#old"]), ("!*", []),
      (">0", ["#old", "#new"]), (">1", ["#old"]), ("<3", ["#new"]), (">3", []), (">0,<2", ["#new"]),
      ("C>3", ["#old"]), ("C<3", ["#new"]), ("c<60", ["#old", "#new"]), ("T<2", ["#new"]), ("T>2", []),
      ("T>0", ["#new"]), (">0,#old", ["#old"]), ("C", []), ("T>x", []), (">", []),
    ])
  func fits(conditions: String, rooms: [String]) {
    let conversation = conversation()
    let lines = conversation.ask("bob", "LIST \(conditions)")
    #expect(numerics(lines).first == "321")
    #expect(numerics(lines).last == "323")
    #expect(lines.filter { $0.contains(" 322 ") }.map { String($0.split(separator: " ")[3]) } == rooms)
  }

  @Test("does not tell of a secret room by its condition either")
  func secret() {
    let conversation = conversation()
    conversation.say("alice", "JOIN #hidden", "MODE #hidden +s")
    #expect(!conversation.ask("bob", "LIST *hid*").joined().contains("#hidden"))
    #expect(conversation.ask("alice", "LIST *hid*").joined().contains("#hidden"))
  }

  @Test("is written with the state while it is under way")
  func state() throws {
    let conversation = Conversation()
    conversation.goesOnWithAnswers = false
    conversation.enter("bob")
    for number in 0..<400 {
      if number % 15 == 0 { conversation.enter("maker\(number)") }
      conversation.say("maker\(number / 15 * 15)", "JOIN #\(String(repeating: "r", count: 30))\(number)")
    }
    conversation.say("bob", "LIST >0,*1")
    let state = conversation.relay.encodedState()
    let other = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(other.encodedState() == state)
  }
}
