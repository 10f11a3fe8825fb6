import Testing
import Wire

@Suite("Command words")
struct VerbTests {
  private func verb(_ text: String) -> Verb {
    let bytes = Array(text.utf8)
    return Verb(bytes.span)
  }

  @Test("are the same in capitals, small letters and both", arguments: ["PRIVMSG", "privmsg", "PrivMsg"])
  func fold(text: String) {
    #expect(verb(text) == Verb("PRIVMSG"))
  }

  @Test("differ where they differ in any of their sixteen bytes")
  func distinct() {
    #expect(verb("PART") != Verb("PAR"))
    #expect(verb("PART") != Verb("PARTS"))
    #expect(verb("AUTHENTICATE") == Verb("AUTHENTICATE"))
    #expect(verb("AUTHENTICATE") != Verb("AUTHENTI"))
    #expect(verb("ABCDEFGHIJKLMNOP") == Verb("ABCDEFGHIJKLMNOP"))
    #expect(verb("ABCDEFGHIJKLMNOP") != Verb("ABCDEFGHIJKLMNOQ"))
  }

  @Test("fold letters only")
  func signsStay() {
    #expect(verb("{") != verb("["))
    #expect(verb("`") != verb("@"))
  }

  @Test(
    "that are longer than any command are unknown",
    arguments: ["", "ABCDEFGHIJKLMNOPQ", "PRIVMSGPRIVMSGPRIVMSG"])
  func tooLong(text: String) {
    #expect(verb(text) == .unknown)
  }

  @Test("with a NUL are unknown", arguments: ["\0", "PING\0", "\0PING", "PI\0NG", "AUTHENTICATE\0"])
  func nul(text: String) {
    #expect(verb(text) == .unknown)
  }

  @Test(
    "of three digits are numerics",
    arguments: [
      ("001", 1), ("353", 353), ("999", 999), ("000", 0), ("01", nil), ("0001", nil), ("1", nil),
      ("35x", nil),
      ("", nil), ("PING", nil), ("-01", nil), ("000000001", nil), ("001\u{B2}", nil),
    ])
  func numeric(text: String, number: Int?) {
    #expect(verb(text).numeric == number)
  }

  @Test("a message packs its own")
  func inMessage() throws {
    let bytes = Array(":s 433 * bob :taken".utf8)
    let view = try message(bytes)
    #expect(view.verb.numeric == Numeric.nicknameInUse.rawValue)
  }
}
