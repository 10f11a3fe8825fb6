import TestSupport
import Testing

@testable import Client

@Suite("Lines that are longer than a row")
struct RowBreakingTests {
  private func rows(_ text: String, columns: Int = 20, indent: Int = 5) -> [String] {
    let bytes = RowBreaking.rows(of: Array("\(text)\n".utf8)[...], columns: columns, indent: indent)
    var lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    lines.removeLast()
    return lines.map(String.init)
  }

  @Test(
    "break between words, and go on under the text",
    arguments: [
      ("[a]: short", ["[a]: short"]),
      ("[a]: one two three four", ["[a]: one two three", "     four"]),
      ("[a]: one two three fo", ["[a]: one two three", "     fo"]),
      ("[a]: one  two    three four", ["[a]: one  two", "     three four"]),
      ("[a]: one two three [b]: four five", ["[a]: one two three", "     [b]: four five"]),
      ("[a]: first\n     second line of the text", ["[a]: first", "     second line of", "     the text"]),
    ])
  func words(text: String, rows wanted: [String]) {
    #expect(rows(text) == wanted)
  }

  @Test(
    "a word that fits into no row begins where it stands, and no row begins with it",
    arguments: [
      ("[a]: x aaaaaaaaaaaaaaaaaaaa b", ["[a]: x aaaaaaaaaaaa", "     aaaaaaaa b"]),
      ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ["aaaaaaaaaaaaaaaaaaa", "     aaaaaaaaaaa"]),
      ("[a]: 日本語日本語日本語日本語", ["[a]: 日本語日本語日", "     本語日本語"]),
      ("[a]: e\u{301}e\u{301} éééééééééééééééé", ["[a]: e\u{301}e\u{301} ééééééééééé", "     ééééé"]),
    ])
  func wide(text: String, rows wanted: [String]) {
    #expect(rows(text) == wanted)
  }

  @Test("an address is left to the terminal, and what follows stands below it")
  func address() {
    #expect(
      rows("[a]: see https://example.org/a/b/c and more")
        == ["[a]: see", "     https://example.org/a/b/c", "     and more"])
    #expect(rows("[a]: https://e.org now") == ["[a]: https://e.org", "     now"])
  }

  @Test(
    "an address that could be taken for a line where the terminal goes on with it is broken",
    arguments: [
      "https://example.org/[bob]:_transfer", "x://aaaaaaaaaaaaaaaaaaaaaaa*_alice", "1://aaaaaaaaaaaaaaaaaaaa",
    ])
  func forged(text: String) {
    let broken = rows("[a]: \(text)")
    #expect(broken.count > 1)
    #expect(broken.dropFirst().allSatisfy { $0.hasPrefix("     ") })
    #expect(broken.allSatisfy { $0.count < 20 })
  }

  @Test(
    "no row but the first of a line begins in the first column, whatever a text holds",
    arguments: [8, 20, 33])
  func everyRow(columns: Int) {
    var generator = SeededGenerator(seed: 23)
    let pieces = [
      "[bob]: ", " ", "  ", "a", "日", "e\u{301}", "\u{1B}[1m", "\u{1B}[0m", "-- ", "long-word-of-many", "👩‍👩‍👧",
    ]
    for _ in 0..<300 {
      let text = (0..<40).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let broken = rows("[x]: \(text)", columns: columns).map(\.withoutSGR)
      #expect(broken.dropFirst().allSatisfy { $0.hasPrefix(" ") }, "\(text.debugDescription)")
      let kept = broken.joined().filter { $0 != " " }
      #expect(kept == "[x]:\(text)".withoutSGR.filter { $0 != " " })
    }
  }

  @Test("colours end with the row and begin anew in the next, so that the indent has none")
  func colours() {
    #expect(
      rows("[a]: \u{1B}[1;7mone two three four\u{1B}[0m five six seven")
        == ["[a]: \u{1B}[1;7mone two three\u{1B}[0m", "     \u{1B}[1;7mfour\u{1B}[0m five six", "     seven"])
  }

  @Test(
    "where what stands before the text is wide, a line goes on further to the left",
    arguments: [(60, 22, 6), (90, 22, 22), (10, 9, 2)])
  func wideIndent(columns: Int, indent: Int, used: Int) {
    let text = String(repeating: "abc ", count: 60)
    let broken = rows(text, columns: columns, indent: indent)
    #expect(broken[1].prefix { $0 == " " }.count == used)
  }
}
