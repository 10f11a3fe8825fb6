import Testing
import Wire

@Suite("SASL in lines")
struct SaslTests {
  @Test(
    "base64 goes and comes back, and nothing else does",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64(bytes: String, text: String) {
    #expect(Base64.encode(Array(bytes.utf8)) == Array(text.utf8))
    #expect(Base64.decode(Array(text.utf8)) == Array(bytes.utf8))
  }

  @Test(
    "what is no base64 spells nothing",
    arguments: ["Zg", "Zg=", "Z===", "====", "Zh==", "Zm9=", "Zg==Zg==", "Zm9v ", "Zm-_", "Zm\u{e9}v"])
  func malformed(text: String) {
    #expect(Base64.decode(Array(text.utf8)) == nil)
  }

  @Test("a message of any length is cut into pieces and is whole again", arguments: 0...1_200)
  func pieces(length: Int) {
    let message = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
    var gathered = SaslMessage()
    var whole: [UInt8]?
    let pieces = Sasl.pieces(of: message)
    for (index, piece) in pieces.enumerated() {
      #expect(piece.count <= Sasl.piece)
      switch gathered.take(piece.span) {
      case .pending: #expect(index < pieces.count - 1)
      case .whole(let bytes):
        #expect(index == pieces.count - 1)
        whole = bytes
      case let other: Issue.record("\(other)")
      }
    }
    #expect(whole == message)
  }

  @Test("a message that is too long, or whose piece is, or that is no base64, is said to be so")
  func tooLong() {
    var message = SaslMessage()
    let full = [UInt8](repeating: UInt8(ascii: "A"), count: Sasl.piece)
    for _ in 0..<Sasl.mostPieces { #expect(message.take(full.span) == .pending) }
    #expect(message.take(full.span) == .endless)
    #expect(message.take((full + [0x41]).span) == .tooLong)
    #expect(message.take(Array("A".utf8).span) == .malformed)
    #expect(message.take(Array("Zm9v".utf8).span) == .whole(Array("foo".utf8)))
  }

  @Test(
    "PLAIN has three parts",
    arguments: [
      ("\0alice\0secret", "", "alice", "secret"), ("bob\0alice\0s e,c=ret", "bob", "alice", "s e,c=ret"),
    ])
  func plain(message: String, authorization: String, name: String, password: String) {
    let plain = SaslPlain(Array(message.utf8))
    #expect(plain?.authorization == Array(authorization.utf8))
    #expect(plain?.name == Array(name.utf8))
    #expect(plain?.password == Array(password.utf8))
    #expect(plain?.bytes == Array(message.utf8))
  }

  @Test(
    "anything else is no PLAIN",
    arguments: ["", "alice", "alice\0secret", "\0\0secret", "\0alice\0", "\0a\0b\0c"])
  func noPlain(message: String) { #expect(SaslPlain(Array(message.utf8)) == nil) }
}
