import Testing
import Wire

@Suite("Folding")
struct ASCIIFoldTests {
  /// Each byte in each of the eight places, between bytes that could carry into it or take from it.
  private static let words: [[UInt8]] = (0...UInt8.max).flatMap { byte in
    (0..<8).flatMap { place in
      [0x00, 0x5A, 0x7A, 0xFF].map { (other: UInt8) in
        var word = [UInt8](repeating: other, count: 8)
        word[place] = byte
        return word
      }
    }
  }

  private func word(_ bytes: [UInt8]) -> UInt64 { Bytes.word(of: bytes.span, at: 0) }

  @Test("eight bytes at once is what folding each of them is")
  func words() {
    for bytes in ASCIIFoldTests.words {
      let lower = ASCIIFold.lower(word(bytes)) == word(bytes.map { ASCIIFold.lower($0) })
      let upper = ASCIIFold.upper(word(bytes)) == word(bytes.map { ASCIIFold.upper($0) })
      if !lower || !upper { Issue.record("\(bytes)") }
    }
  }

  @Test("names of any length are the same in any case, and differ where any byte does")
  func equality() {
    for count in 0...20 {
      let name = [UInt8]("abcdefghijklmnopqrst".utf8.prefix(count))
      #expect(ASCIIFold.equal(name, name.map { ASCIIFold.upper($0) }))
      #expect(!ASCIIFold.equal(name, name + [0]))
      for place in name.indices {
        var other = name
        other[place] = UInt8(ascii: "-")
        #expect(!ASCIIFold.equal(name, other))
      }
    }
  }
}
