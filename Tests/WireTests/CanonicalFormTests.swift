import Testing
import Wire

@Suite("The canonical form of names and rooms")
struct CanonicalFormTests {
  @Test(
    "is one for all spellings, and keeps capitals",
    arguments: [
      ("#cafe\u{301}", "#café"), ("#café", "#café"), ("#CAFE\u{301}", "#CAFÉ"), ("\u{212B}", "\u{C5}"),
      ("\u{1112}\u{1161}\u{11AB}", "한"), ("#Lobby", "#Lobby"), ("", ""),
    ])
  func form(name: String, form: String) {
    #expect(CanonicalForm.of(Array(name.utf8)) == Array(form.utf8))
  }

  @Test("is a name itself that is not UTF-8")
  func broken() {
    for bytes in [[0x23, 0xE9], [0x23, 0x65, 0xCC], [0xFF, 0x65, 0xCC, 0x81]] as [[UInt8]] {
      #expect(CanonicalForm.of(bytes) == bytes)
    }
  }

  @Test(
    "is compared under CASEMAPPING ascii",
    arguments: [
      ("#cafe\u{301}", "#Café", true), ("#cafe\u{301}", "#CAFÉ", false), ("#a", "#A", true),
      ("#a", "#b", false),
      ("kim", "\u{212A}im", true), ("#cafe", "#café", false), ("#сafe", "#cafe", false),
    ])
  func equal(left: String, right: String, isEqual: Bool) {
    #expect(CanonicalForm.equal(Array(left.utf8), Array(right.utf8)) == isEqual)
    #expect(CanonicalForm.equal(Array(right.utf8), Array(left.utf8)) == isEqual)
  }
}
