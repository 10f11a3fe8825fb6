import Testing

@testable import Relay

@Suite("Unseen sessions that await replies")
struct RepliesTests {
  private func conversation() -> Conversation {
    let conversation = Conversation.inRoom("#lobby", "bob")
    conversation.enterUnseen("ask", "chatnet/replies echo-message", login: "root", nick: "root")
    conversation.forget()
    return conversation
  }

  @Test("receive what is said to their user in private, and nothing else", arguments: ["PRIVMSG", "NOTICE"])
  func receive(verb: String) {
    let conversation = conversation()
    conversation.say("bob", "\(verb) root :yes", "\(verb) #lobby :all", "INVITE root #lobby")
    #expect(conversation.heard("ask") == ["\(by("bob")) \(verb) root :yes"])
    #expect(numerics(conversation.heard("bob")) == ["401"], "the INVITE alone is refused")
  }

  @Test("are in no list all the same")
  func unlisted() {
    let conversation = conversation()
    #expect(conversation.ask("bob", "ISON root") == [":chatnet 303 bob :"])
    #expect(conversation.ask("bob", "MONITOR + root") == [":chatnet 731 bob :root"])
    #expect(numerics(conversation.ask("bob", "WHO *")) == ["352", "315"])
    #expect(numerics(conversation.ask("bob", "WHOIS root")) == ["401", "318"])
    conversation.drop("ask")
    #expect(conversation.heard("bob") == [])
    #expect(numerics(conversation.ask("bob", "PRIVMSG root :x")) == ["401"])
  }

  @Test("USERHOST alone names their user, for it asks who can be written to")
  func userhost() {
    let conversation = conversation()
    #expect(
      conversation.ask("bob", "USERHOST ROOT bob") == [
        ":chatnet 302 bob :root=+root@localhost bob=+~bob@192.0.2.1"
      ])
    conversation.say("ask", "CAP REQ -chatnet/replies")
    #expect(conversation.ask("bob", "USERHOST root") == [":chatnet 302 bob :"])
  }

  @Test("receive it beside the watched sessions of their user, once each")
  func beside() {
    let conversation = conversation()
    conversation.enter("join", "echo-message", login: "root", nick: "root")
    conversation.enterUnseen("send", login: "root", nick: "root")
    conversation.forget()
    conversation.say("bob", "PRIVMSG root :yes")
    for name in ["ask", "join"] { #expect(conversation.heard(name) == ["\(by("bob")) PRIVMSG root :yes"]) }
    #expect(conversation.heard("send") == [])
    #expect(conversation.ask("ask", "PRIVMSG bob :well?") == [":root!root@localhost PRIVMSG bob :well?"])
    #expect(conversation.heard("join") == [":root!root@localhost PRIVMSG bob :well?"], "the sender's own")
    conversation.say("ask", "AWAY")
    conversation.forget()
    conversation.say("bob", "PRIVMSG root :seen")
    #expect(conversation.heard("ask").count == 1, "one that is watched from now on has it once")
  }

  @Test("the capability is switched on and off at any time")
  func switched() {
    let conversation = conversation()
    conversation.say("ask", "CAP REQ -chatnet/replies")
    #expect(numerics(conversation.ask("bob", "PRIVMSG root :x")) == ["401"])
    conversation.say("ask", "CAP REQ chatnet/replies")
    conversation.forget()
    #expect(conversation.ask("bob", "PRIVMSG root :x") == [])
    #expect(conversation.heard("ask").count == 1)
  }
}
