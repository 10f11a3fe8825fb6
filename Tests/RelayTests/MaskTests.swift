import TestSupport
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

  @Test("match what their meaning says where they are longer than a word of the machine")
  func longMasks() {
    let letters = Array("ab*?".utf8)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      // A text, and a mask that may have come from it.
      let text = (0..<Int.random(in: 60...140, using: &generator)).map { _ in
        letters[Int.random(in: 0..<2, using: &generator)]
      }
      var mask: [UInt8] = []
      for byte in text {
        switch Int.random(in: 0..<40, using: &generator) {
        case 0: mask.append(UInt8(ascii: "*"))
        case 1...12: mask.append(UInt8(ascii: "?"))
        case 13: mask += [UInt8(ascii: "*"), byte]
        default: mask.append(byte)
        }
      }
      if Bool.random(using: &generator) { mask[Int.random(in: 0..<mask.count, using: &generator)] = 0x62 }
      #expect(matches(mask, text) == table(mask, text))
    }
  }

  /// What a mask means, by the table of which of its beginnings match which beginnings of the text.
  private func table(_ mask: [UInt8], _ text: [UInt8]) -> Bool {
    var row = [true] + [Bool](repeating: false, count: text.count)
    for byte in mask {
      var next = [Bool](repeating: false, count: text.count + 1)
      if byte == UInt8(ascii: "*") { next[0] = row[0] }
      for end in 1..<(text.count + 1) {
        next[end] =
          byte == UInt8(ascii: "*")
          ? row[end] || next[end - 1] : row[end - 1] && (byte == UInt8(ascii: "?") || byte == text[end - 1])
      }
      row = next
    }
    return row[text.count]
  }

  @Test("many stars cost little")
  func manyStars() {
    let mask = Array(repeating: Array("*a".utf8), count: 100).flatMap { $0 } + [UInt8(ascii: "b")]
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 200)
    #expect(!matches(mask, text))
    #expect(matches(mask, text + [UInt8(ascii: "b")]))
  }
}
