import Testing
import Wire

@testable import Client

@Suite("How a client signs on with an account")
struct LoginTests {
  /// Hashes that cost nothing and are worth nothing.
  private static let hashes = ScramHashes(
    digest: { LoginTests.mixed($0, 3) }, code: { LoginTests.mixed($0 + $1, 5) },
    stretch: { password, salt, _ in LoginTests.mixed(password + salt, 7) })

  private static func mixed(_ bytes: [UInt8], _ factor: UInt8) -> [UInt8] {
    (0..<32).map { place in bytes.reduce(UInt8(place)) { $0 &* factor &+ $1 } }
  }

  private static func identity(
    isPrivate: Bool, password: String? = "sesame", hasHashes: Bool = true, hasCertificate: Bool = false
  ) -> Identity {
    Sample.identity {
      $0.isPrivate = isPrivate
      $0.means.nonce = Array("nonce".utf8)
      $0.means.hasCertificate = hasCertificate
      if hasHashes { $0.means.hashes = { LoginTests.hashes } }
      $0.log(in: Array("alice".utf8), password: password.map { Array($0.utf8) })
    }
  }

  private func begun(_ identity: Identity, _ offer: String) -> Dialogue<JoinSession> {
    var dialogue = Dialogue(JoinSession(JoinRequest(rooms: [Sample.lobby], timeout: 1000), as: identity))
    dialogue.server(":srv CAP * LS :\(offer)")
    return dialogue
  }

  private func line(_ message: [UInt8]) -> String {
    "AUTHENTICATE \(String(decoding: Base64.encode(message), as: UTF8.self))"
  }

