import Testing

@testable import Relay

@Suite("Whose a name is")
struct ClaimTests {
  private func entered(_ name: String, in conversation: Conversation) -> Bool {
    conversation.relay.isRegistered(conversation.ids[name] ?? SessionID(slot: 0, generation: 99))
  }

  @Test("a login holds its own name from several terminals, as one user")
  func terminals() {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.say("bob", "JOIN #lobby")
    conversation.enter("one", login: "alice", nick: "alice")
    conversation.say("one", "JOIN #lobby")
    conversation.forget()
    conversation.open("two", .local(login: "alice"))
    conversation.say("two", "NICK alice", "USER x 0 * :x")
    #expect(numerics(conversation.heard("two")).last == "422", "it is in no room of the other's")
    #expect(
      conversation.ask("two", "JOIN #lobby") == [
        ":alice!alice@localhost JOIN #lobby", ":chatnet 353 alice = #lobby :bob alice",
        ":chatnet 366 alice #lobby :end of names",
      ])
    #expect(conversation.heard("bob") == [] && conversation.heard("one") == [], "nothing is announced")
    conversation.say("bob", "PRIVMSG alice :hi", "PRIVMSG #lobby :all")
    let heard = ["\(by("bob")) PRIVMSG alice :hi", "\(by("bob")) PRIVMSG #lobby :all"]
    #expect(conversation.heard("one") == heard && conversation.heard("two") == heard)
    conversation.say("two", "PRIVMSG #lobby :from two")
    #expect(conversation.heard("one") == [":alice!alice@localhost PRIVMSG #lobby :from two"])
    #expect(conversation.heard("bob") == [":alice!alice@localhost PRIVMSG #lobby :from two"])
    #expect(conversation.heard("two") == [])
    conversation.drop("one")
    #expect(conversation.heard("bob") == [])
    conversation.drop("two", reason: "gone")
    #expect(conversation.heard("bob") == [":alice!alice@localhost QUIT :gone"])
  }

  @Test("what one terminal does to the user, the others see")
  func together() {
    let conversation = Conversation()
    conversation.enter("one", "echo-message", login: "alice", nick: "alice")
    conversation.enter("two", "echo-message", login: "alice", nick: "alice")
    conversation.enter("bob")
    let source = ":alice!alice@localhost"
    conversation.say("one", "PRIVMSG bob :psst")
    #expect(
      conversation.heard("two") == ["\(source) PRIVMSG bob :psst"], "said in private from one, shown in two")
    #expect(conversation.heard("bob") == ["\(source) PRIVMSG bob :psst"])
    conversation.forget()
    conversation.say("two", "PRIVMSG alice :note")
    #expect(conversation.heard("one") == ["\(source) PRIVMSG alice :note"])
    #expect(conversation.heard("two").count == 2, "delivered and echoed")
    conversation.say("two", "NICK alicia")
    #expect(conversation.heard("one") == ["\(source) NICK alicia"])
  }

  @Test("any other name is a name of one connection, for its own login too")
  func oneConnection() {
    let conversation = Conversation()
    conversation.enter("one", login: "alice", nick: "bob")
    conversation.open("two", .local(login: "alice"))
    conversation.say("two", "NICK bob", "USER x 0 * :x")
    #expect(
      conversation.heard("two") == [
        ":chatnet 433 * bob :this name is taken by another connection of your login: a name that is not the login's own is "
          + "for one of them (leave out -u to share the login's name)"
      ])
    #expect(numerics(conversation.ask("two", "NICK alice")).first == "001")
  }

  @Test("an unseen session takes any name that its login holds")
  func unseenHolder() {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.say("bob", "JOIN #lobby")
    conversation.enter("one", login: "root", nick: "alice")
    conversation.forget()
    conversation.enterUnseen("send", login: "root", nick: "ALICE")
    #expect(entered("send", in: conversation))
    conversation.say("send", "PRIVMSG bob :hi")
    #expect(conversation.heard("bob") == [":alice!root@localhost PRIVMSG bob :hi"])
    conversation.drop("send")
    #expect(conversation.heard("bob") == [] && conversation.heard("one") == [])
    #expect(entered("one", in: conversation))
  }

  @Test("a name that a login holds unseen alone is there for its next session")
  func takesOver() {
    let conversation = Conversation()
    conversation.enter("bob", "away-notify")
    conversation.enterUnseen("send", login: "root", nick: "alice")
    #expect(conversation.ask("bob", "ISON alice") == [":chatnet 303 bob :"])
    conversation.enter("join", login: "root", nick: "alice")
    #expect(entered("join", in: conversation))
    #expect(conversation.ask("bob", "ISON alice") == [":chatnet 303 bob :alice"])
  }

  @Test("who comes back while an unseen session stayed begins anew")
  func beginsAnew() {
    let conversation = Conversation()
    conversation.enter("bob")
    conversation.enter("join", login: "root", nick: "alice")
    conversation.enterUnseen("send", login: "root", nick: "alice")
    conversation.say("join", "AWAY :out", "JOIN #ops")
    conversation.drop("join")
    conversation.wait(seconds: 1_000)
    conversation.enter("again", login: "root", nick: "alice")
    let whois = conversation.ask("bob", "WHOIS alice")
    #expect(numerics(whois) == ["311", "312", "330", "317", "318"], "neither away nor in a room")
    let signedOn = whois[3].split(separator: " ")[5]
    #expect(Int(signedOn) ?? 0 > Int(Conversation.start.milliseconds / 1000) + 1_000)
  }

  @Test(
    "another login, or nobody proven, is refused",
    arguments: [
      .local(login: "mallory"), .local(login: nil), .network(host: "127.0.0.1"),
    ] as [CameFrom], [false, true])
  func refused(origin: CameFrom, isUnseen: Bool) {
    let conversation = Conversation()
    conversation.enter("one", login: "alice", nick: "alice")
    conversation.open("x", origin)
    if isUnseen { conversation.say("x", "CAP REQ chatnet/unseen", "CAP END") }
    _ = conversation.heard("x")
    conversation.say("x", "NICK alice", "USER x 0 * :x")
    let isOverTCP = if case .network = origin { true } else { false }
    let way =
      " by the login alice of this host: if that is you, come over its Unix socket (leave out -p), and both share it"
    #expect(
      conversation.heard("x") == [
        ":chatnet 433 * alice :this name is taken\(isOverTCP ? way : "")"
      ])
  }

  @Test("a login whose name is no name of ours still may come under it, changed")
  func oddLogin() {
    let conversation = Conversation()
    conversation.enter("one", login: "a.b", nick: "a-b")
    conversation.enter("two", login: "a.b", nick: "a-b")
    #expect(entered("two", in: conversation))
  }
}
