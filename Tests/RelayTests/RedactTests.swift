import Testing
import Wire

@testable import Relay

@Suite("REDACT")
struct RedactTests {
  private static let capabilities = "draft/message-redaction message-tags echo-message"

  /// alice operates #den, bob is in it, and carol knows no redaction.
  private func conversation() -> Conversation {
    let conversation = Conversation {
      $0.node.hasStore = true
      $0.node.reportsFacts = true
    }
    for name in ["alice", "bob"] { conversation.enter(name, RedactTests.capabilities) }
    conversation.enter("carol", "message-tags")
    for name in ["alice", "bob", "carol"] { conversation.say(name, "JOIN #den") }
    conversation.forget()
    return conversation
  }

  /// Says something, and gives its id.
  private func id(of line: String, by name: String, in conversation: Conversation) -> String {
    let echo = conversation.ask(name, line).first { $0.contains("msgid=") } ?? ""
    conversation.forget()
    return String(echo.split(separator: "msgid=").last?.prefix(13) ?? "")
  }

  @Test(
    "takes back what one has said oneself, and what operators of the room want gone",
    arguments: ["alice", "bob"])
  func redacted(who: String) {
    let conversation = conversation()
    let id = id(of: "PRIVMSG #den :oops", by: "bob", in: conversation)
    #expect(conversation.ask("carol", "CHATHISTORY LATEST #den * 10").joined().contains("oops"))
    let line = "\(by(who)) REDACT #den \(id) :typo"
    #expect(conversation.ask(who, "REDACT #den \(id) :typo").filter { !$0.hasPrefix("(hold") } == [line])
    #expect(conversation.heard(who == "alice" ? "bob" : "alice") == [line])
    #expect(conversation.heard("carol") == [])
    #expect(!conversation.ask("carol", "CHATHISTORY LATEST #den * 10").joined().contains("oops"))
    #expect(
      conversation.ask(who, "REDACT #den \(id)") == [
        ":chatnet FAIL REDACT UNKNOWN_MSGID #den \(id) :no message of that id is kept here"
      ])
  }

  @Test("refuses what is another's, what is not known, and where nothing can be taken back")
  func refused() {
    let conversation = conversation()
    let id = id(of: "PRIVMSG #den :mine", by: "alice", in: conversation)
    #expect(
      conversation.ask("bob", "REDACT #den \(id)") == [
        ":chatnet FAIL REDACT REDACT_FORBIDDEN #den \(id) :you may take back what you have said yourself"
      ])
    #expect(conversation.ask("bob", "REDACT #den nonsense")[0].contains("UNKNOWN_MSGID #den nonsense"))
    for target in ["#gone", "carol"] {
      #expect(
        conversation.ask("bob", "REDACT \(target) \(id)")[0].contains("FAIL REDACT INVALID_TARGET \(target)"))
    }
    #expect(conversation.ask("alice", "CHATHISTORY LATEST #den * 10").joined().contains("mine"))
  }

  @Test("a name that was another's before gives no right to what that one has said")
  func laterHolder() {
    let conversation = conversation()
    let id = id(of: "PRIVMSG #den :secret", by: "bob", in: conversation)
    conversation.say("bob", "NICK robert")
    conversation.say("carol", "NICK bob")
    conversation.forget()
    #expect(conversation.ask("carol", "REDACT #den \(id)")[0].contains("REDACT_FORBIDDEN"))
    #expect(conversation.ask("bob", "REDACT #den \(id)")[0].contains("REDACT_FORBIDDEN"))
  }

  @Test("between accounts both sides are told")
  func privately() {
    let conversation = conversation()
    for login in ["root", "dave"] { conversation.enter(login, RedactTests.capabilities, login: login) }
    let id = id(of: "PRIVMSG dave :psst", by: "root", in: conversation)
    let line = ":root!root@localhost REDACT dave \(id)"
    #expect(conversation.ask("root", "REDACT dave \(id)").filter { !$0.hasPrefix("(hold") } == [line])
    #expect(conversation.heard("dave") == [line])
  }

  @Test("is offered where history is kept alone", arguments: [false, true])
  func offered(hasStore: Bool) {
    let conversation = Conversation { $0.node.hasStore = hasStore }
    conversation.open("bob")
    #expect(conversation.ask("bob", "CAP LS 302").joined().contains("draft/message-redaction") == hasStore)
  }

  @Test("the request is written with the state")
  func state() throws {
    let conversation = conversation()
    let id = id(of: "PRIVMSG #den :oops", by: "bob", in: conversation)
    conversation.answersRequests = false
    conversation.say("bob", "REDACT #den \(id) :why")
    let state = conversation.relay.encodedState()
    let other = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(other.encodedState() == state)
  }
}
