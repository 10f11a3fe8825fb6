import Testing

@testable import Relay

@Suite("What is canonically equivalent is one")
struct SpellingTests {
  private let composed = "caf\u{e9}"
  private let decomposed = "cafe\u{301}"

  @Test("a room is one in both normal forms, and shown as it was made", arguments: [true, false])
  func room(isMadeComposed: Bool) {
    let (made, asked) = isMadeComposed ? (composed, decomposed) : (decomposed, composed)
    let conversation = Conversation.inRoom("#\(made)", "alice")
    conversation.enter("bob")
    let joined = conversation.ask("bob", "JOIN #\(asked.uppercased().lowercased())")
    // To Swift the two spellings are one string: the bytes tell which it is.
    #expect((joined.first?.utf8).map(Array.init) == Array("\(by("bob")) JOIN #\(made)".utf8))
    #expect(joined.contains(":chatnet 353 bob = #\(made) :@alice bob"))
    conversation.forget()
    #expect(conversation.ask("bob", "PRIVMSG #\(asked) :hi") == [])
    let heard = conversation.heard("alice").map { Array($0.utf8) }
    #expect(heard == [Array("\(by("bob")) PRIVMSG #\(made) :hi".utf8)])
    for (line, numeric) in [
      ("TOPIC #\(asked)", "331"), ("MODE #\(asked)", "324"), ("NAMES #\(asked)", "353"),
      ("LIST #\(asked)", "321"),
      ("WHO #\(asked)", "352"),
    ] {
      #expect(numerics(conversation.ask("bob", line)).first == numeric, "\(line)")
    }
    #expect(numerics(conversation.ask("bob", "LIST #\(asked)")) == ["321", "322", "323"])
    #expect(numerics(conversation.ask("bob", "NAMES #\(asked),#\(made)")) == ["353", "366"])
    #expect(conversation.ask("bob", "PART #\(asked)") == ["\(by("bob")) PART #\(made)"])
  }

  @Test("a room that has gone is gone in both forms")
  func goneRoom() {
    let conversation = Conversation.inRoom("#\(decomposed)", "alice")
    conversation.say("alice", "PART #\(composed)")
    for name in [composed, decomposed] {
      #expect(numerics(conversation.ask("alice", "PRIVMSG #\(name) :x")) == ["403"])
    }
    #expect(conversation.ask("alice", "JOIN #\(composed)").first == "\(by("alice")) JOIN #\(composed)")
  }

  @Test("rooms that only look alike are two")
  func alike() {
    let conversation = Conversation.inRoom("#cafe", "alice")
    conversation.enter("bob")
    #expect(conversation.ask("bob", "JOIN #c\u{430}fe").first == "\(by("bob")) JOIN #c\u{430}fe")
    #expect(conversation.heard("alice") == [])
  }

  @Test("what is said in private reaches a user in both normal forms", arguments: [true, false])
  func user(isComposed: Bool) {
    let (name, asked) = isComposed ? ("Zo\u{eb}", "zoe\u{308}") : ("zoe\u{308}", "ZO\u{eb}")
    let conversation = Conversation()
    conversation.enter("zoe", nick: name)
    conversation.enter("bob")
    #expect(conversation.ask("bob", "PRIVMSG \(asked) :hi") == [])
    let heard = conversation.heard("zoe").map { Array($0.utf8) }
    #expect(heard == [Array("\(by("bob")) PRIVMSG \(name) :hi".utf8)])
    #expect(numerics(conversation.ask("bob", "WHOIS \(asked)")).first == "311")
    #expect(conversation.ask("bob", "ISON \(asked)") == [":chatnet 303 bob :\(name)"])
    #expect(conversation.ask("bob", "USERHOST \(asked)").first?.contains(":\(name)=") == true)
    #expect(numerics(conversation.ask("bob", "WHO \(asked)")) == ["352", "315"])
  }

  @Test("what is said to a name that only looks like one reaches nobody")
  func privateToAlike() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("zoe", nick: "Zo\u{eb}")
    conversation.enter("bob")
    for name in ["\u{430}lice", "ZO\u{cb}", "zo\u{451}", String(repeating: "\u{e9}", count: 200)] {
      #expect(numerics(conversation.ask("bob", "PRIVMSG \(name) :secret")) == ["401"])
    }
    #expect(conversation.heard("alice") + conversation.heard("zoe") == [])
  }

  @Test("who is watched for in one form is told of in the other, once")
  func monitor() {
    let conversation = Conversation()
    conversation.enter("bob")
    #expect(numerics(conversation.ask("bob", "MONITOR + Zoe\u{308},zo\u{eb}")).first == "731")
    #expect(conversation.ask("bob", "MONITOR L").first == ":chatnet 732 bob :Zoe\u{308}")
    conversation.open("zoe")
    conversation.say("zoe", "NICK Zo\u{eb}", "USER zoe 0 * :x")
    #expect(conversation.heard("bob") == [":chatnet 730 * :Zo\u{eb}!~zoe@192.0.2.1"])
    conversation.say("bob", "MONITOR - zo\u{eb}")
    conversation.drop("zoe")
    #expect(conversation.heard("bob") == [])
  }
}