  @Test("by SCRAM, with the server's proof looked at, and CAP END behind it")
  func scram() {
    for isTrue in [true, false] {
      var dialogue = begun(LoginTests.identity(isPrivate: false), "sasl=PLAIN,SCRAM-SHA-256")
      #expect(dialogue.look().last == "CAP REQ sasl")
      dialogue.server(":srv CAP * ACK :sasl")
      #expect(dialogue.look() == ["AUTHENTICATE SCRAM-SHA-256"])
      dialogue.server("AUTHENTICATE +")
      let first = ScramClientFirst(name: Array("alice".utf8), nonce: Array("nonce-1".utf8))
      #expect(dialogue.look() == [line(first.bytes)])
      let challenge = ScramServerFirst(nonce: first.nonce + Array("more".utf8), salt: [1], iterations: 4096)
      dialogue.server(line(challenge.bytes))
      let verifier = ScramVerifier(
        password: Array("sesame".utf8), salt: [1], iterations: 4096, LoginTests.hashes)
      let draft = ScramClientFinal(answering: challenge, header: first.header)
      let talk = Scram.talk(first, challenge, draft)
      let said = dialogue.look().first?.dropFirst("AUTHENTICATE ".count) ?? ""
      let final = Base64.decode(Array(said.utf8)).flatMap(ScramClientFinal.init)
      #expect(verifier.accepts(proof: final?.proof ?? [], of: talk, LoginTests.hashes))
      let signature = verifier.signature(of: talk, LoginTests.hashes)
      dialogue.server(line(ScramServerFinal.verified(signature: isTrue ? signature : [1, 2, 3]).bytes))
      if isTrue {
        #expect(dialogue.look() == ["AUTHENTICATE +"])
        dialogue.server(":srv 900 alice alice!a@h alice :You are now logged in", ":srv 903 alice :ok")
        #expect(dialogue.look() == ["CAP END"])
      } else {
        #expect(dialogue.look().first == "AUTHENTICATE *")
        #expect(
          dialogue.hear() == [
            "! alice: the server does not show that it knows the account: it may not be the one that it says it is"
          ])
      }
    }
  }

  @Test("a server that takes no proof and gives none is not believed")
  func noProof() {
    var dialogue = begun(LoginTests.identity(isPrivate: true), "sasl=SCRAM-SHA-256")
    dialogue.server(":srv CAP * ACK :sasl", "AUTHENTICATE +", ":srv 903 alice :welcome")
    #expect(
      dialogue.hear() == [
        "! alice: the server took no proof and gave none: it may not be the one that it says it is"
      ])
  }

  @Test("by PLAIN where the server knows nothing better, and nobody listens")
  func plain() {
    for offer in ["sasl=PLAIN", "sasl=PLAIN,EXTERNAL"] {
      var dialogue = begun(LoginTests.identity(isPrivate: true), offer)
      dialogue.server(":srv CAP * ACK :sasl")
      #expect(dialogue.look().last == "AUTHENTICATE PLAIN")
      dialogue.server("AUTHENTICATE +")
      #expect(dialogue.look() == [line(Array("\0alice\0sesame".utf8))])
    }
  }

  @Test("where the ways are not told they are tried in turn, PLAIN only where nobody listens")
  func trying() {
    for isPrivate in [true, false] {
      var dialogue = begun(LoginTests.identity(isPrivate: isPrivate), "sasl")
      dialogue.server(":srv CAP * ACK :sasl")
      #expect(dialogue.look().last == "AUTHENTICATE SCRAM-SHA-256")
      dialogue.server(":srv 908 * PLAIN,EXTERNAL :are available", ":srv 904 * :failed")
      if isPrivate {
        #expect(dialogue.look() == ["AUTHENTICATE PLAIN"])
      } else {
        #expect(
          dialogue.hear().first?.hasPrefix("! alice: the server takes no passwords here, but: ") == true)
      }
    }
  }

  @Test("by a certificate where there is one, and no password")
  func external() {
    var dialogue = begun(
      LoginTests.identity(isPrivate: true, password: nil, hasCertificate: true), "sasl=PLAIN,EXTERNAL")
    dialogue.server(":srv CAP * ACK :sasl")
    #expect(dialogue.look().last == "AUTHENTICATE EXTERNAL")
    dialogue.server("AUTHENTICATE +")
    #expect(dialogue.look() == ["AUTHENTICATE +"])
    dialogue.server(":srv 903 * :ok")
    #expect(dialogue.look() == ["CAP END"])
  }

  @Test(
    "what does not work ends the run with the server's words, and no password has gone out",
    arguments: [
      ("sasl=PLAIN", false, "the connection is not encrypted: a password could be read on its way"),
      ("sasl=EXTERNAL", true, "the server takes no passwords here, but: EXTERNAL"),
      ("multi-prefix", true, "this server has no accounts to log in to"),
    ] as [(String, Bool, String)])
  func impossible(offer: String, isPrivate: Bool, why: String) {
    var dialogue = begun(LoginTests.identity(isPrivate: isPrivate), offer)
    let hint = offer == "multi-prefix" ? " (where there is a NickServ: /msg NickServ identify PASSWORD)" : ""
    #expect(dialogue.hear() == ["! alice: \(why)\(hint)"])
    #expect(!dialogue.look().contains { $0.hasPrefix("AUTHENTICATE") })
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("a wrong password ends the run in the server's words")
  func wrong() {
    var dialogue = begun(LoginTests.identity(isPrivate: true, hasHashes: false), "sasl=PLAIN")
    dialogue.server(":srv CAP * ACK :sasl", "AUTHENTICATE +", ":srv 904 alice :Invalid account credentials")
    #expect(dialogue.hear() == ["! alice: Invalid account credentials"])
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("a server that has let one in without the account is left")
  func noCapabilities() {
    var dialogue = Dialogue(
      JoinSession(JoinRequest(rooms: [Sample.lobby], timeout: 1000), as: LoginTests.identity(isPrivate: true))
    )
    dialogue.server(":srv 421 alice CAP :Unknown command", ":srv 001 alice :Welcome")
    #expect(dialogue.hear() == ["! alice: this server has no accounts to log in to"])
    #expect(dialogue.outcome == .notPermitted)
  }

  @Test("the server's password goes nowhere where others could read it")
  func serverPassword() {
    for isPrivate in [true, false] {
      var dialogue = Dialogue(
        JoinSession(
          JoinRequest(rooms: [Sample.lobby], timeout: 1000),
          as: Sample.identity {
            $0.isPrivate = isPrivate
            $0.password = Array("door".utf8)
          }))
      #expect(dialogue.look().contains("PASS door") == isPrivate)
      #expect((dialogue.outcome == .notPermitted) != isPrivate)
    }
  }
}
