import Testing

@testable import Relay

@Suite("What is known of a user")
struct WhoisTests {
  @Test("WHOIS tells all of it", arguments: ["WHOIS ALICE", "WHOIS chatnet alice", "WHOIS alice alice"])
  func whois(question: String) {
    let conversation = Conversation()
    conversation.enter("one", login: "al", nick: "alice")
    conversation.enter("bob")
    conversation.say("one", "JOIN #ops,#lobby", "AWAY :out")
    let lines = conversation.ask("bob", question)
    #expect(
      lines.dropLast(2) == [
        ":chatnet 311 bob alice al localhost * :The Real alice", ":chatnet 319 bob alice :@#ops #lobby",
        ":chatnet 312 bob alice chatnet :chatnet", ":chatnet 330 bob alice al :is logged in as",
        ":chatnet 301 bob alice :out",
      ])
    #expect(lines[5] == ":chatnet 317 bob alice 6 1795248000 :seconds idle, signed on at")
    #expect(lines[6].hasSuffix(":end of whois") && numerics(lines)[6] == "318")
  }

  @Test("WHOIS of nobody")
  func nobody() {
    let conversation = Conversation()
    conversation.enter("bob")
    #expect(
      conversation.ask("bob", "WHOIS nix") == [
        ":chatnet 401 bob nix :no such user", ":chatnet 318 bob nix :end of whois",
      ])
    #expect(conversation.ask("bob", "WHOIS") == [":chatnet 431 bob :no name is given"])
    #expect(conversation.ask("bob", "WHOIS :") == [":chatnet 431 bob :no name is given"])
  }

  @Test("a user in many rooms has as many lines of them as they need")
  func manyRooms() {
    let conversation = Conversation()
    conversation.enter("alice", login: "alice")
    let rooms = (10..<60).map { "#room-\($0)-" + String(repeating: "x", count: 40) }
    for room in rooms { conversation.say("alice", "JOIN \(room)") }
    let lines = conversation.ask("alice", "WHOIS alice").filter { numerics([$0]) == ["319"] }
    #expect(lines.count == 6)
    let told = lines.flatMap { $0.split(separator: ":")[1].split(separator: " ") }
    #expect(told == rooms.map { "@\($0)"[...] })
  }

  @Test("USERHOST tells where up to five are, away or not")
  func userhost() {
    let conversation = Conversation()
    for name in ["a1", "a2", "a3", "a4", "a5", "a6"] { conversation.enter(name) }
    conversation.say("a2", "AWAY :out")
    let host = "192.0.2.1"
    #expect(
      conversation.ask("a1", "USERHOST A2 nix a1") == [":chatnet 302 a1 :a2=-~a2@\(host) a1=+~a1@\(host)"])
    #expect(conversation.ask("a1", "USERHOST nix") == [":chatnet 302 a1 :"])
    #expect(conversation.ask("a1", "USERHOST a1 a2 a3 a4 a5 a6")[0].contains("a6") == false)
    #expect(numerics(conversation.ask("a1", "USERHOST")) == ["461"])
  }

  @Test("an unseen asker knows of itself")
  func ownUserhost() {
    let conversation = Conversation()
    conversation.enterUnseen("ghost")
    #expect(conversation.ask("ghost", "USERHOST ghost") == [":chatnet 302 ghost :ghost=+~ghost@192.0.2.1"])
  }

  @Test("ISON names those of a list who are online, as they write themselves")
  func ison() {
    let conversation = Conversation()
    for name in ["alice", "bob", "Carol"] { conversation.enter(name) }
    #expect(conversation.ask("bob", "ISON BOB nix carol") == [":chatnet 303 bob :bob Carol"])
    #expect(conversation.ask("bob", "ISON :alice  nix bob ") == [":chatnet 303 bob :alice bob"])
    #expect(conversation.ask("bob", "ISON nix") == [":chatnet 303 bob :"])
    #expect(numerics(conversation.ask("bob", "ISON")) == ["461"])
  }

  @Test("answers about long names go on in a further line, whole")
  func longNames() {
    let conversation = Conversation()
    let letters = ["\u{4e00}", "\u{4e01}", "\u{4e02}", "\u{4e03}", "\u{4e04}", "\u{4e05}", "\u{4e06}"]
    let names = letters.map { String(repeating: $0, count: 21) }
    for name in names { conversation.enter(name) }
    for name in names { conversation.say(name, "JOIN #lobby") }
    for question in ["ISON \(names.joined(separator: " "))", "NAMES #lobby"] {
      let lines = conversation.ask(names[0], question)
      #expect(lines.count > 1)
      for name in names { #expect(lines.joined(separator: " ").contains(name), "\(question)") }
    }
  }
}
