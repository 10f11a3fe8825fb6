import Wire

/// Finds a name in what somebody said.
public enum Mention {
  /// Whether `name` stands in `text` as a word of its own, in capitals or not.
  public static func stands(_ name: [UInt8], in text: [UInt8]) -> Bool {
    guard !name.isEmpty, text.count >= name.count else { return false }
    let (wanted, text) = (name.span, text.span)
    let first = ASCIIFold.lower(wanted[0])
    for start in 0...(text.count - wanted.count) where ASCIIFold.lower(text[start]) == first {
      let end = start + wanted.count
      guard ASCIIFold.equal(text.extracting(start..<end), wanted) else { continue }
      if (start == 0 || !isWord(text[start - 1])) && (end == text.count || !isWord(text[end])) { return true }
    }
    return false
  }

  /// Whether the byte may be part of a name. All of UTF-8's longer sequences count, so that no letter is cut.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch ASCIIFold.lower(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }
}
