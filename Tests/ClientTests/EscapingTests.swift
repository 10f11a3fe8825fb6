import TestSupport
import Testing

@testable import Client

@Suite("Escaping what others wrote")
struct EscapingTests {
  @Test(
    "A column escapes the backslash, controls, overrides, line separators and broken bytes, and nothing else",
    arguments: [
      ("plain text", "plain text"), ("a\\b", "a\\\\b"), ("a\tb", "a\\tb"), ("a\nb", "a\\nb"),
      ("a\rb", "a\\rb"),
      ("\u{0}\u{1B}[2J\u{7F}", "\\x00\\x1B[2J\\x7F"), ("\u{85}\u{9B}", "\\xC2\\x85\\xC2\\x9B"),
      ("\u{202E}x\u{2066}", "\\xE2\\x80\\xAEx\\xE2\\x81\\xA6"), ("\u{2028}", "\\xE2\\x80\\xA8"),
      ("👩\u{200D}👧 ❤\u{FE0F}", "👩\u{200D}👧 ❤\u{FE0F}"), ("\u{2}bold\u{F}", "\\x02bold\\x0F"),
      ("Zoë \u{A0}€", "Zoë \u{A0}€"), ("", ""),
    ])
  func columns(text: String, escaped: String) {
    #expect(column(Array(text.utf8)) == escaped)
  }

  @Test(
    "Bytes that are not UTF-8 are escaped one by one, and text around them stays",
    arguments: [
      ([0x61, 0xFF, 0x62], "a\\xFFb"), ([0xC3], "\\xC3"), ([0xC3, 0x61], "\\xC3a"),
      ([0xE2, 0x80, 0x61], "\\xE2\\x80a"), ([0xF0, 0x9F, 0x98], "\\xF0\\x9F\\x98"),
      ([0xED, 0xA0, 0x80], "\\xED\\xA0\\x80"), ([0xC0, 0x8A], "\\xC0\\x8A"), ([0x80, 0xC3, 0xA9], "\\x80é"),
    ] as [([UInt8], String)])
  func brokenColumns(bytes: [UInt8], escaped: String) {
    #expect(column(bytes) == escaped)
  }

