import Testing
import Wire

@testable import Relay

@Suite("What several lines lead to")
struct OutboxTests {
  private let relay: Relay

  init() {
    var configuration = RelayConfiguration()
    configuration.node.keepsLoginNames = false
    configuration.network.showsHosts = true
    relay = Relay(configuration: configuration)
  }

  /// Lets people enter, in the slots of their places, and join the lobby.
  private func enter(_ names: [String], _ capabilities: String = "") {
    for (slot, name) in names.enumerated() {
      relay.take(.opened(id(slot), Origin(.network(host: "192.0.2.1"))), at: stamp)
      if !capabilities.isEmpty { say(slot, "CAP REQ :\(capabilities)") }
      for line in ["NICK \(name)", "USER x 0 * :x", "CAP END", "JOIN #lobby"] { say(slot, line) }
    }
    relay.outbox.clear()
  }

  private func say(_ slot: Int, _ line: String) {
    relay.take(.line(id(slot), Array(line.utf8)[...]), at: stamp)
  }

  private func id(_ slot: Int) -> SessionID { SessionID(slot: UInt32(slot), generation: 0) }
  private var stamp: Stamp { Stamp(time: Timestamp(milliseconds: 0), number: 16) }
  private var kinds: [Outbox.Item.Kind] { relay.outbox.items.map(\.kind) }

  private func text(for slot: UInt32) -> String {
    var bytes: [UInt8] = []
    for case (slot, .send(let run)) in relay.outbox.things { bytes += run }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("a sender's lines to a room are one thing to do, however many hear them")
  func oneSpread() {
    enter(["alice", "bob", "carol", "dave"])
    for number in 0..<50 { say(0, "PRIVMSG #lobby :\(number)") }
    #expect(kinds == [.spread])
    let lines = (0..<50).map { ":alice!~x@192.0.2.1 PRIVMSG #lobby :\($0)\r\n" }.joined()
    #expect(text(for: 1) == lines && text(for: 3) == lines && text(for: 0).isEmpty)
  }

  @Test("what the sender is told between them is one more")
  func echoes() {
    enter(["alice", "bob", "carol"], "echo-message server-time")
    for number in 0..<50 { say(0, "PRIVMSG #lobby :\(number)") }
    #expect(kinds == [.spread, .send])
    #expect(text(for: 0) == text(for: 1))
    #expect(relay.outbox.filled.count == 1, "an echo is what the others get, not encoded again")
  }

  @Test("what another one is told between them, or a change of the room, keeps them apart and in order")
  func apart() {
    enter(["alice", "bob", "carol"])
    say(0, "PRIVMSG #lobby :one")
    say(0, "PRIVMSG bob :two")
    say(0, "PRIVMSG #lobby :three")
    #expect(kinds == [.spread, .send, .spread])
    let texts = text(for: 1).split(separator: "\r\n").map { $0.split(separator: ":").last ?? "" }
    #expect(texts == ["one", "two", "three"])
    relay.outbox.clear()
    say(0, "PRIVMSG #lobby :four")
    say(2, "PART #lobby")
    say(0, "PRIVMSG #lobby :five")
    #expect(text(for: 2).contains("four") && !text(for: 2).contains("five"))
    #expect(text(for: 1).contains("five"))
  }

  @Test("an answer to another one between them keeps them apart, and stands between them")
  func answer() {
    enter(["alice", "bob", "carol"])
    say(0, "PRIVMSG #lobby :one")
    say(1, "PING :two")
    say(0, "PRIVMSG #lobby :three")
    #expect(kinds == [.spread, .send, .spread])
    let texts = text(for: 1).split(separator: "\r\n").map { $0.split(separator: ":").last ?? "" }
    #expect(texts == ["one", "two", "three"])
  }

  @Test("comings and goings may wait, what is said may not")
  func urgency() {
    enter(["alice", "bob", "carol"])
    say(0, "PRIVMSG #lobby :now")
    say(1, "NICK robert")
    say(2, "TOPIC #lobby :now")
    say(2, "PART #lobby")
    #expect(relay.outbox.spreads.map(\.isUrgent) == [true, false, true, false])
  }
}
