import Testing

@testable import Wire

@Suite("What a person may type for a name")
struct NameSpellingTests {
  private func small(_ text: String) -> [UInt8] { NameSpelling.small(Array(text.utf8)) }
  private func bare(_ text: String) -> [UInt8] { NameSpelling.bare(Array(text.utf8)) }

  @Test(
    "small letters stand for capitals of any script, however an accent is spelt",
    arguments: [
      ("Élodie", "élodie"), ("E\u{301}lodie", "élodie"), ("ΩΜΈΓΑ", "ωμέγα"), ("ALICE", "alice"),
      ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
    ])
  func smallLetters(capitals: String, letters: String) {
    #expect(small(capitals) == small(letters))
  }

  @Test("an accent is no capital, and another letter is another name")
  func different() {
    #expect(small("Élodie") != small("Elodie"))
    #expect(bare("Élodie") != bare("Melodie"))
  }

  @Test(
    "letters stand for themselves with accents",
    arguments: [("Élodie", "elodie"), ("ÅSA", "asa"), ("ñ", "N")])
  func bareLetters(accented: String, typed: String) {
    #expect(bare(accented) == bare(typed))
  }

  @Test("what is not UTF-8 is its own")
  func notUTF8() {
    #expect(NameSpelling.small([0x41, 0xFF]) == [0x61, 0xFF])
    #expect(NameSpelling.bare([0xFF]) == [0xFF])
  }
}
