import TestSupport
import Testing
import Wire

@testable import Relay

@Suite("Random input from several sessions")
struct FuzzTests {
  /// Says random things. The harness checks after each that every line that anybody is sent keeps the limits, and
  /// that the network is in order.
  private struct Chatter {
    var random: SeededGenerator
    let conversation = Conversation {
      $0.node.maximumClients = 9
      $0.node.motd = ["hello"]
    }

    private static let names = [
      "a", "B", "b", "c\u{e9}", "c\u{65}\u{301}", String(repeating: "\u{4e2d}", count: 21), "server", "x y",
      "",
    ]
    private static let rooms = [
      "#r", "#R", "#lobby", "#s\u{e9}", "#" + String(repeating: "q", count: 63), "#", "r", "#a,#r", "0",
    ]
    private static let verbs = [
      "CAP", "PASS", "NICK", "USER", "PING", "PONG", "QUIT", "AWAY", "JOIN", "JOIN", "PART", "PRIVMSG",
      "PRIVMSG",
      "NOTICE", "TAGMSG", "NAMES", "WHO", "WHOIS", "TOPIC", "LIST", "MODE", "MODE", "KICK", "INVITE", "MOTD",
      "LUSERS", "VERSION",
      "TIME", "USERHOST", "ISON", "FOO", "001", "\u{e9}", "BATCH", "MONITOR", "MONITOR",
    ]
    private static let words = [
      "LS", "LIST", "REQ", "END", "302", ":message-tags server-time", "echo-message",
      ":labeled-response batch", ":-batch",
      "account-tag", "multi-prefix", "away-notify", ":draft/pre-away", "*", ":", ":*", "+o", "+b-i+k", "-o",
      "+imnst", "+l", "-b", "b", "k",
      ":some text", "%tcuihsnfdlaor,42", "%", "1", "99999999999999999999", ",", ",,,", "*!*@*", "?",
      "\u{1F600}", "::", "+", "-", "C", "L", "S", "+1", "-1", "draft/multiline",
      ":draft/multiline echo-message", "chatnet/replies", "chatnet/unseen", "-chatnet/unseen", "+B", "-B",
    ]
    private static let tags = [
      "@label=x", "@+a=b", "@label=y;+c", "@", "@;", "@time=1", "@label=\u{e9}", "@batch=1",
      "@draft/multiline-concat;batch=1", "@+chatnet/id=1", "@label=z;+chatnet/id=2", "@+chatnet/id",
    ]

    mutating func pick(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }

    mutating func word() -> String {
      switch Int.random(in: 0..<8, using: &random) {
      case 0...2: pick(Chatter.names)
      case 3, 4: pick(Chatter.rooms)
      case 5: pick(Chatter.names) + "," + pick(Chatter.rooms)
      default: pick(Chatter.words)
      }
    }

    mutating func line() -> [UInt8] {
      var parts: [String] = []
      if Int.random(in: 0..<3, using: &random) == 0 { parts.append(pick(Chatter.tags)) }
      if Int.random(in: 0..<20, using: &random) == 0 { parts.append(":src") }
      parts.append(pick(Chatter.verbs))
      for _ in 0..<Int.random(in: 0...4, using: &random) { parts.append(word()) }
      if Int.random(in: 0..<30, using: &random) == 0 { parts += Array(repeating: word(), count: 16) }
      if Int.random(in: 0..<12, using: &random) == 0 {
        parts.append(":" + String(repeating: "\u{20ac}", count: 150))
      }
      var bytes = Array(parts.joined(separator: " ").utf8)
      if Int.random(in: 0..<10, using: &random) == 0, !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      return bytes.filter { $0 != 0x0A }
    }

    /// A message of several lines, in some way wrong more often than not.
    mutating func sayMultiline(_ name: String) {
      let target = word()
      conversation.say(
        name, "@label=m;+chatnet/id=\(pick(["1", "2", "3"])) BATCH +1 draft/multiline \(target)")
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let text = pick(["", "some text", "\u{1F600}", String(repeating: "z", count: 400)])
        let isOdd = Int.random(in: 0..<8, using: &random) == 0
        let tags = pick(["@batch=1", "@batch=1", "@batch=1", "@batch=1;draft/multiline-concat"])
        conversation.say(name, bytes: isOdd ? line() : Array("\(tags) PRIVMSG \(target) :\(text)".utf8))
      }
      if Int.random(in: 0..<4, using: &random) != 0 { conversation.say(name, "BATCH -1") }
    }

    mutating func enter(_ name: String) {
      let origins: [CameFrom] = [
        .network(host: "::1"), .network(host: "192.0.2.1"), .local(login: "a"), .local(login: nil),
      ]
      conversation.open(name, origins.randomElement(using: &random) ?? .local(login: nil))
      if Bool.random(using: &random) { conversation.say(name, "CAP REQ chatnet/unseen") }
      if Bool.random(using: &random) { conversation.say(name, "CAP REQ draft/pre-away", "AWAY *") }
      if Int.random(in: 0..<4, using: &random) == 0 { return }
      conversation.say(name, "NICK \(pick(["a", "b", "n\(name)"]))", "USER u 0 * :r", "CAP END")
    }

    mutating func act() {
      let name = "s\(Int.random(in: 0..<10, using: &random))"
      if conversation.ids[name] == nil { return enter(name) }
      if conversation.closed.contains(name) { return conversation.drop(name) }
      switch Int.random(in: 0..<100, using: &random) {
      case 0: conversation.drop(name, reason: "lost")
      case 1: conversation.idle(name)
      case 2: conversation.sayOverlong(name)
      case 4...9: sayMultiline(name)
      case 3 where Int.random(in: 0..<4, using: &random) == 0: conversation.overflow(name, limit: 1)
      default: conversation.say(name, bytes: line())
      }
    }
  }

  @Test(
    "does not trap, keeps every line within its limits, and leaves the network in order",
    arguments: 1...6 as ClosedRange<UInt64>)
  func random(seed: UInt64) {
    var chatter = Chatter(random: SeededGenerator(seed: seed))
    for _ in 0..<4_000 {
      chatter.act()
      chatter.conversation.forget()
    }
    chatter.conversation.stop()
    for name in Array(chatter.conversation.ids.keys) { chatter.conversation.drop(name) }
    #expect(chatter.conversation.relay.clientCount == 0)
  }

  @Test("the same inputs give the same bytes")
  func twice() {
    func run() -> [String] {
      var chatter = Chatter(random: SeededGenerator(seed: 42))
      for _ in 0..<2_000 { chatter.act() }
      return chatter.conversation.transcript
    }
    let first = run()
    #expect(first.count > 2_000)
    #expect(run() == first)
  }
}
