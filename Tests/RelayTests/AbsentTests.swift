import Testing

@testable import Relay

@Suite("Who is not here")
struct AbsentTests {
  private static let told = "echo-message labeled-response batch standard-replies message-tags"

  /// A server that keeps what is said, at which bob's login has been and has left, and alice's is.
  private func conversation(
    _ capabilities: String = told, _ change: (inout RelayConfiguration) -> Void = { _ in }
  ) -> Conversation {
    let conversation = Conversation { configuration in
      configuration.node.hasStore = true
      configuration.node.reportsFacts = true
      configuration.node.awaitsCommits = true
      change(&configuration)
    }
    arrive(conversation, "bob")
    conversation.drop("bob")
    arrive(conversation, "alice", capabilities)
    return conversation
  }

  /// Enters over the socket and joins the lobby, as a person does, with the answers to every PING.
  @discardableResult
  private func arrive(
    _ conversation: Conversation, _ name: String, _ capabilities: String = "server-time message-tags",
    nick: String? = nil, login: String? = nil, answering: Bool = true
  ) -> [String] {
    conversation.enter(name, capabilities, login: login ?? name, nick: nick)
    return hear(conversation, name, after: "JOIN #lobby", answering: answering)
  }

  /// What a session is told that waited, for a line of its own; it says that it has received it.
  private func hear(
    _ conversation: Conversation, _ name: String, after line: String, answering: Bool = true
  ) -> [String] {
    let lines = conversation.ask(name, line)
    if answering, let ping = lines.last, ping.hasPrefix("PING :received-") {
      conversation.say(name, "PONG :\(ping.dropFirst(6))")
    }
    return lines.filter { $0.contains(" PRIVMSG ") || $0.contains(" NOTICE ") || $0.contains(" BATCH ") }
  }

