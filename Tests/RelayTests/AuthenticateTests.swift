import Testing
import Wire

@testable import Relay

@Suite("AUTHENTICATE")
struct AuthenticateTests {
  private static let loggedIn = [
    ":chatnet 900 * *!*@127.0.0.1 alice :you are logged in as alice", ":chatnet 903 * :you are logged in",
  ]
  private static let refused = ":chatnet 904 * :there is no such account, or the password is wrong"

  @Test("PLAIN with the right password logs in, before the registration, and the account is told")
  func plain() {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    #expect(conversation.plain("a", as: "alice") == ["AUTHENTICATE +"] + AuthenticateTests.loggedIn)
    conversation.begin("a", as: "alice")
    #expect(conversation.ask("a", "WHOIS alice").contains(":chatnet 330 alice alice alice :is logged in as"))
  }

  @Test(
    "PLAIN with another password, for no account, or as somebody else is refused",
    arguments: [("alice", "wrong"), ("nobody", "sesame"), ("alice", "sesame "), ("al", "ice")])
  func wrong(account: String, password: String) {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    #expect(
      conversation.plain("a", as: account, password) == ["AUTHENTICATE +", AuthenticateTests.refused])
    #expect(conversation.relay.outbox.items.isEmpty)
  }

  @Test("nobody acts as another")
  func authorization() {
    let conversation = Conversation.withAccounts("alice", "bob")
    conversation.arrive("a")
    conversation.say(
      "a", "AUTHENTICATE PLAIN", "AUTHENTICATE \(Conversation.base64(Array("bob\0alice\0sesame".utf8)))")
    #expect(
      conversation.heard("a").last
        == ":chatnet 904 * :nobody may act as another account: leave the authorization identity out")
  }

  @Test("over a network without TLS PLAIN is not offered, and refused with the ways that there are")
  func unprotected() {
    let conversation = Conversation.withAccounts("alice")
    conversation.open("a")
    #expect(conversation.ask("a", "CAP LS 302").contains { $0.contains(" sasl=SCRAM-SHA-256 ") })
    #expect(
      conversation.ask("a", "AUTHENTICATE plain") == [
        ":chatnet 908 * SCRAM-SHA-256 :are the ways to log in here",
        ":chatnet 904 * :a password would cross the network unencrypted: use SCRAM-SHA-256, or TLS",
      ])
    conversation.open("b", security: .encrypted(certificate: nil))
    #expect(conversation.ask("b", "CAP LS 302").contains { $0.contains(" sasl=PLAIN,SCRAM-SHA-256 ") })
    conversation.open("c", security: .encrypted(certificate: [1]))
    #expect(
      conversation.ask("c", "CAP LS 302").contains { $0.contains(" sasl=PLAIN,SCRAM-SHA-256,EXTERNAL ") })
    conversation.open("d")
    #expect(conversation.ask("d", "CAP LS").contains { $0.contains(" sasl ") })
  }

  @Test("SCRAM-SHA-256 logs in over any network, and the server proves itself first")
  func scram() throws {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a", from: "192.0.2.1")
    let shown = conversation.scram("a", as: "alice")
    #expect(shown.count == 1 && shown[0].hasPrefix("AUTHENTICATE dj"), "v=…: \(shown)")
    #expect(
      conversation.ask("a", "AUTHENTICATE +") == [
        ":chatnet 900 * *!*@192.0.2.1 alice :you are logged in as alice", ":chatnet 903 * :you are logged in",
      ])
  }

  @Test("SCRAM with another password is refused", arguments: ["wrong", "Sesame"])
  func wrongProof(password: String) {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    #expect(conversation.scram("a", as: "alice", password) == [AuthenticateTests.refused])
  }

  @Test("a challenge for an account that is not there is always the same, and no other than for one that is")
  func madeUp() throws {
    let conversation = Conversation.withAccounts("alice")
    var challenges: [ScramServerFirst] = []
    for account in ["nobody", "NOBODY", "alice", "other"] {
      conversation.arrive("a")
      let first = ScramClientFirst(name: Array(account.utf8), nonce: Array("client".utf8))
      conversation.say("a", "AUTHENTICATE SCRAM-SHA-256")
      let line = try #require(conversation.ask("a", "AUTHENTICATE \(Conversation.base64(first.bytes))").first)
      let message = try #require(Base64.decode(Array(line.dropFirst("AUTHENTICATE ".count).utf8)))
      challenges.append(try #require(ScramServerFirst(message, answering: first.nonce)))
      conversation.drop("a")
    }
    #expect(challenges[0].salt == challenges[1].salt)
    #expect(challenges[0].salt != challenges[3].salt)
    #expect(Set(challenges.map(\.iterations)) == [RelayLimit.passwordIterations])
  }

  @Test(
    "what is no SCRAM, or answers another challenge, is refused",
    arguments: [
      "c=biws,r=clientserver", "c=eSws,r=clientserver,p=AAAA", "c=biws,r=clientother,p=AAAA",
      "c=biws,r=clientserver,p=AAAA", "",
    ])
  func badProof(message: String) {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    conversation.say("a", "AUTHENTICATE SCRAM-SHA-256")
    conversation.say("a", "AUTHENTICATE \(Conversation.base64(Array("n,,n=alice,r=client".utf8)))")
    let piece = message.isEmpty ? "+" : Conversation.base64(Array(message.utf8))
    let heard = conversation.ask("a", "AUTHENTICATE \(piece)")
    #expect(numerics(heard) == ["904"], "\(heard)")
    // What follows begins anew.
    #expect(conversation.plain("a", as: "alice").last == AuthenticateTests.loggedIn[1])
  }

  @Test("it can be aborted, ends with CAP END, and knows what it does not know")
  func aborted() {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    conversation.say("a", "AUTHENTICATE PLAIN")
    #expect(conversation.ask("a", "AUTHENTICATE *") == [":chatnet 906 * :logging in was aborted"])
    #expect(
      conversation.ask("a", "AUTHENTICATE KERBEROS") == [
        ":chatnet 908 * PLAIN,SCRAM-SHA-256 :are the ways to log in here",
        ":chatnet 904 * :there is no such way to log in",
      ])
    let long = String(repeating: "A", count: 401)
    #expect(numerics(conversation.ask("a", "AUTHENTICATE \(long)")) == ["905"])
    conversation.say("a", "AUTHENTICATE PLAIN")
    #expect(numerics(conversation.ask("a", "AUTHENTICATE \(long)")) == ["905"])
    conversation.say("a", "AUTHENTICATE PLAIN")
    #expect(conversation.ask("a", "AUTHENTICATE x") == [":chatnet 904 * :this is no base64"])
    conversation.say("a", "NICK a", "USER a 0 * :a", "AUTHENTICATE PLAIN")
    #expect(numerics(conversation.ask("a", "CAP END")).prefix(2) == ["906", "001"])
    #expect(numerics(conversation.ask("a", "AUTHENTICATE")) == ["461"])
  }

  @Test("a long message comes in pieces")
  func pieces() {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    conversation.say("a", "AUTHENTICATE PLAIN")
    let message = SaslPlain(name: Array("alice".utf8), password: [UInt8](repeating: 0x78, count: 293)).bytes
    let pieces = Sasl.pieces(of: message).map { String(decoding: $0, as: UTF8.self) }
    #expect(pieces.count == 2 && pieces[1] == "+")
    _ = conversation.heard("a")
    #expect(conversation.ask("a", "AUTHENTICATE \(pieces[0])") == [])
    #expect(conversation.ask("a", "AUTHENTICATE \(pieces[1])") == [AuthenticateTests.refused])
  }

  @Test("EXTERNAL logs in by the certificate of the connection, and nobody without one")
  func external() {
    let fingerprint = [UInt8](repeating: 7, count: 32)
    let conversation = Conversation.withAccounts("alice") {
      $0.network.keptAccounts[0].certificates = [fingerprint]
    }
    conversation.open("a", security: .encrypted(certificate: fingerprint))
    conversation.say("a", "AUTHENTICATE EXTERNAL")
    #expect(numerics(conversation.ask("a", "AUTHENTICATE +")) == ["900", "903"])
    conversation.open("b", security: .encrypted(certificate: fingerprint))
    conversation.say("b", "AUTHENTICATE EXTERNAL")
    #expect(
      conversation.ask("b", "AUTHENTICATE \(Conversation.base64(Array("bob".utf8)))")
        == [":chatnet 904 * :your certificate is no account's"])
    conversation.open("c", security: .encrypted(certificate: [1]))
    conversation.say("c", "AUTHENTICATE EXTERNAL")
    #expect(numerics(conversation.ask("c", "AUTHENTICATE +")) == ["904"])
    conversation.open("d", security: .encrypted(certificate: nil))
    #expect(numerics(conversation.ask("d", "AUTHENTICATE EXTERNAL")) == ["908", "904"])
  }

  @Test("an account that is disabled lets nobody in, whatever is right")
  func disabled() {
    let conversation = Conversation.withAccounts("alice") { $0.network.keptAccounts[0].isDisabled = true }
    conversation.arrive("a")
    #expect(
      conversation.plain("a", as: "alice").last
        == ":chatnet 904 * :this account was disabled by the operators of this server")
  }

  @Test("a server that keeps nothing has no accounts")
  func noStore() {
    let conversation = Conversation()
    conversation.open("a")
    #expect(
      !conversation.ask("a", "CAP LS 302").contains { $0.contains("sasl") || $0.contains("registration") })
    #expect(
      conversation.ask("a", "AUTHENTICATE PLAIN")
        == [":chatnet 904 * :this server keeps nothing, so it has no accounts"])
    #expect(
      conversation.ask("a", "REGISTER alice * sesame")
        == [":chatnet FAIL REGISTER DISALLOWED alice :this server keeps nothing, so it has no accounts"])
  }

  @Test("while a password is looked at the session's lines wait, and who is too busy says so")
  func busy() throws {
    let conversation = Conversation.withAccounts("alice")
    conversation.arrive("a")
    conversation.answersRequests = false
    let message = SaslPlain(name: Array("alice".utf8), password: Array("sesame".utf8)).bytes
    conversation.say("a", "AUTHENTICATE PLAIN", "AUTHENTICATE \(Conversation.base64(message))")
    _ = conversation.heard("a")
    let first = try #require(conversation.requests.first)
    #expect(first.question == .attempt(after: 0))
    conversation.answer(first)
    let second = try #require(conversation.requests.first)
    conversation.answer(second, .unavailable)
    #expect(conversation.heard("a") == [":chatnet 904 * :this cannot be looked at now: try again"])
  }
}
