/// The mark that editors put in front of a text to say how it is encoded (Unicode 16, §23.8). It is no part of the text.
public enum ByteOrderMark {
  /// U+FEFF in UTF-8.
  private static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// How many bytes of `bytes`, which begin a text, are its mark: 3 or 0.
  public static func length(in bytes: Span<UInt8>) -> Int {
    bytes.count >= 3 && bytes[0] == utf8[0] && bytes[1] == utf8[1] && bytes[2] == utf8[2] ? utf8.count : 0
  }

  /// What a text is encoded in by its mark, where that is not UTF-8: as iconv(1) calls it. Nil: nothing says so.
  public static func foreignEncoding(of bytes: Span<UInt8>) -> String? {
    func begins(_ mark: UInt8...) -> Bool {
      bytes.count >= mark.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
    }
    if begins(0xFF, 0xFE, 0, 0) || begins(0, 0, 0xFE, 0xFF) { return "UTF-32" }
    return begins(0xFF, 0xFE) || begins(0xFE, 0xFF) ? "UTF-16" : nil
  }

  /// What is wrong with a text in a foreign encoding, and what to do, as the rest of a line that begins with its name.
  public static func advice(against encoding: String) -> String {
    "\(encoding), which is not read: iconv -f \(encoding) -t UTF-8 makes it UTF-8"
  }
}

extension [UInt8] {
  /// A text without the mark in front of it.
  public func droppingByteOrderMark() -> [UInt8] {
    let length = ByteOrderMark.length(in: span)
    return length == 0 ? self : Array(dropFirst(length))
  }
}
