import Reactor
import Testing

@Suite("Hashes of passwords")
struct PasswordHashTests {
  private let hashes: PasswordHashes

  init() throws { hashes = try #require(PasswordHashes()) }

  @Test(
    "SHA-256 (FIPS 180-4)",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
  func digest(text: String, hash: String) { #expect(hex(hashes.digest(Array(text.utf8))) == hash) }

  @Test(
    "HMAC-SHA-256 (RFC 4231)",
    arguments: [
      (
        "Jefe", "what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      ("", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
  func code(key: String, text: String, hash: String) {
    #expect(hex(hashes.code(Array(text.utf8), key: Array(key.utf8))) == hash)
  }

  @Test(
    "PBKDF2 (RFC 7914)",
    arguments: [
      ("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
      ("Password", "NaCl", 80_000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"),
    ])
  func stretch(password: String, salt: String, iterations: Int, hash: String) {
    let stretched = hashes.stretch(Array(password.utf8), salt: Array(salt.utf8), iterations: iterations)
    #expect(hex(stretched) == hash)
  }

  @Test(
    "SASLprep (RFC 4013 §3)",
    arguments: [
      ("I\u{AD}X", "IX"), ("user", "user"), ("USER", "USER"), ("\u{AA}", "a"), ("\u{2168}", "IX"),
      ("a\u{A0}b", "a b"), ("pa\u{DF}w\u{F6}rt", "pa\u{DF}w\u{F6}rt"), ("o\u{308}", "\u{F6}"),
    ])
  func prepared(password: String, form: String) {
    #expect(PasswordForm.prepared(Array(password.utf8)) == Array(form.utf8))
  }

  @Test("what no password may hold", arguments: ["\u{7}", "\u{627}1", "a\0b", "\u{E000}"])
  func forbidden(password: String) { #expect(PasswordForm.prepared(Array(password.utf8)) == nil) }

  @Test("the form of one character that stands for eighteen has room")
  func longest() throws {
    #expect(try #require(PasswordForm.prepared(Array("\u{FDFA}".utf8))).count == 33)
  }

  private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
