import Testing

@testable import Relay

@Suite("Names of services")
struct ServiceNameTests {
  private let advice =
    "this server has no services, and nobody got this: over its Unix socket a login has its name without a "
    + "password, and operators of a room rule it by MODE, KICK and TOPIC"

  @Test("are nobody's", arguments: ["NickServ", "chanserv", "GLOBAL", "alis", "Ni\u{441}kServ"])
  func reserved(name: String) {
    let conversation = Conversation()
    conversation.enter("me")
    let why = "this name is reserved: elsewhere a service is called so"
    #expect(conversation.ask("me", "NICK \(name)") == [":chatnet 432 me \(name) :\(why)"])
    conversation.open("b", .local(login: "root"))
    conversation.say("b", "NICK \(name)", "USER b 0 * :b")
    #expect(conversation.heard("b") == [":chatnet 432 * \(name) :\(why)"])
  }

  @Test("answer a message by a NOTE that says what to do instead", arguments: ["NickServ", "Ni\u{441}kServ"])
  func note(name: String) {
    let conversation = Conversation()
    conversation.enter("me", "standard-replies")
    for verb in ["PRIVMSG", "NOTICE"] {
      #expect(
        conversation.ask("me", "\(verb) \(name) :IDENTIFY secret") == [
          ":chatnet NOTE \(verb) NO_SERVICES \(name) :\(advice)",
          ":chatnet 401 me \(name) :no such user: this server has no services",
        ])
    }
  }

  @Test("answer by a NOTICE who does not know standard replies")
  func notice() {
    let conversation = Conversation()
    conversation.enter("me")
    #expect(
      conversation.ask("me", "PRIVMSG nickserv :help") == [
        ":chatnet NOTICE me :\(advice)",
        ":chatnet 401 me nickserv :no such user: this server has no services",
      ])
  }

  @Test("any other name that nobody has is no such user, and nothing more")
  func others() {
    let conversation = Conversation()
    conversation.enter("me", "standard-replies")
    for name in ["nickserve", "\u{e9}mile"] {
      #expect(conversation.ask("me", "PRIVMSG \(name) :x") == [":chatnet 401 me \(name) :no such user"])
    }
  }
}
