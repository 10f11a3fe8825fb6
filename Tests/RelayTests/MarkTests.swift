import Testing

@testable import Relay

@Suite("Echoes that wait for the disk")
struct MarkTests {
  private func waiting() -> Conversation {
    let conversation = Conversation { $0.node.awaitsCommits = true }
    for name in ["alice", "bob"] {
      conversation.enter(name, "echo-message labeled-response batch")
      conversation.say(name, "JOIN #lobby")
    }
    conversation.forget()
    return conversation
  }

  @Test("a sender's echo, and all that follows for it, stands behind a mark; the others' lines do not")
  func echo() {
    let conversation = waiting()
    let line = "\(by("alice")) PRIVMSG #lobby :one"
    #expect(conversation.ask("alice", "PRIVMSG #lobby :one") == ["(hold 1)", line])
    #expect(conversation.heard("bob") == [line])
    #expect(conversation.ask("alice", "PING x") == [":chatnet PONG chatnet :x"], "queued behind the mark")
    #expect(conversation.ask("bob", "NOTICE alice :two") == ["(hold 2)", "\(by("bob")) NOTICE alice :two"])
    #expect(conversation.heard("alice") == ["\(by("bob")) NOTICE alice :two"])
  }

  @Test("the targets of a line have one mark, since they are kept together, and refusals wait too")
  func several() {
    let conversation = waiting()
    #expect(
      conversation.ask("alice", "PRIVMSG bob,nobody,#lobby :x") == [
        "(hold 2)", "\(by("alice")) PRIVMSG bob :x", ":chatnet 401 alice nobody :no such user",
        "\(by("alice")) PRIVMSG #lobby :x",
      ])
    #expect(conversation.ask("alice", "@label=1 PRIVMSG bob,nobody :x").first == "(hold 3)")
  }

  @Test("without an echo the ACK waits, and what is delivered to oneself")
  func acknowledgement() {
    let conversation = waiting()
    conversation.say("alice", "CAP REQ -echo-message")
    _ = conversation.heard("alice")
    #expect(conversation.ask("alice", "@label=1 PRIVMSG bob :x") == ["(hold 1)", "@label=1 :chatnet ACK"])
    #expect(conversation.ask("alice", "PRIVMSG alice :x") == ["(hold 2)", "\(by("alice")) PRIVMSG alice :x"])
  }

  @Test("what is not stored, and what was refused, has no mark")
  func unmarked() {
    let conversation = waiting()
    for line in [
      "TAGMSG bob", "PRIVMSG nobody :x", "PRIVMSG bob", "JOIN #ops", "TOPIC #lobby :x",
      "PRIVMSG #lobby :\(String(repeating: "x", count: 480))",
    ] {
      #expect(!conversation.ask("alice", line).contains { $0.hasPrefix("(hold") }, "\(line)")
    }
    #expect(Conversation.inRoom("#lobby", "a", "b").ask("a", "PRIVMSG #lobby :x") == [])
  }
}
