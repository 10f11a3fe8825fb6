import Testing

@testable import Relay

@Suite("The modes of a user")
struct UserModeTests {
  @Test(
    "are echoed as they change, and shown",
    arguments: [
      ("+i", [":bob!~bob@192.0.2.1 MODE bob +i"], "+i"),
      ("+wi-w", [":bob!~bob@192.0.2.1 MODE bob +wi-w"], "+i"),
      ("-i", [], "+"), ("+RT", [":bob!~bob@192.0.2.1 MODE bob +RT"], "+RT"), ("+o", [], "+"),
      ("+B", [":bob!~bob@192.0.2.1 MODE bob +B"], "+B"),
      ("+iq", [":bob!~bob@192.0.2.1 MODE bob +i", ":chatnet 501 bob :unknown user mode"], "+i"),
    ])
  func changed(letters: String, answer: [String], modes: String) {
    let conversation = Conversation()
    conversation.enter("bob")
    #expect(conversation.ask("bob", "MODE bob \(letters)") == answer)
    #expect(conversation.ask("bob", "MODE bob") == [":chatnet 221 bob \(modes)"])
  }

  @Test(
    "i hides from strangers in lists, not from logins and members of the same room, and not by name",
    arguments: [
      ("WHO *", ["carol"]), ("WHO a*", []), ("WHO alice", ["alice"]), ("WHO #den", []), ("NAMES #den", []),
    ])
  func invisible(line: String, seen: [String]) {
    let conversation = Conversation()
    for name in ["alice", "carol", "dave"] { conversation.enter(name) }
    conversation.enter("root", login: "root")
    conversation.say("alice", "MODE alice +i", "JOIN #den")
    func names(_ asker: String) -> [String] {
      conversation.ask(asker, line).filter { $0.contains(" 352 ") || $0.contains(" 353 ") }.flatMap { text in
        ["alice", "carol"].filter { name in text.dropFirst(15).contains(name) }
      }
    }
    #expect(names("carol") == seen)
    #expect(names("root").contains("alice"))
    conversation.say("dave", "JOIN #den")
    #expect(names("dave").contains("alice"))
    #expect(!conversation.ask("carol", "WHOIS alice").joined().contains(" 319 "))
    #expect(conversation.ask("dave", "WHOIS alice").joined().contains(" 319 "))
  }

  @Test("R refuses private messages of those who have proven to be nobody, T those that are CTCP but actions")
  func refusing() {
    let conversation = Conversation()
    conversation.enter("alice")
    conversation.enter("bob")
    conversation.enter("root", login: "root")
    conversation.say("alice", "MODE alice +T")
    conversation.forget()
    #expect(
      conversation.ask("bob", "PRIVMSG alice :\u{1}VERSION\u{1}") == [":chatnet 531 bob alice :takes no CTCP"]
    )
    #expect(conversation.heard("alice") == [])
    conversation.say("bob", "PRIVMSG alice :\u{1}ACTION waves\u{1}", "PRIVMSG alice :hi")
    #expect(conversation.heard("alice").count == 2)
    conversation.say("alice", "MODE alice -T+R")
    conversation.forget()
    #expect(
      conversation.ask("bob", "PRIVMSG alice :hi") == [
        ":chatnet 477 bob alice :takes private messages of those alone who have proven to be an account"
      ])
    conversation.say("root", "PRIVMSG alice :hi")
    #expect(conversation.heard("alice").count == 1)
  }

  @Test("w hears what operators of the server say to all, and nobody else does")
  func wallops() {
    let conversation = Conversation {
      $0.network.operators = [AccountID(realm: .host("localhost"), name: "root")]
    }
    for name in ["alice", "bob"] { conversation.enter(name) }
    conversation.enter("root", login: "root")
    conversation.say("alice", "MODE alice +w")
    conversation.forget()
    #expect(
      conversation.ask("bob", "WALLOPS :hi") == [
        ":chatnet 481 bob :only an operator of the server may do this (OPER)"
      ])
    conversation.say("root", "OPER")
    #expect(conversation.ask("root", "WALLOPS :hi all") == [])
    #expect(conversation.heard("alice") == [":root!root@localhost WALLOPS :hi all"])
    #expect(conversation.heard("bob") == [])
  }
}
