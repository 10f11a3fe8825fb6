import Testing

@testable import Relay

@Suite("The name of a login of the host")
struct LoginNameTests {
  private func conversation() -> Conversation {
    let conversation = Conversation()
    conversation.host.owners = ["alice": .login("alice"), "Alice": .login("alice"), "carol": .peer]
    return conversation
  }

  private static let text =
    ":this name belongs to the login alice of this host: come over its Unix socket (leave out -p) or from a process of "
    + "that login, or take another name"

  @Test("is refused to others, over the network and over the socket, and 433 names the way")
  func refused() {
    let conversation = conversation()
    for (name, from) in [("a", CameFrom.network(host: "192.0.2.1")), ("b", .local(login: "root"))] {
      conversation.open(name, from)
      conversation.say(name, "NICK alice", "USER x 0 * :x")
      #expect(conversation.heard(name) == [":chatnet 433 * alice \(LoginNameTests.text)"])
      #expect(numerics(conversation.ask(name, "NICK \(name)")).first == "001", "another name is free")
    }
  }

  @Test(
    "is refused to others also in letters that look like it",
    arguments: ["\u{430}lice", "ALIC\u{395}", "\u{ff41}lice"])
  func looksAlike(name: String) {
    let conversation = conversation()
    conversation.open("a")
    conversation.say("a", "NICK \(name)", "USER x 0 * :x")
    #expect(conversation.heard("a") == [":chatnet 433 * \(name) \(LoginNameTests.text)"])
    conversation.enter("bob")
    #expect(conversation.ask("bob", "NICK \(name)") == [":chatnet 433 bob \(name) \(LoginNameTests.text)"])
  }

  @Test("is the login's over the socket, and that of a process of the login over the network")
  func own() {
    let conversation = conversation()
    conversation.enter("one", login: "alice", nick: "alice")
    #expect(conversation.ask("one", "PING x").count == 1)
    conversation.open("c", .network(host: "127.0.0.1"))
    conversation.say("c", "NICK carol", "USER x 0 * :x")
    let heard = conversation.heard("c")
    #expect(numerics(heard).first == "001")
    #expect(
      !conversation.ask("one", "WHOIS carol").contains { $0.contains(" 330 ") }, "the name, never the account"
    )
  }

  @Test("is refused to who would be called so later, under the label of the command")
  func renaming() {
    let conversation = conversation()
    conversation.enter("bob", "labeled-response batch")
    #expect(
      conversation.ask("bob", "@label=7 NICK Alice") == [
        "@label=7 :chatnet 433 bob Alice \(LoginNameTests.text)"
      ])
    #expect(conversation.ask("bob", "@label=8 NICK carol") == ["@label=8 \(by("bob")) NICK carol"])
  }

  @Test("while it is found out whose a name is the session waits, and others go on")
  func waiting() throws {
    let conversation = conversation()
    conversation.enter("bob")
    conversation.answersRequests = false
    conversation.open("a")
    conversation.say("a", "NICK ann", "USER a 0 * :x")
    let id = try #require(conversation.ids["a"])
    #expect(conversation.relay.isWaiting(id) && conversation.heard("a") == [])
    #expect(conversation.ask("bob", "PING x").count == 1)
    let request = try #require(conversation.requests.first)
    #expect(request.session == id && request.question == .owner(name: Array("ann".utf8)))
    conversation.answer(request)
    #expect(!conversation.relay.isWaiting(id))
    #expect(numerics(conversation.heard("a")).first == "001")
  }

  @Test("what cannot be found out is refused, and a name that another took meanwhile is taken")
  func meanwhile() throws {
    let conversation = conversation()
    conversation.answersRequests = false
    for name in ["a", "b", "c"] { conversation.open(name) }
    for name in ["a", "b"] { conversation.say(name, "NICK ann", "USER a 0 * :x") }
    conversation.say("c", "NICK cat", "USER a 0 * :x")
    let requests = conversation.requests
    #expect(requests.count == 3)
    for request in requests[..<2] { conversation.answer(request) }
    conversation.answer(requests[2], .unavailable)
    #expect(numerics(conversation.heard("a")).first == "001")
    #expect(conversation.heard("b") == [":chatnet 433 * ann :this name is taken"])
    #expect(conversation.heard("c").first?.contains("433 * cat :it cannot be found out") == true)
  }

  @Test("an answer for a session that has gone, or for a request that it no longer waits for, is nothing")
  func late() throws {
    let conversation = conversation()
    conversation.answersRequests = false
    conversation.open("a")
    conversation.say("a", "NICK ann", "USER a 0 * :x")
    let request = try #require(conversation.requests.first)
    conversation.drop("a")
    conversation.answer(request)
    #expect(!conversation.relay.isRegistered(request.session))
    conversation.open("b", .local(login: "root"))
    conversation.idle("b")
    #expect(conversation.heard("b").last == "(closed)", "one that waits is closed like others")
  }
}
