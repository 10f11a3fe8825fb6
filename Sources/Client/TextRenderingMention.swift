import Wire

/// Finds a name in what somebody said.
public enum Mention {
  /// Whether `name` stands in `text` as a word of its own, in capitals or not.
  public static func stands(_ name: [UInt8], in text: [UInt8]) -> Bool {
    guard !name.isEmpty, text.count >= name.count else { return false }
    let wanted = ASCIIFold.lower(name.span)
    let folded = ASCIIFold.lower(text.span)
    for start in 0...(folded.count - wanted.count) where folded[start] == wanted[0] {
      let end = start + wanted.count
      guard folded[start..<end].elementsEqual(wanted) else { continue }
      let standsAlone =
        (start == 0 || !isWord(folded[start - 1])) && (end == folded.count || !isWord(folded[end]))
      if standsAlone { return true }
    }
    return false
  }

  /// Whether the byte may be part of a name. All of UTF-8's longer sequences count, so that no letter is cut.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
      UInt8(ascii: "-"), 0x80...:
      true
    default: false
    }
  }
}
