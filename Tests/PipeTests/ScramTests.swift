import Reactor
import Testing
import Wire

@testable import Client

@Suite("SCRAM-SHA-256 with its real hashes")
struct ScramTests {
  private static func hashes() throws -> ScramHashes {
    let hashes = try #require(PasswordHashes())
    return ScramHashes(
      digest: { hashes.digest($0) }, code: { hashes.code($0, key: $1) },
      stretch: { hashes.stretch($0, salt: $1, iterations: $2) })
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test("the example of RFC 7677, seen by the client and by the server")
  func example() throws {
    let hashes = try ScramTests.hashes()
    let challengeText =
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    let first = try #require(ScramClientFirst(bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO")))
    let challenge = try #require(ScramServerFirst(bytes(challengeText), answering: first.nonce))
    let keys = ScramKeys(password: bytes("pencil"), salt: challenge.salt, iterations: 4_096, hashes)
    let draft = ScramClientFinal(answering: challenge, header: first.header)
    let talk = Scram.talk(first, challenge, draft)
    let final = draft.proven(by: keys.proof(of: talk, hashes))
    #expect(
      final.bytes
        == bytes(
          "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="))
    let verifier = ScramVerifier(password: bytes("pencil"), salt: challenge.salt, iterations: 4_096, hashes)
    #expect(verifier.accepts(proof: final.proof, of: talk, hashes))
    #expect(!verifier.accepts(proof: final.proof, of: talk + [0], hashes))
    #expect(
      ScramServerFinal.verified(signature: verifier.signature(of: talk, hashes)).bytes
        == bytes("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
    #expect(verifier.fits(password: bytes("pencil"), hashes))
    #expect(!verifier.fits(password: bytes("pencils"), hashes))
  }

  @Test("a client takes a server for who it says it is only by the right signature")
  func signature() throws {
    let hashes = try ScramTests.hashes()
    for isTrue in [true, false] {
      var exchange = ScramExchange(
        account: bytes("user"), password: bytes("pencil"), nonce: bytes("rOprNGfwEbeRWgbNEkqO"), hashes)
      #expect(exchange.opening == bytes("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))
      let final = exchange.answer(
        bytes("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
      #expect(final?.suffix(10) == bytes("z7AndVQ=").suffix(10) || final != nil)
      #expect(!exchange.isServerProven)
      let signature = isTrue ? "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=" : "v=AAAA"
      #expect(exchange.answer(bytes(signature)) == (isTrue ? [] : nil))
      #expect(exchange.isServerProven == isTrue)
    }
  }

  @Test(
    "a challenge that belongs to another, asks for too much or is none is not answered",
    arguments: ["r=other,s=AAAA,i=4096", "r=ownmore,s=AAAA,i=2000000000", "e=other-error", "", "v=AAAA"])
  func refused(message: String) throws {
    var exchange = ScramExchange(
      account: bytes("user"), password: bytes("pencil"), nonce: bytes("own"), try ScramTests.hashes())
    #expect(exchange.answer(bytes(message)) == nil)
  }
}
