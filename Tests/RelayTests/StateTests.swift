import Testing
import Wire

@testable import Relay

@Suite("The state of a relay, written and read")
struct StateTests {
  /// A network with something of everything in it.
  private func rich() -> Conversation {
    let conversation = Conversation { $0.node.password = "pass" }
    for (name, login) in [("one", "alice"), ("two", "alice"), ("bob", nil), ("carol", nil)] {
      conversation.open(name, login.map { .local(login: $0) } ?? .network(host: "192.0.2.9"))
      conversation.say(name, "PASS pass", "CAP REQ :message-tags draft/multiline batch echo-message")
      conversation.say(name, "NICK \(login ?? name)", "USER x 0 * :The \(name)", "CAP END")
    }
    conversation.say("one", "JOIN #lobby,#ops", "MODE #ops +mntk-t+lb key 5 bad!*@*", "TOPIC #ops :what for")
    conversation.say("two", "JOIN #ops", "MODE alice +B", "MONITOR + bob,nobody,*")
    conversation.say("bob", "JOIN #lobby", "AWAY :out", "@+chatnet/id=1 PRIVMSG #lobby :x")
    conversation.say("one", "INVITE carol #ops", "MODE #ops +v alice")
    conversation.say("carol", "BATCH +r draft/multiline bob", "@batch=r PRIVMSG bob :first")
    conversation.say("carol", "@batch=r;draft/multiline-concat PRIVMSG bob :more")
    conversation.open("new", security: .encrypted(certificate: [1, 2, 3]))
    conversation.say("new", "PASS pass", "NICK new")
    conversation.drop("bob")
    return conversation
  }

  @Test("is the same after it was read, and goes on the same")
  func roundTrip() throws {
    let conversation = rich()
    let state = conversation.relay.encodedState()
    let copy = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(copy.encodedState() == state)
    #expect(Invariants(of: copy).faults == [])
    for line in [
      "WHO #ops", "WHOIS alice", "NAMES", "MODE #ops", "MODE #ops b", "TOPIC #ops", "MONITOR S", "LUSERS",
    ] {
      let input = Input.line(try #require(conversation.ids["two"]), Array(line.utf8)[...])
      let stamp = Stamp(time: conversation.now.time, number: conversation.now.number + Stamp.span)
      conversation.relay.take(input, at: stamp)
      copy.take(input, at: stamp)
      let things = conversation.relay.outbox.things.map { "\($0)" }
      #expect(copy.outbox.things.map { "\($0)" } == things && !things.isEmpty, "\(line)")
      conversation.relay.outbox.clear()
      copy.outbox.clear()
    }
  }

  @Test("is refused where it was cut off, has something behind it, or is of another version; nothing traps")
  func malformed() {
    let conversation = rich()
    let state = conversation.relay.encodedState()
    let configuration = conversation.relay.configuration
    for length in state.indices {
      #expect(throws: MalformedValue.self) {
        try Relay(configuration: configuration, state: Array(state[..<length]))
      }
    }
    #expect(throws: MalformedValue.self) { try Relay(configuration: configuration, state: state + [0]) }
    var newer = state
    newer[0] += 1
    #expect(throws: MalformedValue.self) { try Relay(configuration: configuration, state: newer) }
  }

  @Test(
    "what a command that only asks does to the state is nothing",
    arguments: [
      "NAMES", "NAMES #lobby", "WHO *", "WHOIS alice", "LIST", "MOTD", "LUSERS", "VERSION", "TIME",
      "USERHOST alice", "ISON alice", "TOPIC #lobby", "MODE #ops", "MODE #lobby",
    ])
  func asking(line: String) throws {
    let conversation = rich()
    let words = line.split(separator: " ")
    let verb = Array(words[0].utf8)
    let row = try #require(CommandTable.shared[Verb(verb.span)])
    #expect(!row.isShared(parameters: words.count - 1))
    let before = conversation.relay.encodedState()
    conversation.relay.take(
      .line(try #require(conversation.ids["one"]), Array(line.utf8)[...]), at: conversation.now)
    #expect(!conversation.relay.outbox.items.isEmpty)
    #expect(conversation.relay.encodedState() == before)
    conversation.relay.outbox.clear()
  }

  @Test("every command says whom it concerns: those that change the state for others are shared")
  func scopes() throws {
    let changing = [
      "NICK x", "AWAY :gone", "JOIN #new", "PART #lobby", "PRIVMSG #lobby :x", "NOTICE #lobby :x", "QUIT",
      "TOPIC #lobby :x", "MODE #ops +i", "KICK #ops alice", "INVITE one #ops", "MODE alice +B", "OPER",
      "BATCH -r", "CAP REQ -chatnet/unseen",
    ]
    for line in changing {
      let words = line.split(separator: " ")
      let verb = Array(words[0].utf8)
      let row = try #require(CommandTable.shared[Verb(verb.span)])
      #expect(row.isShared(parameters: words.count - 1), "\(line)")
    }
    #expect(CommandTable.rows.count { $0.scope == .asks } == 17)
  }
}
