import Testing

@testable import Relay

@Suite("MARKREAD")
struct MarkreadTests {
  private static let early = "timestamp=2026-11-21T07:00:00.000Z"
  private static let late = "timestamp=2026-11-21T07:30:00.000Z"

  private func conversation() -> Conversation {
    let conversation = Conversation { configuration in
      configuration.node.hasStore = true
      configuration.node.reportsFacts = true
    }
    conversation.enter("phone", "draft/read-marker", login: "alice", nick: "alice")
    return conversation
  }

  @Test("comes behind a JOIN and in front of the end of the names, for those who ask for it")
  func join() {
    let conversation = conversation()
    #expect(numerics(conversation.ask("phone", "JOIN #ops")) == ["JOIN", "MARKREAD", "353", "366"])
    conversation.say("phone", "MARKREAD #OPS \(Self.early)", "PART #ops")
    let lines = conversation.ask("phone", "JOIN #ops")
    #expect(lines[1] == ":chatnet MARKREAD #ops \(Self.early)")
    conversation.enter("plain", login: "alice", nick: "alice")
    #expect(numerics(conversation.ask("plain", "JOIN #ops")) == ["JOIN", "353", "366"])
  }

  @Test("moves forward only, is told to all devices of the account and to nobody else, and is kept")
  func forward() {
    let conversation = conversation()
    conversation.enter("laptop", "draft/read-marker", login: "alice", nick: "alice2")
    conversation.enter("plain", login: "alice", nick: "alice")
    conversation.enter("bob", "draft/read-marker", login: "bob")
    #expect(conversation.ask("laptop", "MARKREAD bob") == [":chatnet MARKREAD bob *"])
    #expect(conversation.ask("phone", "MARKREAD bob \(Self.late)") == [":chatnet MARKREAD bob \(Self.late)"])
    #expect(conversation.heard("laptop") == [":chatnet MARKREAD bob \(Self.late)"])
    #expect(conversation.ask("phone", "MARKREAD BOB \(Self.early)") == [":chatnet MARKREAD BOB \(Self.late)"])
    #expect(conversation.ask("laptop", "MARKREAD bob") == [":chatnet MARKREAD bob \(Self.late)"])
    #expect(conversation.heard("bob") == [])
    #expect(conversation.heard("plain") == [])
    for name in ["phone", "laptop", "plain"] { conversation.drop(name) }
    conversation.enter("tablet", login: "alice", nick: "alice")
    #expect(conversation.ask("tablet", "MARKREAD bob") == [":chatnet MARKREAD bob \(Self.late)"])
  }

  @Test("of who has no account lasts as long as the connection, and no marker is in the future")
  func noAccount() {
    let conversation = conversation()
    conversation.enter("eve", "draft/read-marker")
    let lines = conversation.ask("eve", "MARKREAD #ops timestamp=2999-01-01T00:00:00.000Z")
    #expect(lines[0].hasPrefix(":chatnet MARKREAD #ops timestamp=2026-11-21T08:00:"))
    conversation.drop("eve")
    conversation.enter("eve")
    #expect(conversation.ask("eve", "MARKREAD #ops") == [":chatnet MARKREAD #ops *"])
    #expect(!conversation.facts.contains { if case .read = $0.event { true } else { false } })
  }

  @Test(
    "says what is wrong with it",
    arguments: [
      ("MARKREAD", "NEED_MORE_PARAMS :parameters are missing"),
      ("MARKREAD a,b", "INVALID_PARAMS a,b :this is neither a room nor a name"),
      ("MARKREAD bob *", "INVALID_PARAMS * :the second parameter is timestamp=YYYY-MM-DDThh:mm:ss.sssZ"),
    ])
  func refused(line: String, answer: String) {
    #expect(conversation().ask("phone", line) == [":chatnet FAIL MARKREAD \(answer)"])
  }

  @Test("waits for the store in its place, under its label, and goes on without it")
  func waits() throws {
    let conversation = conversation()
    conversation.enter("labels", "labeled-response batch draft/read-marker", login: "carol")
    conversation.answersRequests = false
    #expect(conversation.ask("labels", "@label=1 JOIN #ops") == [])
    let state = conversation.relay.encodedState()
    #expect(
      try Relay(configuration: conversation.relay.configuration, state: state).encodedState() == state)
    conversation.answer(conversation.requests[0], .unavailable)
    let lines = conversation.heard("labels")
    #expect(lines.first?.hasPrefix("@label=1 :chatnet BATCH +") == true)
    #expect(lines.contains { $0.hasSuffix(" MARKREAD #ops *") })
  }

  @Test("is not there where nothing is kept")
  func notKept() {
    let conversation = Conversation()
    conversation.open("bob")
    #expect(!conversation.ask("bob", "CAP LS 302")[0].contains("read-marker"))
    conversation.enter("alice")
    #expect(
      conversation.ask("alice", "MARKREAD #ops") == [
        ":chatnet FAIL MARKREAD INTERNAL_ERROR #ops :this server keeps no markers"
      ])
  }

  @Test("of too many the oldest is forgotten")
  func bound() {
    var markers = ReadMarkers()
    for number in 0...RelayLimit.markers {
      let marker = ReadMarker(
        target: Array("#\(number)".utf8), time: .init(milliseconds: Int64(number)))
      let hasMoved = markers.advance(marker)
      #expect(hasMoved)
    }
    #expect(markers.all.count == RelayLimit.markers)
    #expect(markers[Array("#0".utf8)] == nil)
    #expect(markers[Array("#1".utf8)] != nil)
  }
}
