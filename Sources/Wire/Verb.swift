/// A command word, folded to capitals and packed into two machine words, so that looking one up compares
/// numbers. Words longer than 16 bytes pack to ``unknown``, for no command is that long, and so do words that hold
/// a NUL, which would pack to the same as the word without it.
public struct Verb: Hashable, Sendable {
  /// The first eight bytes, the first of them lowest.
  public let low: UInt64
  /// The next eight bytes.
  public let high: UInt64

  /// Packs what `bytes` spell.
  @inlinable
  public init(_ bytes: Span<UInt8>) {
    let isPackable = bytes.count <= 16 && Bytes.firstIndex(of: 0, in: bytes) == nil
    low = isPackable ? ASCIIFold.upper(Bytes.word(of: bytes, at: 0)) : 0
    high = isPackable && bytes.count > 8 ? ASCIIFold.upper(Bytes.word(of: bytes, at: 8)) : 0
  }

  /// Packs a literal of at most 16 ASCII characters. Traps on a longer one.
  public init(_ text: StaticString) {
    precondition(text.utf8CodeUnitCount <= 16, "a verb is at most 16 bytes")
    self.init(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount).span)
  }

  /// What no command is named.
  public static let unknown = Verb("")

  /// The number of a numeric reply, or nil for a word.
  public var numeric: Int? {
    guard high == 0, low >> 24 == 0 else { return nil }
    var value = 0
    for shift in [0, 8, 16] {
      let digit = UInt8(truncatingIfNeeded: low >> shift)
      guard case 0x30...0x39 = digit else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }
}
