import Testing
import Wire

@testable import Relay

@Suite("Messages of several lines that are refused")
struct MultilineRefusalTests {
  private func conversation() -> Conversation {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enter("alice", MultilineTests.capabilities)
    conversation.forget()
    return conversation
  }

  private static let long = String(repeating: "x", count: 480)

  /// The lines between the ends of a batch to `#lobby`, and the answer at its end.
  private static let cases: [(lines: [String], answer: String)] = [
    ([], "MULTILINE_INVALID :a message has at least one line"),
    (["@batch=r PRIVMSG #lobby :"], "MULTILINE_INVALID :a message of blank lines alone says nothing"),
    (
      ["@batch=r PRIVMSG #lobby :x", "@batch=r PRIVMSG #bar :y"],
      "MULTILINE_INVALID_TARGET #lobby #bar :a line of the message goes to another target"
    ),
    (
      ["@batch=r PRIVMSG"],
      "MULTILINE_INVALID_TARGET #lobby * :a line of the message goes to another target"
    ),
    (
      ["@batch=r PRIVMSG #lobby :x", "@batch=r NOTICE #lobby :y"],
      "MULTILINE_INVALID :PRIVMSG and NOTICE do not mix in one message"
    ),
    (["@batch=r TAGMSG #lobby"], "MULTILINE_INVALID :only PRIVMSG and NOTICE stand in a batch"),
    (["@batch=r QUIT"], "MULTILINE_INVALID :only PRIVMSG and NOTICE stand in a batch"),
    (
      ["@batch=r;draft/multiline-concat PRIVMSG #lobby :x"],
      "MULTILINE_INVALID :the first line continues no other"
    ),
    (
      ["@batch=r PRIVMSG #lobby :x", "@batch=r;draft/multiline-concat PRIVMSG #lobby :"],
      "MULTILINE_INVALID :a blank line continues no other"
    ),
    (
      ["@batch=r PRIVMSG #lobby :\(long)"],
      "MULTILINE_INVALID :a line is too long to be relayed: at most 470 bytes in one line"
    ),
    (
      ["@batch=r PRIVMSG #lobby :\(long)\(long)"],
      "MULTILINE_INVALID :a line is too long, or not UTF-8, or holds NUL or CR"
    ),
    (
      ["@batch=r PRIVMSG #lobby :a\0b", "@batch=r PRIVMSG #lobby :good"],
      "MULTILINE_INVALID :a line is too long, or not UTF-8, or holds NUL or CR"
    ),
    (
      Array(repeating: "@batch=r PRIVMSG #lobby :x", count: 1_001),
      "MULTILINE_MAX_LINES 1000 :this message has too many lines"
    ),
    (
      Array(repeating: "@batch=r PRIVMSG #lobby :\(long.prefix(400))", count: 164),
      "MULTILINE_MAX_BYTES 65536 :this message has too many bytes"
    ),
  ]

  @Test("nothing of them is relayed, and it is said once, at the end, under the label", arguments: cases)
  func invalid(lines: [String], answer: String) {
    let conversation = conversation()
    conversation.say("alice", "@label=7 BATCH +r draft/multiline #lobby")
    for line in lines { conversation.say("alice", line) }
    conversation.say("alice", "@batch=r PRIVMSG #lobby :more")
    #expect(conversation.heard("alice") == [])
    let isEmpty = answer.hasSuffix("line") && lines.isEmpty || answer.hasSuffix("nothing")
    if isEmpty { return checkEmpty(lines, answer) }
    #expect(conversation.ask("alice", "BATCH -r") == ["@label=7 :chatnet FAIL BATCH \(answer)"])
    #expect(conversation.heard("bob") == [])
    #expect(conversation.ask("alice", "PING x") == [":chatnet PONG chatnet :x"])
  }

  private func checkEmpty(_ lines: [String], _ answer: String) {
    let conversation = conversation()
    conversation.say("alice", "@label=7 BATCH +r draft/multiline #lobby")
    for line in lines { conversation.say("alice", line) }
    #expect(conversation.ask("alice", "BATCH -r") == ["@label=7 :chatnet FAIL BATCH \(answer)"])
    #expect(conversation.heard("bob") == [])
  }

  @Test(
    "a batch that cannot be is refused at its end too",
    arguments: [
      ("BATCH +r chathistory #lobby", "a batch from a client is of the type draft/multiline"),
      ("BATCH +r", "a batch from a client is of the type draft/multiline"),
      ("BATCH +r draft/multiline", "no target is given"),
    ])
  func badOpening(opening: String, text: String) {
    let conversation = conversation()
    conversation.say("alice", "@label=7 \(opening)", "@batch=r PRIVMSG #lobby :x")
    #expect(conversation.heard("alice") == [])
    let answer = "@label=7 :chatnet FAIL BATCH MULTILINE_INVALID :\(text)"
    #expect(conversation.ask("alice", "BATCH -r") == [answer])
    #expect(conversation.heard("bob") == [])
  }

  @Test("who has not asked for the capability is told to")
  func notNegotiated() {
    let conversation = conversation()
    conversation.say("bob", "BATCH +r draft/multiline alice", "@batch=r PRIVMSG alice :x")
    let answer = ":chatnet FAIL BATCH MULTILINE_INVALID :ask for the capability draft/multiline first"
    #expect(conversation.ask("bob", "BATCH -r") == [answer])
    #expect(conversation.heard("alice") == [])
    conversation.open("early")
    #expect(numerics(conversation.ask("early", "BATCH +r draft/multiline alice")) == ["451"])
  }

