import Testing

@testable import Relay

@Suite("What the relay asks and tells of who comes in")
struct AdmissionTests {
  private static let fault = "the server password is missing or wrong"

  private func conversation() -> Conversation {
    let conversation = Conversation { $0.node.password = "sesame" }
    conversation.answersRequests = false
    return conversation
  }

  /// Says a password, and gives the request that follows.
  private func request(_ conversation: Conversation, password: String) throws -> Request {
    conversation.open("a")
    conversation.say("a", "PASS \(password)", "NICK alice", "USER a 0 * :x")
    #expect(conversation.heard("a") == [])
    let request = try #require(conversation.requests.first)
    #expect(request.question == .attempt(after: 0))
    return request
  }

  @Test("a password is looked at once that is granted, and once")
  func granted() throws {
    let conversation = conversation()
    conversation.host.owners = ["alice": .login("alice")]
    conversation.answer(try request(conversation, password: "sesame"), .attemptGranted)
    #expect(conversation.requests.map(\.question) == [.owner(name: Array("alice".utf8))])
    conversation.answersRequests = true
    conversation.answer(try #require(conversation.requests.first))
    #expect(conversation.heard("a").first?.contains(" 433 ") == true)
    conversation.answersRequests = false
    conversation.say("a", "NICK ann")
    #expect(conversation.requests.map(\.question) == [.owner(name: Array("ann".utf8))])
  }

  @Test("a wrong one is told of, a missing one is not, and neither comes in")
  func wrong() throws {
    let conversation = conversation()
    let asked = try request(conversation, password: "guess")
    conversation.relay.take(.answer(asked.id, asked.session, .attemptGranted), at: conversation.now)
    #expect(conversation.relay.outbox.items.map(\.kind) == [.mistaken, .send, .close])
    conversation.relay.outbox.clear()
    conversation.open("b")
    conversation.say("b", "NICK bob", "USER b 0 * :x")
    #expect(
      conversation.heard("b") == [":chatnet 464 bob :\(Self.fault)", "ERROR :\(Self.fault)", "(closed)"])
  }

  @Test("one that is not looked at is told when the next would be, though it is the right one")
  func refused() throws {
    let conversation = conversation()
    conversation.answer(
      try request(conversation, password: "sesame"), .attemptRefused(seconds: 9))
    let fault = "too many wrong passwords: try again in 9 s"
    #expect(conversation.heard("a") == [":chatnet 464 alice :\(fault)", "ERROR :\(fault)", "(closed)"])
  }

  @Test(
    "who registers is told of, and whether nobody sees it and no account vouches for it",
    arguments: [
      (CameFrom.network(host: "192.0.2.1"), "batch", false),
      (.network(host: "192.0.2.1"), "chatnet/unseen", true), (.local(login: "bob"), "chatnet/unseen", false),
    ] as [(CameFrom, String, Bool)])
  func registered(from: CameFrom, capability: String, isUnseen: Bool) throws {
    let conversation = Conversation()
    conversation.open("a", from)
    conversation.say("a", "CAP REQ \(capability)", "NICK alice", "USER a 0 * :x")
    conversation.answersRequests = false
    conversation.say("a", "CAP END")
    let asked = try #require(conversation.requests.first)
    conversation.relay.take(.answer(asked.id, asked.session, .owner(.nobody)), at: conversation.now)
    let items = conversation.relay.outbox.items.filter { $0.kind == .registered }
    #expect(items.map(\.isUnseen) == [isUnseen])
    conversation.relay.outbox.clear()
  }

  @Test("a session for which there is no place is told why, and the others see it leave")
  func dismissed() throws {
    let conversation = Conversation.inRoom("#lobby", "alice", "bob")
    let id = try #require(conversation.ids["alice"])
    for _ in 0..<2 { conversation.take(.dismissed(id, reason: Array("no place".utf8))) }
    #expect(conversation.heard("alice") == ["ERROR :no place", "(closed)"])
    #expect(conversation.heard("bob") == ["\(by("alice")) QUIT :no place"])
  }

  @Test("over the Unix socket there are places when all others are taken, and a bounded number")
  func local() {
    let conversation = Conversation {
      $0.node.maximumClients = 2
      $0.node.placesForLocal = 1
    }
    for name in ["a", "b"] { conversation.enter(name) }
    let full = ["ERROR :this server is full, try again later", "(closed)"]
    conversation.open("c")
    #expect(conversation.heard("c") == full)
    conversation.enter("d", login: "dora")
    #expect(conversation.ask("d", "PING x").count == 1)
    conversation.open("e", .local(login: "eve"))
    #expect(conversation.heard("e") == full)
  }
}
