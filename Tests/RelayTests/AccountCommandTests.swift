import Testing
import Wire

@testable import Relay

@Suite("ACCOUNT")
struct AccountCommandTests {
  /// A conversation in which alice has logged in over the network.
  private func loggedIn(_ capabilities: String = "sasl") -> Conversation {
    let conversation = Conversation.withAccounts("alice", "bob") {
      $0.network.operators = [AccountID(realm: .host("localhost"), name: "root")]
    }
    enter(conversation, "a", capabilities)
    return conversation
  }

  private func enter(_ conversation: Conversation, _ name: String, _ capabilities: String = "sasl") {
    conversation.arrive(name, capabilities: capabilities)
    _ = conversation.plain(name, as: "alice")
    conversation.begin(name, as: "alice")
    conversation.forget()
  }

  @Test("sets the password of the own account, which is the only one from then on")
  func password() {
    let conversation = loggedIn()
    #expect(
      conversation.ask("a", "ACCOUNT PASSWORD :open sesame")
        == ["(hold 1)", ":chatnet ACCOUNT SUCCESS PASSWORD alice :the password is set"])
    conversation.arrive("b")
    #expect(numerics(conversation.plain("b", as: "alice")).last == "904")
    #expect(numerics(conversation.plain("b", as: "alice", "open sesame")).last == "903")
  }

  @Test("wants to see the password again after a while, and never lets it cross a network unencrypted")
  func lately() {
    let conversation = loggedIn()
    conversation.wait(seconds: 301)
    for line in ["ACCOUNT PASSWORD :open sesame", "ACCOUNT REMOVE", "ACCOUNT CERTIFICATE ADD"] {
      #expect(
        conversation.ask("a", line).first?.hasPrefix(":chatnet FAIL ACCOUNT REAUTHENTICATE alice :") == true)
    }
    _ = conversation.plain("a", as: "alice")
    #expect(
      conversation.ask("a", "ACCOUNT PASSWORD short").joined().contains("FAIL ACCOUNT WEAK_PASSWORD alice"))
    conversation.arrive("far", from: "192.0.2.1")
    _ = conversation.scram("far", as: "bob")
    conversation.say("far", "AUTHENTICATE +")
    conversation.begin("far", as: "bob")
    #expect(
      conversation.ask("far", "ACCOUNT PASSWORD sesame2").first?.hasPrefix(
        ":chatnet FAIL ACCOUNT DISALLOWED bob :")
        == true)
    conversation.enter("eve")
    #expect(
      conversation.ask("eve", "ACCOUNT PASSWORD sesame2").joined().contains("FAIL ACCOUNT ACCOUNT_REQUIRED"))
  }

  @Test("lets a login set a password over the socket, by which it is the same account over the network")
  func login() {
    let conversation = Conversation.withAccounts()
    conversation.enter("here", login: "carol", nick: "carol")
    #expect(
      conversation.ask("here", "ACCOUNT PASSWORD sesame2").last?.contains("SUCCESS PASSWORD carol") == true)
    conversation.host.owners = ["carol": .login("carol")]
    conversation.arrive("there")
    #expect(numerics(conversation.plain("there", as: "carol", "sesame2")).last == "903")
    conversation.begin("there", as: "carol")
    #expect(numerics(conversation.heard("there")).contains("001"))
    #expect(conversation.relay.network.arrivals.count == 1, "both are one user")
    // The process of a login has its name, without being the account.
    conversation.drop(["here", "there"])
    conversation.host.owners = ["carol": .peer]
    conversation.enter("carol")
    #expect(!conversation.ask("carol", "WHOIS carol").joined().contains(" 330 "))
  }

  @Test("does not let a login have what an older account has")
  func older() {
    let conversation = Conversation.withAccounts("carol")
    conversation.open("here", .local(login: "carol"))
    conversation.say("here", "NICK carol", "USER x 0 * :x")
    #expect(numerics(conversation.heard("here")) == ["433"])
    conversation.say("here", "NICK carol2")
    #expect(
      conversation.ask("here", "ACCOUNT PASSWORD sesame2").joined().contains(
        "FAIL ACCOUNT ACCOUNT_EXISTS carol"))
  }

  @Test("removes the own account: its other sessions end, its name is anybody's, and it is told")
  func remove() {
    let conversation = loggedIn("sasl account-notify")
    enter(conversation, "other")
    conversation.enter("watcher", "account-notify")
    for name in ["a", "watcher"] { conversation.say(name, "JOIN #x") }
    conversation.forget()
    #expect(
      conversation.ask("a", "ACCOUNT REMOVE")
        == [
          "(hold 1)", ":chatnet 901 alice alice!~alice@127.0.0.1 :you are logged out",
          ":chatnet ACCOUNT SUCCESS REMOVE alice :the account is removed",
        ].map { $0.replacing("!~alice", with: "!alice") })
    #expect(conversation.heard("other") == ["ERROR :the account alice was removed", "(closed)"])
    #expect(conversation.heard("watcher") == [":alice!alice@127.0.0.1 ACCOUNT *"])
    conversation.say("a", "NICK away")
    conversation.enter("alice")
    #expect(conversation.ask("alice", "PING x").count == 1)
    conversation.arrive("b")
    #expect(numerics(conversation.plain("b", as: "alice")).last == "904")
  }

  @Test("an account that is made anew has nothing of the one that was removed")
  func generations() throws {
    let conversation = Conversation.withAccounts("alice") { $0.network.roomModes = .lasting }
    enter(conversation, "a")
    conversation.say("a", "JOIN #own", "ACCOUNT REMOVE", "QUIT")
    conversation.drop("a")
    conversation.arrive("b")
    conversation.say("b", "NICK alice", "REGISTER * * sesame", "USER b 0 * :b", "CAP END", "JOIN #own")
    let room = try #require(conversation.relay.network.allRooms.all.first { $0.name == Array("#own".utf8) })
    let account = try #require(conversation.relay.network.arrivals.all.first?.account)
    #expect(room.founder?.name == "alice" && room.founder != account)
    #expect(!room.isOperator(account))
  }

  @Test(
    "an operator of the server sets another's password, disables, enables and removes it; nobody else does")
  func operators() {
    let conversation = loggedIn()
    conversation.enter("root", login: "root")
    for line in [
      "ACCOUNT PASSWORD alice :reset!", "ACCOUNT DISABLE alice", "ACCOUNT ENABLE alice",
      "ACCOUNT REMOVE alice",
    ] {
      #expect(conversation.ask("root", line).joined().contains("FAIL ACCOUNT DISALLOWED alice"))
    }
    conversation.say("root", "OPER x y")
    #expect(
      conversation.ask("root", "ACCOUNT PASSWORD alice :reset!").joined().contains("SUCCESS PASSWORD alice"))
    #expect(
      conversation.ask("root", "ACCOUNT DISABLE nobody").joined().contains(
        "FAIL ACCOUNT ACCOUNT_UNKNOWN nobody"))
    conversation.forget()
    #expect(conversation.ask("root", "ACCOUNT DISABLE alice").joined().contains("SUCCESS DISABLE alice"))
    #expect(conversation.heard("a") == ["ERROR :the account alice was disabled", "(closed)"])
    conversation.arrive("b")
    #expect(
      conversation.plain("b", as: "alice", "reset!").last?.contains("904 * :this account was disabled")
        == true)
    #expect(conversation.ask("root", "ACCOUNT ENABLE alice").joined().contains("SUCCESS ENABLE alice"))
    #expect(numerics(conversation.plain("b", as: "alice", "reset!")).last == "903")
    #expect(conversation.ask("root", "ACCOUNT REMOVE alice").joined().contains("SUCCESS REMOVE alice"))
    #expect(conversation.ask("root", "ACCOUNT WHAT").joined().contains("FAIL ACCOUNT INVALID_PARAMS"))
  }

  @Test("takes the connection's certificate, and lets it go where there is a password")
  func certificate() {
    let conversation = Conversation.withAccounts("alice")
    conversation.open("a", security: .encrypted(certificate: [9]))
    _ = conversation.plain("a", as: "alice")
    conversation.begin("a", as: "alice")
    conversation.forget()
    #expect(conversation.ask("a", "ACCOUNT CERTIFICATE ADD").joined().contains("SUCCESS CERTIFICATE alice"))
    conversation.open("b", security: .encrypted(certificate: [9]))
    conversation.say("b", "AUTHENTICATE EXTERNAL")
    #expect(numerics(conversation.ask("b", "AUTHENTICATE +")) == ["900", "903"])
    #expect(
      conversation.ask("a", "ACCOUNT CERTIFICATE REMOVE").joined().contains("SUCCESS CERTIFICATE alice"))
    conversation.open("c", security: .encrypted(certificate: [9]))
    conversation.say("c", "AUTHENTICATE EXTERNAL")
    #expect(numerics(conversation.ask("c", "AUTHENTICATE +")) == ["904"])
  }
}
