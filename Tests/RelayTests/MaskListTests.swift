import Testing

@testable import Relay

@Suite("The lists of a room: bans, exceptions and invitations by mask")
struct MaskListTests {
  /// alice operates #den; bob is at the door.
  private func conversation() -> Conversation {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.say("alice", "JOIN #den")
    conversation.enter("bob")
    conversation.enter("root", login: "root")
    conversation.forget()
    return conversation
  }

  @Test(
    "decide who may join",
    arguments: [
      ("+b bob", "bob", "474"), ("+b bob!*@*", "bob", "474"), ("+be bob *!~bob@*", "bob", "JOIN"),
      ("+b a:root", "root", "474"), ("+b account:ROOT", "root", "474"), ("+b a:bob", "bob", "JOIN"),
      ("+b r:*Real?bob", "bob", "474"), ("+b realname:*root", "bob", "JOIN"), ("+b m:bob", "bob", "JOIN"),
      ("+b mute:*!*@*", "bob", "JOIN"), ("+be *!*@* a:root", "root", "JOIN"),
      ("+be *!*@* a:root", "bob", "474"),
      ("+be *!*@* m:bob", "bob", "474"), ("+i", "bob", "473"), ("+iI bob", "bob", "JOIN"),
      ("+iI a:root", "root", "JOIN"), ("+iI a:root", "bob", "473"), ("+ibI bob bob", "bob", "474"),
    ])
  func joining(modes: String, who: String, answer: String) {
    let conversation = conversation()
    conversation.say("alice", "MODE #den \(modes)")
    #expect(numerics(conversation.ask(who, "JOIN #den")).first == answer)
  }

  @Test(
    "decide who may speak",
    arguments: [
      ("+b m:bob", false), ("+b mute:bob!*@*", false), ("+b m:r:*Real?bob", false), ("+b m:a:bob", true),
      ("+be m:bob m:*!~bob@*", true), ("+be m:bob *!~bob@*", true), ("+be m:bob m:carol", false),
      ("+bv m:bob bob", true), ("+be bob bob", true),
    ])
  func speaking(modes: String, isHeard: Bool) {
    let conversation = conversation()
    conversation.say("bob", "JOIN #den")
    conversation.say("alice", "MODE #den \(modes)")
    conversation.forget()
    #expect(numerics(conversation.ask("bob", "PRIVMSG #den :hi")) == (isHeard ? [] : ["404"]))
    #expect(conversation.heard("alice").count == (isHeard ? 1 : 0))
    // The same again, which is remembered of a member, and once more when the exception goes.
    #expect(numerics(conversation.ask("bob", "PRIVMSG #den :hi")) == (isHeard ? [] : ["404"]))
  }

  @Test(
    "are shown one by one, with who set what when",
    arguments: [
      ("b", "367", "368", "end of bans"), ("e", "348", "349", "end of the list"),
      ("I", "346", "347", "end of the list"),
    ])
  func shown(letter: String, entry: String, end: String, text: String) {
    let conversation = conversation()
    #expect(
      conversation.ask("alice", "MODE #den +\(letter) carol") == [
        "\(by("alice")) MODE #den +\(letter) carol!*@*"
      ])
    let listed = [
      ":chatnet \(entry) alice #den carol!*@* alice 1795248010", ":chatnet \(end) alice #den :\(text)",
    ]
    #expect(conversation.ask("alice", "MODE #den +\(letter)") == listed)
    #expect(conversation.ask("alice", "MODE #den \(letter)") == listed)
    #expect(
      conversation.ask("alice", "MODE #den -\(letter) CAROL!*@*") == [
        "\(by("alice")) MODE #den -\(letter) CAROL!*@*"
      ])
    #expect(conversation.ask("alice", "MODE #den \(letter)").count == 1)
  }

  @Test("are bounded all together")
  func bounded() {
    let conversation = conversation()
    for number in 0..<RelayLimit.bans {
      conversation.say("alice", "MODE #den +\(["b", "e", "I"][number % 3]) user\(number)")
    }
    conversation.forget()
    for letter in ["b", "e", "I"] {
      #expect(
        conversation.ask("alice", "MODE #den +\(letter) one") == [
          ":chatnet 478 alice #den \(letter) :the list of bans is full"
        ])
    }
  }

  @Test("refuse what can fit nobody", arguments: ["b", "e", "I"])
  func neverFits(letter: String) {
    let conversation = Conversation { $0.network.showsHosts = false }
    conversation.enter("alice")
    conversation.say("alice", "JOIN #den")
    #expect(
      conversation.ask("alice", "MODE #den +\(letter) *!*@192.0.2.0/24") == [
        ":chatnet 696 alice #den \(letter) *!*@192.0.2.0/24 :this fits nobody: addresses are hidden here, and a "
          + "ban takes the host that WHOIS shows"
      ])
  }

  @Test("are kept of a room that lasts, and written with the state")
  func kept() throws {
    let conversation = Conversation { $0.node.reportsFacts = true }
    conversation.enter("root", login: "root")
    conversation.say("root", "JOIN #den,#other", "MODE #den +beI one two three", "MODE #den +f #other")
    let record = conversation.facts.compactMap { fact in
      if case .roomKept(let record) = fact.event, record.name == Array("#den".utf8) { record } else { nil }
    }.last
    let kept = try #require(record)
    #expect(kept.bans.map(\.mask) == [Array("one!*@*".utf8)])
    #expect(kept.exceptions.map(\.mask) == [Array("two!*@*".utf8)])
    #expect(kept.exemptions.map(\.mask) == [Array("three!*@*".utf8)])
    #expect(kept.forward == Array("#other".utf8))
    let state = conversation.relay.encodedState()
    let other = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(other.encodedState() == state)
    var configuration = conversation.relay.configuration
    configuration.network.keptRooms = [kept]
    let restarted = Relay(configuration: configuration)
    let found = restarted.room(named: Array("#den".utf8).span)
    let room = try #require(found)
    #expect(RoomRecord(of: room).exemptions == kept.exemptions)
    #expect(RoomRecord(of: room).forward == kept.forward)
  }
}
