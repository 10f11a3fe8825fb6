import Testing
import Wire

@testable import Relay

@Suite("REGISTER")
struct RegisterAccountTests {
  @Test("makes an account, logs in to it, and keeps its name for it")
  func makes() {
    let conversation = Conversation.withAccounts()
    conversation.arrive("a", capabilities: "draft/account-registration")
    conversation.say("a", "NICK alice")
    #expect(
      conversation.ask("a", "REGISTER * * sesame") == [
        "(hold 1)", ":chatnet REGISTER SUCCESS alice :the account is made; no mail address is kept",
        ":chatnet 900 alice alice!*@127.0.0.1 alice :you are logged in as alice",
      ])
    guard case .accountKept(let record, commit: 1)? = conversation.facts.last?.event else {
      return #expect(Bool(false), "\(conversation.facts)")
    }
    #expect(record.id.name == "alice" && record.id.realm == .network && record.id.generation > 0)
    #expect(record.verifier == CheapSecrets.verifier(Array("sesame".utf8)))
    conversation.begin("a", as: "alice")
    conversation.drop("a")
    conversation.open("b")
    conversation.say("b", "NICK alice", "USER b 0 * :b")
    #expect(
      conversation.heard("b") == [
        ":chatnet 433 * alice :this name belongs to the account alice: log in to it (SASL; in chatnet --account NAME), "
          + "or take another name"
      ])
    conversation.arrive("c", from: "192.0.2.9")
    _ = conversation.scram("c", as: "alice")
    conversation.say("c", "AUTHENTICATE +")
    conversation.begin("c", as: "alice")
    #expect(numerics(conversation.heard("c")).contains("001"))
  }

  @Test("before a name is given needs one")
  func noName() {
    let conversation = Conversation.withAccounts()
    conversation.arrive("a")
    #expect(
      conversation.ask("a", "REGISTER * * sesame")
        == [":chatnet FAIL REGISTER NEED_NICK * :give a name first: NICK, or a name in the place of *"])
    #expect(conversation.ask("a", "REGISTER other * sesame").count == 3)
  }

  @Test(
    "refuses what cannot be an account",
    arguments: [
      ("REGISTER alice * sesame", "ACCOUNT_EXISTS alice"),
      ("REGISTER ALICE * sesame", "ACCOUNT_EXISTS ALICE"),
      ("REGISTER \u{430}lice * sesame", "ACCOUNT_EXISTS \u{430}lice"),
      ("REGISTER NickServ * sesame", "BAD_ACCOUNT_NAME"),
      ("REGISTER a.b * sesame", "BAD_ACCOUNT_NAME a.b"), ("REGISTER bob * sesame", "ACCOUNT_EXISTS bob"),
      ("REGISTER carol * sesame", "BAD_ACCOUNT_NAME carol"), ("REGISTER dave * short", "WEAK_PASSWORD dave"),
      ("REGISTER dave * :sesame\u{7}", "UNACCEPTABLE_PASSWORD dave"),
      ("REGISTER dave * \(String(repeating: "x", count: 301))", "WEAK_PASSWORD dave"),
    ])
  func refused(line: String, code: String) {
    let conversation = Conversation.withAccounts("alice")
    conversation.host.owners = ["carol": .login("carol")]
    conversation.enter("bob")
    conversation.arrive("a")
    let heard = conversation.ask("a", line)
    #expect(heard.count == 1 && heard[0].hasPrefix(":chatnet FAIL REGISTER \(code)"), "\(heard)")
  }

  @Test("is for those whom --register lets, over a way that nobody listens on")
  func policy() {
    for (making, host, security, isFree) in [
      (AccountMaking.open, "127.0.0.1", Origin.Security.plain, true), (.open, "192.0.2.1", .plain, false),
      (.open, "192.0.2.1", .encrypted(certificate: nil), true), (.local, "::1", .plain, true),
      (.local, "192.0.2.1", .encrypted(certificate: nil), false), (.closed, "127.0.0.1", .plain, false),
    ] as [(AccountMaking, String, Origin.Security, Bool)] {
      let conversation = Conversation.withAccounts { $0.network.accounts = making }
      conversation.open("a", .network(host: host), security: security)
      let offer = conversation.ask("a", "CAP LS 302").joined()
      #expect(
        offer.contains("draft/account-registration=before-connect,custom-account-name") == isFree,
        "\(making) \(host)")
      let heard = conversation.ask("a", "REGISTER alice * sesame").joined()
      #expect(heard.contains(isFree ? "REGISTER SUCCESS" : "FAIL REGISTER DISALLOWED"), "\(heard)")
    }
  }

  @Test("is not for a login, which is an account, nor for who is logged in")
  func already() {
    let conversation = Conversation.withAccounts("alice")
    conversation.enter("root", login: "root")
    #expect(
      conversation.ask("root", "REGISTER bot * sesame").first?
        .hasPrefix(":chatnet FAIL REGISTER ALREADY_AUTHENTICATED bot :you are the login root") == true)
    conversation.arrive("a")
    _ = conversation.plain("a", as: "alice")
    #expect(
      conversation.ask("a", "REGISTER bot * sesame") == [
        ":chatnet FAIL REGISTER ALREADY_AUTHENTICATED bot :you are logged in to the account alice"
      ])
  }

  @Test("does not let somebody in who has not given the server's password; an account stands for it")
  func serverPassword() {
    let conversation = Conversation.withAccounts("alice") { $0.node.password = "door" }
    conversation.arrive("a")
    #expect(
      conversation.ask("a", "REGISTER bob * sesame")
        == [
          ":chatnet FAIL REGISTER COMPLETE_CONNECTION_REQUIRED bob :connect first: this server has a password"
        ])
    _ = conversation.plain("a", as: "alice")
    conversation.begin("a", as: "alice")
    #expect(numerics(conversation.heard("a")).contains("001"))
  }

  @Test("lets an address make a few accounts an hour")
  func quota() {
    let conversation = Conversation.withAccounts()
    var made = 0
    for index in 0..<8 {
      conversation.open("s\(index)", .network(host: "192.0.2.1"), security: .encrypted(certificate: nil))
      if conversation.ask("s\(index)", "REGISTER n\(index) * sesame").joined().contains("SUCCESS") {
        made += 1
      }
    }
    #expect(made == 5)
    conversation.wait(seconds: 3_601)
    conversation.open("t", .network(host: "192.0.2.1"), security: .encrypted(certificate: nil))
    #expect(conversation.ask("t", "REGISTER later * sesame").joined().contains("SUCCESS"))
  }

  @Test("VERIFY has nothing to wait for")
  func verify() {
    let conversation = Conversation.withAccounts()
    conversation.arrive("a")
    #expect(
      conversation.ask("a", "VERIFY alice 123") == [
        ":chatnet FAIL VERIFY INVALID_CODE alice :no account waits for a code here: /register makes one at once"
      ])
  }
}