  @Test("A message waits, its sender is told so behind the commit, and it comes once, with its time and id")
  func waits() {
    let conversation = conversation()
    let lines = conversation.ask("alice", "@label=x PRIVMSG bob :hi")
    #expect(lines.first == "(hold 1)")
    #expect(lines[1].hasPrefix("@label=x :chatnet BATCH +"))
    #expect(lines[2].hasSuffix(" :alice!alice@localhost PRIVMSG bob :hi"))
    #expect(
      lines[3].hasSuffix(
        ":chatnet NOTE PRIVMSG MESSAGE_WAITS bob :bob is not here; the message waits for them"))
    conversation.wait(seconds: 3_600)
    let heard = arrive(conversation, "bob", "server-time message-tags account-tag")
    #expect(heard.count == 1)
    #expect(heard[0].hasPrefix("@time=2026-11-21T08:00:"))
    #expect(heard[0].contains(";account=alice;msgid="))
    #expect(heard[0].hasSuffix(" :alice!alice@localhost PRIVMSG bob :hi"))
    #expect(hear(conversation, "bob", after: "PART #lobby") == [])
    conversation.drop("bob")
    #expect(arrive(conversation, "bob") == [])
  }

  @Test("a client without standard replies is told by 301, and one without server-time when it was said")
  func plain() {
    let conversation = conversation("")
    #expect(
      conversation.ask("alice", "PRIVMSG BOB :hi") == [
        "(hold 1)", ":chatnet 301 alice BOB :not here; the message waits",
      ])
    #expect(
      arrive(conversation, "bob", "") == [":alice!alice@localhost PRIVMSG bob :[2026-11-21 08:00Z] hi"])
  }

  @Test(
    "nobody is waited for who has not been here as a person, whom nobody can prove to be, or whose name cannot be",
    arguments: ["carol", "logger", "eve", "NickServ", "x.y"])
  func unknown(name: String) {
    let conversation = conversation()
    conversation.enter("eve")
    conversation.say("eve", "JOIN #lobby")
    conversation.drop("eve")
    conversation.enter("logger", login: "logger")
    conversation.say("logger", "MODE logger +B", "JOIN #lobby")
    conversation.drop("logger")
    conversation.enterUnseen("carol", login: "carol")
    conversation.drop("carol")
    #expect(numerics(conversation.ask("alice", "PRIVMSG \(name) :hi")).contains("401"))
    #expect(conversation.facts.allSatisfy { if case .message = $0.event { false } else { true } })
  }

  @Test("where nothing is kept, with +chatnet/online, and of several targets in a line nothing waits")
  func refused() {
    let conversation = conversation("message-tags")
    #expect(
      conversation.ask("alice", "@+chatnet/online PRIVMSG bob :hi") == [
        ":chatnet 401 alice bob :no such user"
      ])
    #expect(
      conversation.ask("alice", "PRIVMSG bob,alice :hi").contains(
        ":chatnet 401 alice bob :no such user here: to leave a message write to one name alone"))
    #expect(numerics(conversation.ask("alice", "TAGMSG bob")) == ["401"])
    let without = Conversation()
    arrive(without, "bob")
    without.drop("bob")
    without.enter("alice")
    #expect(without.ask("alice", "PRIVMSG bob :hi") == [":chatnet 401 alice bob :no such user"])
  }

  @Test("A bot and an unseen session of the login are told nothing of it; the next person is")
  func bots() {
    let conversation = conversation()
    conversation.say("alice", "PRIVMSG bob :hi")
    conversation.enter("logger", login: "bob", nick: "bob")
    conversation.say("logger", "MODE bob +B")
    #expect(hear(conversation, "logger", after: "JOIN #lobby") == [])
    conversation.enterUnseen("sender", "chatnet/replies", login: "bob", nick: "bob")
    #expect(hear(conversation, "sender", after: "PRIVMSG alice :x") == [])
    #expect(arrive(conversation, "terminal", nick: "bob", login: "bob").count == 1)
    #expect(conversation.heard("logger").allSatisfy { !$0.contains("PRIVMSG") })
  }

  @Test("who comes over TCP under the login's name has no account, and is told nothing")
  func stranger() {
    let conversation = conversation()
    conversation.say("alice", "PRIVMSG bob :hi")
    conversation.enter("bob")
    #expect(hear(conversation, "bob", after: "JOIN #lobby") == [])
  }

  @Test(
    "What a session did not receive is told to the next one, which may be here already, under the same id")
  func lost() {
    let conversation = conversation()
    conversation.say("alice", "PRIVMSG bob :hi")
    let first = arrive(conversation, "bob", answering: false)
    #expect(first.count == 1)
    // A second terminal hears what is said now, and not what the first is told.
    #expect(arrive(conversation, "second", nick: "bob", login: "bob") == [])
    conversation.say("alice", "PRIVMSG bob :live")
    #expect(conversation.heard("second").count { $0.hasSuffix(":live") } == 1)
    conversation.drop("bob")
    #expect(hear(conversation, "second", after: "PONG :x") == first)
    #expect(hear(conversation, "second", after: "PONG :x") == [])
  }

  @Test("More than a page comes in order")
  func pages() {
    let conversation = conversation("")
    conversation.checksInvariants = false
    let count = WaitingLimit.page * 2 + 7
    for number in 0..<count { conversation.say("alice", "NOTICE bob :\(number)") }
    let heard = arrive(conversation, "bob", "")
    #expect(heard.map { $0.split(separator: " ").last.map(String.init) } == (0..<count).map { "\($0)" })
  }

  @Test("A message of several lines waits as one, and comes as one to who takes such")
  func multiline() {
    let conversation = conversation("\(Self.told) draft/multiline")
    conversation.say("alice", "@label=1 BATCH +a draft/multiline bob", "@batch=a PRIVMSG bob :one")
    conversation.say("alice", "@batch=a PRIVMSG bob :two")
    let lines = conversation.ask("alice", "BATCH -a")
    #expect(lines.contains { $0.contains(" MESSAGE_WAITS bob :") })
    let heard = arrive(conversation, "bob", "server-time batch draft/multiline")
    #expect(heard.count == 4)
    #expect(heard[0].contains(" BATCH +") && heard[0].hasSuffix(" draft/multiline bob"))
    conversation.drop("bob")
    conversation.say("alice", "PRIVMSG bob :end")
    #expect(arrive(conversation, "bob").count == 1)
  }

  @Test("Of one sender so much waits and no more, which is said; others still can")
  func limit() {
    let conversation = conversation()
    conversation.checksInvariants = false
    for number in 0..<WaitingLimit.messagesOfSender { conversation.say("alice", "PRIVMSG bob :\(number)") }
    #expect(
      conversation.ask("alice", "@label=x PRIVMSG bob :more") == [
        "@label=x :chatnet FAIL PRIVMSG TOO_MANY_WAITING bob :not here, and as much of yours waits for them as can "
          + "(\(WaitingLimit.messagesOfSender) messages, or \(WaitingLimit.bytesOfSender >> 10) KiB): no more can be left"
      ])
    arrive(conversation, "carol", "")
    #expect(numerics(conversation.ask("carol", "PRIVMSG bob :hi")).last == "301")
  }

  @Test("Where the store cannot tell, nothing is left, and that is said")
  func unavailable() {
    let conversation = conversation()
    conversation.answersRequests = false
    conversation.say("alice", "@label=x PRIVMSG bob :hi")
    conversation.forget()
    conversation.answer(conversation.requests[0], .unavailable)
    #expect(
      conversation.heard("alice") == [
        "@label=x :chatnet FAIL PRIVMSG TEMPORARILY_UNAVAILABLE bob :not here, and nothing can be left at the moment: "
          + "try again later"
      ])
  }

  @Test(
    "who came while it was found out whose the name is hears it at once, and so does the login under another name"
  )
  func meanwhile() {
    let conversation = conversation()
    conversation.answersRequests = false
    conversation.say("alice", "PRIVMSG bob :hi")
    let asked = conversation.requests[0]
    conversation.answersRequests = true
    arrive(conversation, "bob")
    conversation.answer(asked)
    #expect(conversation.heard("bob").count { $0.hasSuffix("PRIVMSG bob :hi") } == 1)
    conversation.drop("bob")
    arrive(conversation, "other", nick: "bobby", login: "bob")
    let lines = conversation.ask("alice", "PRIVMSG bob :you")
    #expect(lines.last?.hasSuffix(" NOTE PRIVMSG OTHER_NAME bob :bob is here as bobby") == true)
    #expect(conversation.heard("other").count { $0.hasSuffix("PRIVMSG bobby :you") } == 1)
  }

  @Test("nobody leaves a message for oneself, nor is told it under another name: a bot would answer itself")
  func oneself() {
    let conversation = conversation()
    conversation.enter("bot", Self.told, login: "alice", nick: "echo")
    conversation.drop("alice")
    let lines = conversation.ask("bot", "PRIVMSG alice :you said: hi")
    #expect(lines.count == 1 && lines[0].contains(" 401 echo alice "), "\(lines)")
    #expect(arrive(conversation, "alice") == [])
  }

  @Test("who has received a part of what waited, and leaves, is told the rest at the next coming")
  func part() throws {
    let conversation = conversation()
    for text in ["one", "two", "three"] { conversation.say("alice", "PRIVMSG bob :\(text)") }
    let told = arrive(conversation, "bob", answering: false)
    let tag = try #require(told[1].firstRange(of: "msgid="))
    conversation.say("bob", "PONG :received-\(told[1][tag.upperBound...].prefix(13))", "QUIT")
    conversation.drop("bob")
    #expect(arrive(conversation, "bob").map { $0.suffix(6) } == [":three"])
  }

  @Test("what is sent once more under its id waits once")
  func repeated() {
    let conversation = conversation()
    conversation.say("alice", "@+chatnet/id=7 PRIVMSG bob :hi", "@+chatnet/id=7 PRIVMSG bob :hi")
    #expect(arrive(conversation, "bob").count == 1)
  }

  @Test("WHOWAS tells whether a message would wait")
  func whowas() {
    let conversation = conversation()
    // 330 tells the account; what it was called is told where it is remembered.
    #expect(
      conversation.ask("alice", "WHOWAS bob") == [
        ":chatnet 314 alice bob bob localhost * :The Real bob",
        ":chatnet 312 alice bob chatnet :2026-11-21T08:00:06.000Z",
        ":chatnet 330 alice bob bob :is an account, for which messages wait",
        ":chatnet 369 alice bob :end of whowas",
      ])
    #expect(numerics(conversation.ask("alice", "WHOWAS nobody")) == ["406", "369"])
    #expect(numerics(conversation.ask("alice", "WHOWAS")) == ["431"])
  }

  @Test("a relay that is made of a state goes on with what is asked and told")
  func state() throws {
    let conversation = conversation("")
    conversation.say("alice", "PRIVMSG bob :hi")
    arrive(conversation, "bob", answering: false)
    conversation.answersRequests = false
    conversation.say("alice", "NOTICE carol :hi")
    let state = conversation.relay.encodedState()
    let copy = try Relay(configuration: conversation.relay.configuration, state: state)
    #expect(copy.encodedState() == state)
    #expect(copy.sessions.compactMap { $0?.unreceived }.count == 1)
  }
}
