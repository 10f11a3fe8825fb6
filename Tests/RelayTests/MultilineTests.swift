import Testing
import Wire

@testable import Relay

@Suite("Messages of several lines")
struct MultilineTests {
  static let capabilities = "message-tags server-time draft/multiline batch labeled-response echo-message"

  /// Alice, who sends such messages; bob, who takes them as one, carol, who does not, and dora, who takes no tags
  /// either, in the lobby.
  private func conversation(_ change: (inout RelayConfiguration) -> Void = { _ in }) -> Conversation {
    let conversation = Conversation(change)
    for (name, capabilities) in [
      ("alice", MultilineTests.capabilities), ("bob", "draft/multiline batch message-tags"),
      ("carol", "message-tags server-time draft/multiline"), ("dora", "batch"),
    ] {
      conversation.enter(name, capabilities)
      conversation.say(name, "JOIN #lobby")
    }
    conversation.forget()
    return conversation
  }

  private func message(to target: String) -> [String] {
    [
      "@label=7;+chatnet/id=a-1 BATCH +r draft/multiline \(target)", "@batch=r PRIVMSG \(target) :",
      "@batch=r PRIVMSG \(target) :one", "@batch=r PRIVMSG \(target) :", "@batch=r PRIVMSG \(target) :two ",
      "@batch=r;draft/multiline-concat PRIVMSG \(target) :three",
    ]
  }

  private func say(_ lines: [String], in conversation: Conversation) {
    for line in lines { conversation.say("alice", line) }
  }