  @Test(
    "where they may not be said they are refused as any message is",
    arguments: [
      ("nobody", "401 alice nobody :no such user"), ("#nix", "403 alice #nix :no such room"),
      ("#closed", "404 alice #closed :only members may speak in this room"),
    ])
  func noTarget(target: String, answer: String) {
    let conversation = conversation()
    conversation.say("bob", "JOIN #closed", "MODE #closed +n")
    conversation.forget()
    conversation.say("alice", "@label=7 BATCH +r draft/multiline \(target)", "@batch=r PRIVMSG \(target) :x")
    #expect(conversation.heard("alice") == [])
    #expect(conversation.ask("alice", "BATCH -r") == ["@label=7 :chatnet \(answer)"])
    #expect(conversation.heard("bob") == [])
  }

  @Test("one batch is open at a time; a second is refused under its own label, and the first goes on")
  func second() {
    let conversation = conversation()
    conversation.say("alice", "@label=1 BATCH +r draft/multiline #lobby", "@batch=r PRIVMSG #lobby :x")
    let refusal = ":chatnet FAIL BATCH MULTILINE_INVALID :another batch is open, end that one first"
    #expect(conversation.ask("alice", "@label=2 BATCH +s draft/multiline #lobby") == ["@label=2 \(refusal)"])
    let stray = ":chatnet FAIL BATCH MULTILINE_INVALID :no such batch is open"
    #expect(conversation.ask("alice", "@batch=s PRIVMSG #lobby :y") == [stray])
    #expect(conversation.ask("alice", "BATCH -s") == [stray])
    #expect(conversation.ask("alice", "@label=3 BATCH -r").first?.hasPrefix("@label=1;") == true)
    #expect(conversation.heard("bob").count == 1)
  }

  @Test(
    "a line of no batch that is open is never a message of its own",
    arguments: ["PRIVMSG", "NOTICE", "TAGMSG"])
  func stray(verb: String) {
    let conversation = conversation()
    let refusal = ":chatnet FAIL BATCH MULTILINE_INVALID :no such batch is open"
    #expect(conversation.ask("alice", "@batch=r \(verb) #lobby :x") == [refusal])
    #expect(conversation.heard("bob") == [])
  }

  @Test(
    "BATCH needs a reference with its sign", arguments: ["BATCH +", "BATCH -", "BATCH r", "BATCH *r x y"])
  func badReference(line: String) {
    #expect(
      conversation().ask("alice", "@label=1 \(line)") == [
        """
        @label=1 :chatnet FAIL BATCH MULTILINE_INVALID :a batch begins with BATCH +reference and ends with \
        BATCH -reference
        """
      ])
  }

  @Test(
    "a line of which the bytes were lost may have been one of the message's: it is not relayed without it")
  func overlong() {
    let conversation = conversation()
    conversation.say("alice", "@label=7 BATCH +r draft/multiline #lobby", "@batch=r PRIVMSG #lobby :x")
    conversation.sayOverlong("alice")
    #expect(conversation.heard("alice") == [])
    #expect(conversation.ask("alice", "BATCH -r").first?.hasPrefix("@label=7 :chatnet FAIL BATCH ") == true)
    #expect(conversation.heard("bob") == [])
  }

  @Test("one that is never ended is not relayed, and leaves nothing behind")
  func unended() {
    let conversation = conversation()
    for _ in 0..<2 {
      conversation.say("alice", "BATCH +r draft/multiline #lobby", "@batch=r PRIVMSG #lobby :x")
      conversation.drop("alice")
      conversation.enter("alice", MultilineTests.capabilities)
    }
    #expect(conversation.heard("bob") == [])
    #expect(conversation.ask("alice", "BATCH -r").first?.contains("no such batch is open") == true)
    conversation.say("alice", "BATCH +r draft/multiline #lobby", "QUIT")
    #expect(conversation.relay.sessions.allSatisfy { $0?.openBatch == nil })
  }

  @Test("a message of the sender's that was refused so is relayed when it is sent again rightly")
  func again() {
    let conversation = conversation()
    for target in ["#nix", "#lobby"] {
      conversation.say(
        "alice", "@+chatnet/id=a-1 BATCH +r draft/multiline \(target)", "@batch=r PRIVMSG \(target) :x",
        "BATCH -r")
    }
    #expect(conversation.heard("bob").count == 1)
  }

  @Test("one whose next line does not come within two minutes is ended, and its sender told under its label")
  func timeout() {
    let conversation = Conversation()
    conversation.enter("alice", "batch draft/multiline message-tags labeled-response")
    conversation.say("alice", "@label=l BATCH +r draft/multiline alice", "@batch=r PRIVMSG alice :one")
    conversation.wait(seconds: 121)
    #expect(
      conversation.ask("alice", "PING x") == [
        "@label=l :chatnet FAIL BATCH TIMEOUT r :the message was not ended: send it again, with at most 120 s "
          + "between its lines",
        ":chatnet PONG chatnet :x",
      ])
    #expect(
      conversation.ask("alice", "BATCH -r") == [
        ":chatnet FAIL BATCH MULTILINE_INVALID :no such batch is open"
      ])
  }
}
