import Testing

@testable import Relay

@Suite("Labelled answers")
struct LabelTests {
  private func labelling(_ more: String = "") -> Conversation {
    let conversation = Conversation()
    conversation.enter("alice", "labeled-response batch \(more)")
    conversation.enter("bob")
    return conversation
  }

  @Test(
    "no answer is an ACK", arguments: ["PONG x", "PRIVMSG bob :x", "NICK alice", "MODE alice -i", "CAP END"])
  func none(line: String) {
    #expect(labelling().ask("alice", "@label=a1 \(line)") == ["@label=a1 :chatnet ACK"])
  }

  @Test("one answer carries the label: a reply, an error, an echo, an event")
  func one() {
    let conversation = labelling("echo-message server-time")
    let cases = [
      ("PING x", ":chatnet PONG chatnet :x"),
      ("PRIVMSG nobody :x", ":chatnet 401 alice nobody :no such user"),
      ("FOO", ":chatnet 421 alice FOO :unknown command"),
      ("PRIVMSG", ":chatnet 411 alice :no recipient is given"),
      ("CAP LIST", ":chatnet CAP alice LIST :server-time echo-message labeled-response batch"),
    ]
    for (line, answer) in cases {
      #expect(conversation.ask("alice", "@label=x\\:y \(line)") == ["@label=x\\:y \(answer)"])
    }
    let echo = conversation.ask("alice", "@+a=b;label=7 PRIVMSG bob :hi")
    #expect(echo == ["@label=7;time=\(conversation.now.time.rfc3339) \(by("alice")) PRIVMSG bob :hi"])
    #expect(conversation.heard("bob") == ["\(by("alice")) PRIVMSG bob :hi"], "nobody else sees the label")
    #expect(conversation.ask("alice", "@label=8 NICK alicia").first?.hasPrefix("@label=8;time=") == true)
    #expect(conversation.ask("alice", "PING y") == [":chatnet PONG chatnet :y"], "the next has no label")
  }

  @Test("several answers are a batch with the label on its start, and all of them in it")
  func several() {
    let conversation = labelling("server-time")
    let lines = conversation.ask("alice", "@label=j JOIN #ops")
    let time = conversation.now.time.rfc3339
    #expect(
      lines == [
        "@label=j :chatnet BATCH +1 labeled-response", "@batch=1;time=\(time) \(by("alice")) JOIN #ops",
        "@batch=1 :chatnet 353 alice = #ops :@alice", "@batch=1 :chatnet 366 alice #ops :end of names",
        ":chatnet BATCH -1",
      ])
    let next = conversation.ask("alice", "@label=j LIST")
    #expect(next.first == "@label=j :chatnet BATCH +2 labeled-response" && next.last == ":chatnet BATCH -2")
    #expect(next.dropFirst().dropLast().allSatisfy { $0.hasPrefix("@batch=2 ") })
    #expect(conversation.ask("alice", "@label=m PRIVMSG x,y :z").count == 4)
  }

  @Test("a message to oneself carries the label on its echo, not where it is delivered")
  func toOneself() {
    let line = "\(by("alice")) PRIVMSG alice :me"
    #expect(
      labelling("echo-message").ask("alice", "@label=1 PRIVMSG alice :me") == [line, "@label=1 \(line)"])
    #expect(labelling().ask("alice", "@label=1 PRIVMSG alice :me") == [line, "@label=1 :chatnet ACK"])
  }

  @Test("an answer to QUIT is its ERROR")
  func quit() {
    #expect(labelling().ask("alice", "@label=q QUIT :bye") == ["@label=q ERROR :goodbye", "(closed)"])
  }

  @Test("without labeled-response and batch there are no labels", arguments: ["labeled-response", "batch"])
  func notNegotiated(capability: String) {
    let conversation = Conversation()
    conversation.enter("alice", capability)
    #expect(conversation.ask("alice", "@label=1 PING x") == [":chatnet PONG chatnet :x"])
    #expect(conversation.ask("alice", "@label=1 PONG x") == [])
  }

  @Test("the last label counts; one that is empty, too long or cannot be said back is none")
  func values() {
    let conversation = labelling()
    #expect(conversation.ask("alice", "@label=1;label=2 PONG") == ["@label=2 :chatnet ACK"])
    let longest = String(repeating: "l", count: 64)
    #expect(conversation.ask("alice", "@label=\(longest) PONG") == ["@label=\(longest) :chatnet ACK"])
    for label in ["", "=", "=\(longest)l", "=a\rb", "=a\0b"] {
      #expect(!conversation.ask("alice", "@label\(label) PING x").contains { $0.contains("label") })
    }
    conversation.say("alice", bytes: Array("@label=".utf8) + [0xFF] + Array(" PING x".utf8))
    #expect(conversation.heard("alice").map { $0.prefix(18) } == [":chatnet FAIL PING"])
  }

  @Test("errors of the line itself are labelled too")
  func badLine() {
    let conversation = labelling()
    let long = String(repeating: "x", count: 600)
    #expect(conversation.ask("alice", "@label=1 PRIVMSG bob :\(long)")[0].hasPrefix("@label=1 :chatnet 417 "))
    conversation.say("alice", bytes: Array("@label=2 PRIVMSG bob :".utf8) + [0xC3])
    #expect(conversation.heard("alice")[0].hasPrefix("@label=2 :chatnet FAIL PRIVMSG INVALID_UTF8 :"))
    conversation.say("alice", bytes: Array("@label=3 PRIVMSG bob :a\0b".utf8))
    #expect(conversation.heard("alice")[0].hasPrefix("@label=3 :chatnet 400 "))
    conversation.sayOverlong("alice")
    #expect(conversation.heard("alice")[0].hasPrefix(":chatnet 417 "))
  }
}