  @Test("Undoing a column's escapes gives the same bytes back, whatever they are")
  func roundTrip() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<5000 {
      let length = Int.random(in: 0...40, using: &random)
      let bytes = random.bytes(length, favourites: Array("\\xtn09AF\t\n\r\u{0} €\u{202E}".utf8))
      #expect(unescaped(column(bytes)) == bytes)
    }
  }

  @Test(
    "On a terminal nothing is obeyed and nothing is invisible",
    arguments: [
      ("plain \\ text", "plain \\ text"), ("\u{1B}]0;x\u{7}", "\\x1B]0;x\\x07"),
      ("a\tb\nc\rd", "a\\tb\\nc\\rd"),
      ("\u{7F}\u{9B}1m", "\\x7F\\u{9B}1m"), ("\u{202E}x", "\\u{202E}x"), ("a\u{200B}b", "a\\u{200B}b"),
      ("\u{FEFF}", "\\u{FEFF}"), ("\u{AD}", "\\u{AD}"), ("\u{200F}", "\\u{200F}"), ("\u{2029}", "\\u{2029}"),
      ("\u{E0041}", "\\u{E0041}"), ("👩\u{200D}👧 ❤\u{FE0F}", "👩\u{200D}👧 ❤\u{FE0F}"), ("שלום", "שלום"),
    ])
  func visibleText(text: String, shown: String) {
    #expect(Escaping.visible(Array(text.utf8)) == shown)
  }

  @Test("Broken bytes are shown on a terminal as numbers")
  func visibleBytes() {
    #expect(Escaping.visible([0x61, 0xFF, 0xC3]) == "a\\xFF\\xC3")
  }

  @Test(
    "Marks that are piled up on one character are escaped from the seventh on, and those that stand on none",
    arguments: [
      ("e\(marks(6))!", "e\(marks(6))!"), ("e\(marks(8))!", "e\(marks(6))\\u{301}\\u{301}!"),
      ("\u{301}a", "\\u{301}a"), ("a\u{1B}\u{301}", "a\\x1B\\u{301}"),
      ("a\(joiners(9))b", "a\(joiners(6))\\u{200D}\\u{200D}\\u{200D}b"),
      ("❤\(marks(9))❤\u{FE0F}", "❤\(marks(6))\\u{301}\\u{301}\\u{301}❤\u{FE0F}"),
      ("1\u{FE0F}\u{20E3} 👩🏽\u{200D}❤\u{FE0F}\u{200D}👩", "1\u{FE0F}\u{20E3} 👩🏽\u{200D}❤\u{FE0F}\u{200D}👩"),
      ("e\u{2}\(marks(4))\u{2}\(marks(4))", "e\(marks(6))\\u{301}\\u{301}"), ("Việt ไม่ ngữ", "Việt ไม่ ngữ"),
    ])
  func piledUp(text: String, shown: String) {
    #expect(Escaping.visible(Array(text.utf8)) == shown)
  }

  @Test("A flood of marks grows to no more than their escapes")
  func floods() {
    let flood = Array("a\(marks(32_768))".utf8)
    #expect(Escaping.visible(flood).utf8.count == 1 + 6 * 2 + 32_762 * 7)
    let long = [UInt8](repeating: 0x61, count: 65_536)
    #expect(Escaping.visible(long).utf8.count == 65_536)
  }

  @Test(
    "What is no character, and what hides others, is escaped",
    arguments: [
      ("\u{FFF9}", "\\u{FFF9}"), ("\u{3164}", "\\u{3164}"), ("\u{2060}", "\\u{2060}"),
      ("\u{61C}", "\\u{61C}"), ("\u{180E}", "\\u{180E}"), ("\u{E0001}", "\\u{E0001}"),
    ])
  func noCharacters(text: String, shown: String) {
    #expect(Escaping.visible(Array(text.utf8)) == shown)
    #expect(Escaping.visible(Array(text.utf8), as: .name) == shown)
  }

  @Test(
    "Noncharacters are escaped", arguments: [0xFFFE, 0xFFFF, 0xFDD0, 0xFDEF, 0x1FFFE, 0x10FFFF] as [UInt32])
  func noncharacters(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let escape = "\\u{\(String(value, radix: 16, uppercase: true))}"
    #expect(Escaping.visible(Array(String(Character(scalar)).utf8)) == escape)
  }

  @Test("What is not UTF-8 is cut into the same pieces as by Swift")
  func brokenPieces() {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<20_000 {
      let bytes = random.bytes(
        6, favourites: [0xC2, 0xE0, 0xED, 0xEF, 0xF0, 0xF4, 0x80, 0x8F, 0x9F, 0xA0, 0xBF])
      var line: [UInt8] = []
      Escaping.append(bytes.span, apartFrom: (0, 0), to: &line) { scalar, original, line in
        if scalar == nil { line.append("\u{FFFD}") } else { line.append(original) }
      }
      #expect(String(decoding: line, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test(
    "A name is one word that looks like no other",
    arguments: [
      ("alice", "alice"), ("a b", "a\\u{20}b"), ("a\u{200D}b", "a\\u{200D}b"), ("a\u{FE0F}", "a\\u{FE0F}"),
      ("a\u{A0}b", "a\\u{A0}b"), ("\u{2800}", "\\u{2800}"), ("a\u{3000}b", "a\\u{3000}b"),
      ("\u{2}a", "\\x02a"), ("Zoë", "Zoë"),
    ])
  func names(name: String, shown: String) {
    #expect(Escaping.visible(Array(name.utf8), as: .name) == shown)
  }

  @Test("Random bytes put no control, no broken UTF-8 and nothing invisible on a terminal")
  func randomTerminal() {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<5000 {
      let bytes = random.bytes(30, favourites: Array("\u{1B}[m\u{3}1,\u{202E}\u{9B}\u{200B}\u{2028}é".utf8))
      for place in [Escaping.TextRole.text, .name] {
        var line: [UInt8] = []
        Escaping.appendVisible(bytes, as: place, to: &line)
        #expect(isHarmless(line))
      }
    }
  }

  private func column(_ bytes: [UInt8]) -> String {
    var line: [UInt8] = []
    Escaping.appendColumn(bytes, to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  @Test(
    "what an error is about shows all blanks but the plain one",
    arguments: [
      ("a b", "a b"), ("a\u{A0}b", "a\\u{A0}b"), ("a\u{3000}b", "a\\u{3000}b"), ("a\u{200D}b", "a\\u{200D}b"),
      ("a\u{2}b", "a\\x02b"), ("é", "é"),
    ])
  func subject(text: String, shown: String) {
    #expect(Escaping.visible(Array(text.utf8), as: .subject) == shown)
  }

  @Test(
    "whole lines keep all that a terminal does not obey, and what was escaped before",
    arguments: [
      ("a b\n", "a b\n"), ("a\u{A0}b 👩‍👩‍👧 é \\x1B\n", "a\u{A0}b 👩‍👩‍👧 é \\x1B\n"), ("a\tb\rc\n", "a\\tb\\rc\n"),
      ("\u{1B}[31m\0\u{7F}\n", "\\x1B[31m\\x00\\x7F\n"), ("\u{9B}m", "\\xC2\\x9Bm"),
      ("a\u{202E}b\u{2028}", "a\\xE2\\x80\\xAEb\\xE2\\x80\\xA8"),
    ])
  func lines(text: String, shown: String) {
    var lines: [UInt8] = []
    Escaping.appendLines(Array(text.utf8), to: &lines)
    #expect(String(decoding: lines, as: UTF8.self) == shown)
    var bytes: [UInt8] = []
    Escaping.appendLines([0x61, 0xFF, 0x9B], to: &bytes)
    #expect(bytes == Array("a\\xFF\\x9B".utf8))
  }

  @Test(
    "what a terminal obeys is found",
    arguments: [
      (Array("bob".utf8), false), (Array("bøb 👩‍👩‍👧 \\".utf8), false), (Array("b\u{1B}[m".utf8), true),
      (Array("b\u{7F}".utf8), true), (Array("b\u{9B}m".utf8), true), (Array("b\u{202E}".utf8), true),
      (Array("b\u{2066}".utf8), true), (Array("b\u{2028}".utf8), true), ([0x62, 0x9B, 0x6D], true),
      ([0x62, 0xE9], false),
    ])
  func controls(bytes: [UInt8], areThere: Bool) {
    #expect(Escaping.holdsControls(bytes) == areThere)
  }
}

private func marks(_ count: Int) -> String { String(repeating: "\u{301}", count: count) }

private func joiners(_ count: Int) -> String { String(repeating: "\u{200D}", count: count) }

/// Whether the bytes are UTF-8 without controls and characters that turn or break a line.
func isHarmless(_ line: [UInt8]) -> Bool {
  guard let text = String(validating: line, as: UTF8.self) else { return false }
  return text.unicodeScalars.allSatisfy { scalar in
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: false
    default: !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
    }
  }
}

/// What a reader makes of a TSV column.
func unescaped(_ column: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = Array(column.utf8)[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "\\"), let code = rest.popFirst() else {
      bytes.append(byte)
      continue
    }
    switch code {
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "x"):
      bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    default: bytes.append(code)
    }
  }
  return bytes
}
