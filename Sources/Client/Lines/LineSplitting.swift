import Wire

/// Why a text cannot be a message.
public enum TextFault: Error, Equatable, Sendable {
  /// The byte at this offset is not UTF-8.
  case notUTF8(offset: Int)
  /// Holds a byte at this offset that would end the line in the protocol: NUL, CR or LF.
  case lineEnd(offset: Int)

  /// What is wrong, as the rest of a sentence that begins with where the text came from.
  public var description: String {
    switch self {
    case .notUTF8(let offset): "not UTF-8 (byte \(offset + 1))"
    case .lineEnd(let offset): "a message cannot hold NUL, CR or LF (byte \(offset + 1))"
    }
  }
}

/// Cuts texts that are too long for one message.
public enum LineSplitting {
  /// The fault of `text` as a message, or nil where it can be sent.
  public static func fault(of text: [UInt8]) -> TextFault? {
    for (offset, byte) in text.enumerated() where byte == 0x00 || byte == 0x0A || byte == 0x0D {
      return .lineEnd(offset: offset)
    }
    return Bytes.firstBreakOfUTF8(in: text.span).map { .notUTF8(offset: $0) }
  }

  /// The pieces of `text`, each of at most `limit` bytes; together they are `text` again.
  ///
  /// It is cut behind the last blank that fits, else between two characters as people count them (grapheme
  /// clusters), else, where one of those alone is longer than the limit, between two scalars.
  ///
  /// - Parameter limit: At least 4, the longest sequence of UTF-8. Traps below.
  /// - Throws: The fault of a text that cannot be sent at all.
  public static func pieces(of text: [UInt8], limit: Int) throws(TextFault) -> [[UInt8]] {
    precondition(limit >= 4, "a piece holds at least one character")
    if let fault = fault(of: text) { throw fault }
    var pieces: [[UInt8]] = []
    var start = 0
    while text.count - start > limit {
      let end = start + cut(text[start...], limit: limit)
      pieces.append(Array(text[start..<end]))
      start = end
    }
    if start < text.count || pieces.isEmpty { pieces.append(Array(text[start...])) }
    return pieces
  }

  /// How many bytes of `text`, which is longer than `limit`, the first piece takes.
  private static func cut(_ text: ArraySlice<UInt8>, limit: Int) -> Int {
    if let blank = text.prefix(limit).lastIndex(of: 0x20) { return blank + 1 - text.startIndex }
    // A cluster is seldom longer than this; one that is gets cut between its scalars.
    let window = String(decoding: text.prefix(limit + 64), as: UTF8.self)
    var length = 0
    for character in window {
      let next = length + character.utf8.count
      if next > limit { break }
      length = next
    }
    return length > 0 ? length : Bytes.boundary(text.span, limit: limit)
  }
}
