import Testing

@testable import Relay

@Suite("What others see in place of an address")
struct CloakTests {
  private let cloak = Cloak(HashKey(low: 1, high: 2))

  private func shown(_ address: String) -> String {
    String(decoding: cloak.host(of: address), as: UTF8.self)
  }

  @Test(
    "is a host name of parts, the same for the same address however it is written",
    arguments: [
      ("192.0.2.1", "::ffff:192.0.2.1", 4), ("192.0.2.1", "::ffff:c000:201", 4),
      ("2001:db8::7", "2001:db8:0:0:0:0:0:7", 4), ("fe80::1", "fe80::1%eth0", 4),
      ("::", "0:0:0:0:0:0:0:0", 4),
      ("1::", "1:0:0:0:0:0:0:0", 4), ("::2", "0::2", 4), ("64:ff9b::1.2.3.4", "64:ff9b::102:304", 4),
      ("not an address", "not an address", 2), ("1.2.3", "1.2.3", 2), ("1:2:3", "1:2:3", 2),
      ("1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7:8::", 2), ("1.2.3.256", "1.2.3.256", 2), ("", "", 2),
    ])
  func form(address: String, same: String, parts: Int) {
    let shown = shown(address)
    #expect(shown == self.shown(same))
    let words = shown.split(separator: ".", omittingEmptySubsequences: false)
    #expect(words.count == parts && words.dropLast().allSatisfy { $0.count == 8 })
    #expect(
      words.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) } })
    #expect(!shown.contains(address) || address.isEmpty)
  }

  @Test(
    "has a part for the address, and the parts of a range in common with those of the range",
    arguments: [
      ("192.0.2.1", "192.0.2.2", 2), ("192.0.2.1", "192.0.3.1", 1), ("192.0.2.1", "192.1.2.1", 0),
      ("2001:db8:1:2::3", "2001:db8:1:2:ffff::4", 2), ("2001:db8:1:2::3", "2001:db8:1:3::3", 1),
      ("2001:db8:1:2::3", "2001:db8:2:2::3", 0), ("192.0.2.1", "192.0.2.1", 3), ("::2", "0.0.0.2", -1),
    ])
  func ranges(first: String, second: String, common: Int) {
    let (left, right) = (shown(first).split(separator: "."), shown(second).split(separator: "."))
    let same = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count - 1
    #expect(same == common)
    #expect(Set(left.dropLast()).intersection(right.dropLast()).count == max(0, common))
  }

  @Test("depends on the key, and is not told by another hash under the same key")
  func keyed() {
    let other = Cloak(HashKey(low: 1, high: 3)).host(of: "192.0.2.1")
    #expect(other != cloak.host(of: "192.0.2.1"))
    let addresses = (0..<256).flatMap { third in (0..<16).map { "198.51.\(third).\($0)" } }
    #expect(Set(addresses.map(shown)).count == addresses.count)
  }

  @Test(
    "is the address itself where that is of the loopback",
    arguments: [
      ("127.0.0.1", "127.0.0.1"), ("127.8.0.1", "127.8.0.1"), ("::1", "0::1"),
      ("::ffff:127.0.0.1", "0::ffff:127.0.0.1"),
    ])
  func loopback(address: String, expected: String) {
    #expect(shown(address) == expected)
  }

  private func conversation(showsHosts: Bool = false) -> Conversation {
    let conversation = Conversation { $0.network.showsHosts = showsHosts }
    for (name, address) in [
      ("alice", "192.0.2.1"), ("bob", "192.0.2.77"), ("carol", "192.0.3.1"), ("dave", "2001:db8::7"),
      ("erin", "127.0.0.1"),
    ] {
      conversation.open(name, .network(host: address))
      conversation.say(name, "NICK \(name)", "USER \(name) 0 * :x")
    }
    conversation.open("frank", .local(login: "frank"))
    conversation.say("frank", "NICK frank", "USER x 0 * :x")
    return conversation
  }

  @Test("is told to its user by 396, and the address to nobody")
  func told() {
    let conversation = conversation()
    for name in ["alice", "bob", "carol", "dave"] {
      let heard = conversation.heard(name)
      let note = heard.last { numerics([$0]) == ["396"] } ?? ""
      #expect(note.hasSuffix(":is what others see in place of your address"))
      #expect(note.contains(name == "dave" ? ".ip6 " : ".ip4 "))
    }
    for name in ["erin", "frank"] { #expect(!numerics(conversation.heard(name)).contains("396")) }
    conversation.say("alice", "JOIN #lobby")
    conversation.say("dave", "JOIN #lobby", "PRIVMSG #lobby :x", "NICK dora")
    conversation.forget()
    for question in [
      "WHO *", "WHO * %tcuihsnfdlaor,7", "WHOIS dora", "WHOIS bob", "USERHOST dora carol bob", "WHOIS alice",
    ] {
      conversation.say("alice", question)
    }
    conversation.drop("dave")
    #expect(conversation.heard("alice").count > 20)
    for line in conversation.transcript where !line.contains("127.0.0.1") {
      #expect(!line.contains("192.0.") && !line.contains("2001:db8"), "\(line)")
    }
    #expect(conversation.transcript.contains { $0.hasPrefix("alice :erin!") } == false)
    #expect(conversation.ask("alice", "WHOIS erin")[0].contains("~erin 127.0.0.1"))
  }

  @Test("is what the masks of a room match, also by its ranges")
  func masks() throws {
    let conversation = conversation()
    let note = try #require(conversation.heard("alice").last { $0.contains(" 396 ") })
    let parts = note.split(separator: " ")[3].split(separator: ".")
    conversation.say("frank", "JOIN #ops")
    for (mask, refused) in [
      ("*!*@192.0.2.1", []), ("*!*@192.0.*", []), ("*!*@\(parts.joined(separator: "."))", ["alice"]),
      ("*!*@*.\(parts[1]).\(parts[2]).ip4", ["alice", "bob"]),
      ("*!*@*.\(parts[2]).ip4", ["alice", "bob", "carol"]),
    ] {
      conversation.say("frank", "MODE #ops +b \(mask)")
      for name in ["alice", "bob", "carol", "dave"] {
        let answer = numerics(conversation.ask(name, "JOIN #ops")).first
        #expect(answer == (refused.contains(name) ? "474" : "JOIN"), "\(name), \(mask)")
        conversation.say(name, "PART #ops")
      }
      conversation.say("frank", "MODE #ops -b \(mask)")
    }
  }

  @Test("is the address where the server shows hosts")
  func shownHosts() {
    let conversation = conversation(showsHosts: true)
    #expect(!numerics(conversation.heard("alice")).contains("396"))
    #expect(conversation.ask("frank", "WHOIS alice")[0].contains("~alice 192.0.2.1 "))
  }
}