  @Test("go to each in the form that it understands, when they are whole", arguments: ["#lobby", "bob"])
  func relayed(target: String) {
    let conversation = conversation()
    say(message(to: target), in: conversation)
    for name in ["alice", "bob", "carol", "dora"] { #expect(conversation.heard(name) == []) }
    conversation.say("alice", "BATCH -r")
    let echo = conversation.heard("alice")
    let time = conversation.now.time.rfc3339
    let id = echo[0].split(separator: ";").first { $0.hasPrefix("msgid=") } ?? ""
    #expect(
      echo[0]
        == "@label=7;time=\(time);\(id);+chatnet/id=a-1 \(by("alice")) BATCH +1 draft/multiline \(target)")
    let inside = [
      "@batch=1 \(by("alice")) PRIVMSG \(target) :", "@batch=1 \(by("alice")) PRIVMSG \(target) :one",
      "@batch=1 \(by("alice")) PRIVMSG \(target) :", "@batch=1 \(by("alice")) PRIVMSG \(target) :two ",
      "@batch=1;draft/multiline-concat \(by("alice")) PRIVMSG \(target) :three", ":chatnet BATCH -1",
    ]
    #expect(Array(echo.dropFirst()) == inside)
    let first = "@\(id);+chatnet/id=a-1 \(by("alice")) BATCH +1 draft/multiline \(target)"
    #expect(conversation.heard("bob") == [first] + inside)
    let isRoom = target == "#lobby"
    #expect(
      conversation.heard("carol")
        == (isRoom
          ? [
            "@time=\(time);\(id);+chatnet/id=a-1 \(by("alice")) PRIVMSG #lobby :one",
            "@time=\(time) \(by("alice")) PRIVMSG #lobby :two ",
            "@time=\(time) \(by("alice")) PRIVMSG #lobby :three",
          ] : []))
    #expect(
      conversation.heard("dora")
        == (isRoom ? ["one", "two ", "three"].map { "\(by("alice")) PRIVMSG #lobby :\($0)" } : []))
  }

  @Test("an echo without a label is the batch alone, and one in a longer answer is a batch within the batch")
  func echoes() {
    let conversation = conversation()
    conversation.say("bob", "AWAY :at lunch")
    conversation.forget()
    conversation.say("alice", "BATCH +r draft/multiline bob", "@batch=r PRIVMSG bob :x")
    let plain = conversation.ask("alice", "BATCH -r")
    #expect(plain.count == 4 && plain[0].contains("BATCH +1 draft/multiline bob"))
    #expect(plain[3] == ":chatnet 301 alice bob :at lunch")
    conversation.say("alice", "@label=9 BATCH +r draft/multiline bob", "@batch=r PRIVMSG bob :x")
    let labelled = conversation.ask("alice", "BATCH -r")
    #expect(labelled.count == 6)
    #expect(labelled[0] == "@label=9 :chatnet BATCH +3 labeled-response")
    #expect(labelled[1].hasPrefix("@batch=3;time=") && labelled[1].hasSuffix(" BATCH +2 draft/multiline bob"))
    #expect(labelled[2] == "@batch=2 \(by("alice")) PRIVMSG bob :x")
    #expect(labelled[3] == "@batch=3 :chatnet BATCH -2")
    #expect(labelled[4] == "@batch=3 :chatnet 301 alice bob :at lunch")
    #expect(labelled[5] == ":chatnet BATCH -3")
  }

  @Test("a sender without echo-message gets an ACK where the message is labelled, else nothing")
  func acknowledged() {
    let conversation = conversation()
    conversation.say("alice", "CAP REQ -echo-message")
    say(message(to: "#lobby"), in: conversation)
    _ = conversation.heard("alice")
    #expect(conversation.ask("alice", "BATCH -r") == ["@label=7 :chatnet ACK"])
    conversation.say("alice", "BATCH +s draft/multiline #lobby", "@batch=s NOTICE #lobby :x")
    #expect(conversation.ask("alice", "BATCH -s") == [])
    #expect(conversation.heard("dora").last == "\(by("alice")) NOTICE #lobby :x")
  }

  @Test("one that is sent again under its id is not relayed, and echoed as before")
  func repeated() {
    let conversation = conversation()
    say(message(to: "#lobby"), in: conversation)
    let first = conversation.ask("alice", "BATCH -r")
    conversation.forget()
    say(message(to: "#lobby"), in: conversation)
    let again = conversation.ask("alice", "BATCH -r")
    #expect(again.count == first.count && again[0] == first[0].replacing("BATCH +1", with: "BATCH +2"))
    #expect(conversation.heard("bob") == [])
    #expect(conversation.ask("alice", "@+chatnet/id=a-1 PRIVMSG #lobby :x").count == 1)
    #expect(conversation.heard("bob") == [], "nor as a message of one line")
  }

  @Test("other commands may come in between, and the batch goes on")
  func between() {
    let conversation = conversation()
    let lines = message(to: "#lobby")
    say(Array(lines.prefix(3)), in: conversation)
    #expect(conversation.ask("alice", "PING x") == [":chatnet PONG chatnet :x"])
    #expect(conversation.ask("alice", "@label=8 PRIVMSG bob :aside").count == 1)
    say(Array(lines.dropFirst(3)), in: conversation)
    #expect(conversation.ask("alice", "BATCH -r").count == 7)
    #expect(conversation.heard("bob").count == 8)
  }

  @Test("with a store the sender waits once for the whole message")
  func marks() {
    let conversation = conversation { $0.node.awaitsCommits = true }
    say(message(to: "#lobby"), in: conversation)
    #expect(conversation.ask("alice", "BATCH -r").filter { $0.hasPrefix("(hold") } == ["(hold 1)"])
    #expect(!conversation.heard("bob").contains { $0.hasPrefix("(hold") })
  }

  @Test("the most that is announced goes through, in bytes and in lines")
  func largest() {
    let conversation = conversation()
    let line = "@batch=r PRIVMSG #lobby :" + String(repeating: "x", count: 400)
    conversation.say("alice", "BATCH +r draft/multiline #lobby")
    for _ in 0..<163 { conversation.say("alice", line) }
    // 163 lines and their ends are 65,363 bytes; 173 more make 65,536.
    conversation.say("alice", "@batch=r PRIVMSG #lobby :" + String(repeating: "x", count: 173))
    conversation.say("alice", "BATCH -r")
    #expect(conversation.heard("dora").count == 164)
    conversation.say("alice", "BATCH +r draft/multiline #lobby")
    for _ in 0..<1_000 { conversation.say("alice", "@batch=r PRIVMSG #lobby :x") }
    conversation.say("alice", "BATCH -r")
    #expect(conversation.heard("dora").count == 1_000 && conversation.heard("bob").count == 166 + 1_002)
  }

  @Test("to oneself: delivered, and echoed under the label")
  func toOneself() {
    let conversation = conversation()
    say(message(to: "alice"), in: conversation)
    let lines = conversation.ask("alice", "BATCH -r")
    #expect(lines.count == 14)
    #expect(!lines[0].contains("label") && lines[7].hasPrefix("@label=7;"))
  }

  @Test("the sender's other sessions see what was said in private")
  func ownSessions() {
    let conversation = conversation()
    for name in ["one", "two"] {
      conversation.enter(name, MultilineTests.capabilities, login: "root", nick: "root")
    }
    conversation.say("one", "BATCH +r draft/multiline bob", "@batch=r PRIVMSG bob :x", "BATCH -r")
    #expect(conversation.heard("two") == conversation.heard("one"))
    #expect(conversation.heard("bob").count == 3)
  }
}
