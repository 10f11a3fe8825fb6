import Testing

@testable import Client

@Suite("Tabs as a terminal shows them")
struct TabStopsTests {
  @Test(
    "become blanks up to the next eighth column of their line",
    arguments: [
      ("", ""), ("no tabs", "no tabs"), ("\t", "        "), ("a\tb", "a       b"),
      ("1234567\tb", "1234567 b"),
      ("12345678\tb", "12345678        b"), ("a\t\tb", "a               b"),
      ("漢字\ty", "漢字    y"),
      ("e\u{301}\ty", "e\u{301}       y"), ("one\n\ttwo\nx\ty", "one\n        two\nx       y"),
      ("one\r\n\ttwo", "one\r\n        two"),
    ])
  func columns(text: String, expanded: String) {
    #expect(TabStops.expanded(Array(text.utf8)) == Array(expanded.utf8))
  }

  @Test("and bytes that are not UTF-8 stay as they are")
  func notUTF8() {
    let text: [UInt8] = [0xFF, 0x09, 0xC3, 0x0A, 0x09, 0xA9]
    let blanks = [UInt8](repeating: 0x20, count: 8)
    #expect(TabStops.expanded(text) == [0xFF] + blanks.dropLast() + [0xC3, 0x0A] + blanks + [0xA9])
  }
}
