import Testing
import Wire

@Suite("The messages of SCRAM")
struct ScramMessageTests {
  @Test("a client's first message, with every part that it may have")
  func first() throws {
    let bytes = Array("y,a=ad=2Cmin,n=al=3Dice,r=abc,x=more".utf8)
    let first = try #require(ScramClientFirst(bytes))
    #expect(first.header == Array("y,a=ad=2Cmin,".utf8))
    #expect(first.authorization == Array("ad,min".utf8))
    #expect(first.name == Array("al=ice".utf8))
    #expect(first.nonce == Array("abc".utf8))
    #expect(first.bare == Array("n=al=3Dice,r=abc,x=more".utf8))
    #expect(first.bytes == bytes)
    let own = ScramClientFirst(name: Array("a=b,c".utf8), nonce: Array("xyz".utf8))
    #expect(own.bytes == Array("n,,n=a=3Db=2Cc,r=xyz".utf8))
    #expect(ScramClientFirst(own.bytes) == own)
  }

  @Test(
    "what is no first message is none",
    arguments: [
      "", "n", "n,", "n,,", "n,,n=alice", "n,,r=abc,n=alice", "p=tls-unique,,n=alice,r=abc", "n,,n=,r=abc",
      "n,,n=alice,r=", "n,,n=al=ice,r=abc", "n,,n=al=2,r=abc", "n,,m=1,n=alice,r=abc", "x,,n=alice,r=abc",
      "n,b=admin,n=alice,r=abc", "n,,n=alice,r=a bc", "n,,n=al\0ice,r=abc",
    ])
  func noFirst(text: String) { #expect(ScramClientFirst(Array(text.utf8)) == nil) }

  @Test("messages that are too long or no text are none")
  func overlong() {
    let long = Array("n,,n=alice,r=".utf8) + [UInt8](repeating: 0x61, count: Scram.longest)
    #expect(ScramClientFirst(long) == nil)
    #expect(ScramClientFirst(Array("n,,n=".utf8) + [0xFF] + Array(",r=abc".utf8)) == nil)
  }

  @Test(
    "a challenge that is none, or not to this nonce, or too dear",
    arguments: [
      "", "r=abc", "r=abcdef,s=AAAA", "r=abcdef,s=AAAA,i=", "r=abcdef,s=AAAA,i=0",
      "r=abcdef,s=AAAA,i=1000001",
      "r=abcdef,s=AAAA,i=99999999999999999999", "r=abcdef,s=,i=4096", "r=abcdef,s=A,i=4096",
      "r=abc,s=AAAA,i=1",
      "r=xbcdef,s=AAAA,i=4096", "m=1,r=abcdef,s=AAAA,i=1", "e=other-error",
    ])
  func noChallenge(text: String) {
    #expect(ScramServerFirst(Array(text.utf8), answering: Array("abc".utf8)) == nil)
  }

  @Test("a challenge as another server writes it, with what may follow")
  func challenge() throws {
    let text = Array("r=abcdef,s=AAAA,i=1000000,x=1".utf8)
    let challenge = try #require(ScramServerFirst(text, answering: Array("abc".utf8)))
    #expect(challenge.nonce == Array("abcdef".utf8))
    #expect(challenge.salt == [0, 0, 0])
    #expect(challenge.iterations == 1_000_000)
    #expect(challenge.bytes == text)
  }

  @Test("a last message, and what is none")
  func final() throws {
    let bytes = Array("c=biws,r=abcdef,x=1,p=AAEC".utf8)
    let final = try #require(ScramClientFinal(bytes))
    #expect(final.header == Array("n,,".utf8))
    #expect(final.proof == [0, 1, 2])
    #expect(final.withoutProof == Array("c=biws,r=abcdef,x=1".utf8))
    for text in [
      "", "c=biws,r=abcdef", "c=biws,p=AAEC", "c=b,r=abc,p=AAEC", "c=biws,r=abc,p=A", "r=abc,c=biws,p=AAEC",
    ] {
      #expect(ScramClientFinal(Array(text.utf8)) == nil, "\(text)")
    }
  }

  @Test("a server's verdict")
  func verdict() {
    #expect(ScramServerFinal(Array("v=AAEC".utf8)) == .verified(signature: [0, 1, 2]))
    #expect(ScramServerFinal(Array("e=invalid-proof".utf8)) == .refused(Array("invalid-proof".utf8)))
    for text in ["", "v=A", "x=1", "AAEC"] { #expect(ScramServerFinal(Array(text.utf8)) == nil, "\(text)") }
    #expect(ScramServerFinal.verified(signature: [0, 1, 2]).bytes == Array("v=AAEC".utf8))
  }
}
