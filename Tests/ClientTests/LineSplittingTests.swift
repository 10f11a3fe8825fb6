import TestSupport
import Testing

@testable import Client

@Suite("Cutting long texts")
struct LineSplittingTests {
  @Test(
    "A text is cut behind a blank, else between two characters",
    arguments: [
      ("", 10, [""]), ("short", 10, ["short"]), ("exactly10!", 10, ["exactly10!"]),
      ("one two three", 8, ["one two ", "three"]), ("one two three", 10, ["one two ", "three"]),
      ("one two", 7, ["one two"]), ("one two x", 7, ["one ", "two x"]), ("abcdefgh", 4, ["abcd", "efgh"]),
      ("aé bé", 4, ["aé ", "bé"]), ("ééé", 5, ["éé", "é"]), ("a€€", 5, ["a€", "€"]),
      ("ab🇩🇪", 9, ["ab", "🇩🇪"]), ("xe\u{301}", 4, ["xe\u{301}"]), ("xye\u{301}", 4, ["xy", "e\u{301}"]),
      ("👩‍👩‍👧", 8, ["👩\u{200D}", "👩\u{200D}", "👧"]),
    ] as [(String, Int, [String])])
  func cuts(text: String, limit: Int, pieces: [String]) throws {
    #expect(try LineSplitting.pieces(of: Array(text.utf8), limit: limit) == pieces.map { Array($0.utf8) })
  }

  @Test(
    "What is not UTF-8 or would end the line is refused, and its place named",
    arguments: [
      ([0x61, 0xFF], TextFault.notUTF8(offset: 1)), ([0xC3], .notUTF8(offset: 0)),
      ([0xED, 0xA0, 0x80], .notUTF8(offset: 0)), ([0x61, 0xC0, 0x80], .notUTF8(offset: 1)),
      ([0x61, 0x00], .lineEnd(offset: 1)), ([0x0D, 0x61], .lineEnd(offset: 0)),
      ([0x61, 0x0A], .lineEnd(offset: 1)),
    ])
  func faults(text: [UInt8], fault: TextFault) {
    #expect(throws: fault) { try LineSplitting.pieces(of: text, limit: 10) }
  }

  @Test("A fault counts bytes from one")
  func descriptions() {
    #expect(TextFault.notUTF8(offset: 4).description == "not UTF-8 (byte 5)")
    #expect(TextFault.lineEnd(offset: 0).description == "a message cannot hold NUL, CR or LF (byte 1)")
  }

  @Test("Whatever the text and the limit, the pieces fit, are UTF-8, are not empty and make up the text")
  func random() throws {
    var random = SeededGenerator(seed: 7)
    let alphabet = Array(" abc é€😀\u{301}\u{200D}👩".unicodeScalars)
    for _ in 0..<2000 {
      var text = ""
      for _ in 0..<Int.random(in: 1...80, using: &random) {
        text.unicodeScalars.append(alphabet.randomElement(using: &random) ?? " ")
      }
      let limit = Int.random(in: 4...30, using: &random)
      let pieces = try LineSplitting.pieces(of: Array(text.utf8), limit: limit)
      #expect(Array(pieces.joined()) == Array(text.utf8))
      #expect(pieces.allSatisfy { !$0.isEmpty && $0.count <= limit && LineSplitting.fault(of: $0) == nil })
    }
  }
}

extension SeededGenerator {
  /// Bytes, half of them from `favourites` so that special cases are met often.
  mutating func bytes(_ count: Int, favourites: [UInt8]) -> [UInt8] {
    (0..<count).map { _ in
      Bool.random(using: &self)
        ? favourites.randomElement(using: &self) ?? 0 : UInt8.random(in: 0...255, using: &self)
    }
  }
}
