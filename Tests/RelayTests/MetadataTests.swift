import Testing

@testable import Relay

@Suite("METADATA")
struct MetadataTests {
  private static let capabilities = "draft/metadata-3 batch"

  /// alice operates #den, where bob is too, who wants to be told of colours.
  private func conversation() -> Conversation {
    let conversation = Conversation()
    for name in ["alice", "bob"] {
      conversation.enter(name, MetadataTests.capabilities)
      conversation.say(name, "JOIN #den")
    }
    conversation.enter("carol")
    conversation.say("bob", "METADATA * SUB color")
    conversation.forget()
    return conversation
  }

  @Test(
    "sets, tells and takes away",
    arguments: [
      ("alice", "* SET color :light blue", [":chatnet 761 alice alice color * :light blue"]),
      ("alice", "alice SET color red", [":chatnet 761 alice alice color * :red"]),
      ("alice", "#den SET url :x", [":chatnet 761 alice #den url * :x"]),
      (
        "bob", "#den SET url :x",
        [":chatnet FAIL METADATA KEY_NO_PERMISSION #den url :this is not yours to change"]
      ),
      (
        "bob", "alice SET url :x",
        [":chatnet FAIL METADATA KEY_NO_PERMISSION alice url :this is not yours to change"]
      ),
      (
        "bob", "alice CLEAR",
        [":chatnet FAIL METADATA KEY_NO_PERMISSION alice * :this is not yours to change"]
      ),
      ("alice", "* SET color", [":chatnet FAIL METADATA KEY_NOT_SET alice color :this is not set"]),
      (
        "alice", "* SET Color :x",
        [":chatnet FAIL METADATA KEY_INVALID Color :a key has small letters, digits and _-./ alone"]
      ),
      (
        "alice", "* GET color",
        [
          ":chatnet BATCH +1 metadata alice", "@batch=1 :chatnet 766 alice alice color :is not set",
          ":chatnet BATCH -1",
        ]
      ),
      ("alice", "* LIST", [":chatnet BATCH +1 metadata alice", ":chatnet BATCH -1"]),
      (
        "alice", "nobody LIST",
        [":chatnet FAIL METADATA INVALID_TARGET nobody :there is nobody and no room of that name"]
      ),
      (
        "alice", "* FLY",
        [
          ":chatnet FAIL METADATA SUBCOMMAND_INVALID FLY :it is GET, LIST, SET, CLEAR, SUB, UNSUB, SUBS or SYNC"
        ]
      ),
      ("alice", "*", [":chatnet 461 alice METADATA :parameters are missing"]),
      ("alice", "* SUB a b", [":chatnet 770 alice a b"]), ("bob", "* SUBS", [":chatnet 772 bob color"]),
      ("bob", "* UNSUB color", [":chatnet 771 bob color"]),
    ])
  func answers(who: String, line: String, answer: [String]) {
    let conversation = conversation()
    #expect(conversation.ask(who, "METADATA \(line)") == answer)
  }

  @Test("tells those who want to know it, of users and rooms, and nobody else")
  func told() {
    let conversation = conversation()
    conversation.say(
      "alice", "METADATA * SET color :red", "METADATA * SET url :x", "METADATA #den SET color :blue")
    #expect(
      conversation.heard("bob") == [
        ":chatnet 761 * alice color * :red", ":chatnet 761 * #den color * :blue",
      ])
    conversation.say("alice", "METADATA * CLEAR")
    #expect(conversation.heard("bob") == [":chatnet 766 * alice color :is not set"])
    #expect(conversation.heard("carol") == [])
    conversation.say("bob", "METADATA * UNSUB color")
    conversation.forget()
    conversation.say("alice", "METADATA * SET color :red")
    #expect(conversation.heard("bob") == [])
  }

  @Test("tells who joins what is known of room and members, and the members what is known of who joins")
  func joining() {
    let conversation = conversation()
    conversation.say("alice", "METADATA * SET color :red", "METADATA #den SET color :blue")
    conversation.enter("dave", MetadataTests.capabilities)
    conversation.say("dave", "METADATA * SUB color", "METADATA * SET color :green")
    conversation.forget()
    let lines = conversation.ask("dave", "JOIN #den")
    #expect(
      lines.filter { $0.contains(" 761 ") } == [
        ":chatnet 761 dave #den color * :blue", ":chatnet 761 dave alice color * :red",
      ])
    #expect(conversation.heard("bob").contains(":chatnet 761 * dave color * :green"))
    #expect(conversation.ask("dave", "METADATA #den SYNC").filter { $0.contains(" 761 ") }.count == 2)
    #expect(conversation.ask("bob", "WHOIS alice").contains(":chatnet 760 bob alice color * :red"))
    #expect(!conversation.ask("carol", "WHOIS alice").joined().contains(" 760 "))
  }

  @Test(
    "of a room that not everybody may join is told to its members alone", arguments: ["+i", "+s", "+k key"])
  func hidden(modes: String) {
    let conversation = conversation()
    conversation.say("alice", "METADATA #den SET color :blue", "MODE #den \(modes)")
    for word in ["GET color", "LIST", "SYNC"] {
      #expect(
        conversation.ask("carol", "METADATA #den \(word)")[0].contains("FAIL METADATA INVALID_TARGET #den"))
      #expect(conversation.ask("bob", "METADATA #den \(word)").joined().contains("blue"))
    }
  }

  @Test("can be set before registration, and is bounded")
  func bounds() {
    let conversation = conversation()
    conversation.open("erin")
    #expect(numerics(conversation.ask("erin", "METADATA * SET color :red")) == ["451"])
    conversation.say("erin", "CAP REQ :draft/metadata-3 batch")
    #expect(conversation.ask("erin", "METADATA * SET color :red") == [":chatnet 761 * * color * :red"])
    conversation.say("erin", "NICK erin", "USER erin 0 * :erin", "CAP END")
    #expect(conversation.heard("erin").joined().contains(" 761 erin erin color * :red"))
    let long = String(repeating: "x", count: RelayLimit.metadataValue + 1)
    #expect(
      conversation.ask("erin", "METADATA * SET color :\(long)")[0].contains(
        "FAIL METADATA INVALID_VALUE color :"))
    for number in 1..<RelayLimit.metadataKeys { conversation.say("erin", "METADATA * SET key\(number) :x") }
    #expect(
      conversation.ask("erin", "METADATA * SET more :x")[0].contains("FAIL METADATA LIMIT_REACHED erin :"))
    for number in 0..<RelayLimit.metadataKeys { conversation.say("erin", "METADATA * SUB key\(number)") }
    #expect(conversation.ask("erin", "METADATA * SUB more")[0].contains("FAIL METADATA TOO_MANY_SUBS more :"))
  }

  @Test("is written with the state")
  func state() throws {
    let conversation = conversation()
    conversation.say("alice", "METADATA * SET color :red", "METADATA #den SET color :blue")
    conversation.open("erin")
    conversation.say("erin", "CAP REQ :draft/metadata-3", "METADATA * SET color :red")
    let state = conversation.relay.encodedState()
    let other = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(other.encodedState() == state)
  }
}
