import Testing
import Wire

@testable import Relay

@Suite("What others see of accounts")
struct AccountTellingTests {
  @Test("who logs in later is told to those who ask for it, and speaks with the account from then on")
  func notify() {
    let conversation = Conversation.withAccounts("alice")
    conversation.enter("watcher", "account-notify account-tag")
    conversation.enter("other")
    conversation.arrive("a")
    conversation.begin("a", as: "guest")
    for name in ["watcher", "other", "a"] { conversation.say(name, "JOIN #x") }
    conversation.forget()
    #expect(
      conversation.plain("a", as: "alice") == [
        "AUTHENTICATE +", ":chatnet 900 guest guest!~guest@127.0.0.1 alice :you are logged in as alice",
        ":chatnet 903 guest :you are logged in",
      ])
    #expect(conversation.heard("watcher") == ["@account=alice :guest!~guest@127.0.0.1 ACCOUNT alice"])
    #expect(conversation.heard("other") == [])
    conversation.say("a", "NICK alice", "PRIVMSG #x :hi")
    #expect(conversation.heard("watcher").last == "@account=alice :alice!~guest@127.0.0.1 PRIVMSG #x :hi")
  }

  @Test("JOIN has account and real name for those who ask for it, and is otherwise as it was")
  func extendedJoin() {
    let conversation = Conversation.withAccounts("alice")
    conversation.enter("new", "extended-join")
    conversation.enter("old")
    for name in ["new", "old"] { conversation.say(name, "JOIN #x") }
    conversation.enter("bob")
    conversation.forget()
    conversation.say("bob", "JOIN #x")
    #expect(conversation.heard("new") == [":bob!~bob@192.0.2.1 JOIN #x * :The Real bob"])
    #expect(conversation.heard("old") == [":bob!~bob@192.0.2.1 JOIN #x"])
    conversation.arrive("a", capabilities: "sasl extended-join")
    _ = conversation.plain("a", as: "alice")
    conversation.begin("a", as: "alice")
    _ = conversation.heard("a")
    conversation.say("a", "JOIN #x")
    let line = ":alice!alice@127.0.0.1 JOIN #x alice :The Real alice"
    #expect(conversation.heard("a").first == line)
    #expect(conversation.heard("new") == [line])
    #expect(conversation.heard("old") == [":alice!alice@127.0.0.1 JOIN #x"])
  }

  @Test(
    "several sessions of an account share its user; a session that shares a name does not log in to another")
  func shared() {
    let conversation = Conversation.withAccounts("alice", "bob")
    for name in ["one", "two"] {
      conversation.arrive(name)
      _ = conversation.plain(name, as: "alice")
      conversation.begin(name, as: "alice")
    }
    #expect(conversation.relay.network.arrivals.count == 1)
    #expect(
      conversation.plain("two", as: "bob").last
        == ":chatnet 904 alice :your name is that of other connections too, which are not logged in: /nick first"
    )
    #expect(numerics(conversation.plain("two", as: "alice")).last == "903", "proving it again is no harm")
  }

  @Test("the name of an account, and what looks like it, is refused to whoever is called so later")
  func renaming() {
    let conversation = Conversation.withAccounts("alice")
    conversation.enter("eve")
    #expect(
      conversation.ask("eve", "NICK \u{430}lice") == [
        ":chatnet 433 eve \u{430}lice :this name belongs to the account alice, for which people would take it: log in to it "
          + "(SASL; in chatnet --account NAME), or take another name"
      ])
    conversation.arrive("a")
    conversation.begin("a", as: "guest")
    _ = conversation.plain("a", as: "alice")
    #expect(conversation.ask("a", "NICK alice") == [":guest!~guest@127.0.0.1 NICK alice"])
  }

  @Test("what is being proven, and all accounts, are in the state that is written")
  func state() throws {
    let conversation = Conversation.withAccounts("alice", "bob") {
      $0.network.keptAccounts[1].certificates = [[1], [2]]
      $0.network.keptAccounts[1].isDisabled = true
    }
    func check(_ what: String) throws {
      let state = conversation.relay.encodedState()
      let copy = try Relay(configuration: RelayConfiguration(), state: state)
      #expect(copy.encodedState() == state, "\(what)")
      for length in [state.count / 2, state.count - 1] {
        #expect(throws: MalformedValue.self) {
          try Relay(configuration: RelayConfiguration(), state: Array(state[..<length]))
        }
      }
    }
    try check("accounts alone")
    conversation.answersRequests = false
    conversation.arrive("a")
    conversation.say("a", "AUTHENTICATE SCRAM-SHA-256")
    try check("a way that is proposed")
    conversation.say("a", "AUTHENTICATE \(Conversation.base64(Array("n,,n=alice,r=client".utf8)))")
    try check("a challenge that is being made")
    conversation.answer(try #require(conversation.requests.first))
    try check("a challenge")
    conversation.say("a", "AUTHENTICATE \(Conversation.base64(Array("c=biws,r=clientserver,p=AAAA".utf8)))")
    try check("a proof")
    conversation.arrive("b")
    conversation.say("b", "REGISTER new * sesame")
    try check("an account whose name is looked up")
    conversation.answer(try #require(conversation.requests.last))
    try check("an account that is being made")
    conversation.arrive("c")
    conversation.say(
      "c", "AUTHENTICATE PLAIN", "AUTHENTICATE \(Conversation.base64(Array("\0alice\0sesame".utf8)))")
    try check("a password")
  }
}
