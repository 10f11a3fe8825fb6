import Testing
import Wire

@testable import Relay

@Suite("Masks")
struct MaskTests {
  private func matches(_ mask: [UInt8], _ text: [UInt8]) -> Bool { Mask.matches(mask.span, text.span) }

  /// What a mask means, said as plainly as it can be.
  private func means(_ mask: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = mask.first else { return text.isEmpty }
    let rest = mask.dropFirst()
    if first == UInt8(ascii: "*") {
      return means(rest, text) || !text.isEmpty && means(mask, text.dropFirst())
    }
    guard let byte = text.first else { return false }
    let fits = first == UInt8(ascii: "?") || ASCIIFold.lower(first) == ASCIIFold.lower(byte)
    return fits && means(rest, text.dropFirst())
  }

  @Test("match what their meaning says, for every small mask and text")
  func model() {
    let letters = Array("aB*?".utf8)
    let masks = words(of: letters, upTo: 5)
    let texts = words(of: Array("abB".utf8), upTo: 4)
    var differences = 0
    for mask in masks {
      for text in texts where matches(mask, text) != means(mask[...], text[...]) { differences += 1 }
    }
    #expect(differences == 0)
  }

  private func words(of letters: [UInt8], upTo length: Int) -> [[UInt8]] {
    var words: [[UInt8]] = [[]]
    var last: [[UInt8]] = [[]]
    for _ in 0..<length {
      last = last.flatMap { word in letters.map { word + [$0] } }
      words += last
    }
    return words
  }

  @Test("many stars cost little")
  func manyStars() {
    let mask = Array(repeating: Array("*a".utf8), count: 100).flatMap { $0 } + [UInt8(ascii: "b")]
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 200)
    #expect(!matches(mask, text))
    #expect(matches(mask, text + [UInt8(ascii: "b")]))
  }
}
