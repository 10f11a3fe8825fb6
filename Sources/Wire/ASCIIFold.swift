/// CASEMAPPING `ascii`: A to Z equal a to z, all else only itself.
public enum ASCIIFold {
  /// The byte in lower case.
  @inlinable
  public static func lower(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// The byte in upper case.
  @inlinable
  public static func upper(_ byte: UInt8) -> UInt8 {
    byte &- 0x61 < 26 ? byte & ~0x20 : byte
  }

  /// Eight bytes in lower case.
  @inlinable
  public static func lower(_ word: UInt64) -> UInt64 {
    word | marks(in: word, from: 0x41, through: 0x5A) >> 2
  }

  /// Eight bytes in upper case.
  @inlinable
  public static func upper(_ word: UInt64) -> UInt64 {
    word ^ marks(in: word, from: 0x61, through: 0x7A) >> 2
  }

  /// The highest bit of each of eight bytes that is one of some ASCII characters.
  @inlinable
  static func marks(in word: UInt64, from first: UInt8, through last: UInt8) -> UInt64 {
    let eachByte: UInt64 = 0x0101_0101_0101_0101
    // Without their highest bits the bytes have room for a carry, which tells what they are at least.
    let low = word & (0x7F * eachByte)
    let fromFirst = low &+ UInt64(0x80 - first) * eachByte
    let behindLast = low &+ UInt64(0x7F - last) * eachByte
    return fromFirst & ~behindLast & ~word & (0x80 * eachByte)
  }

  /// The bytes in lower case.
  public static func lower(_ bytes: Span<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count)
    for index in bytes.indices { folded.append(lower(bytes[index])) }
    return folded
  }

  /// Whether both spell the same name.
  @inlinable
  public static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var index = 0
    while index < left.count {
      if lower(Bytes.word(of: left, at: index)) != lower(Bytes.word(of: right, at: index)) { return false }
      index += 8
    }
    return true
  }

  /// Whether both spell the same name.
  public static func equal(_ left: [UInt8], _ right: Span<UInt8>) -> Bool {
    equal(left.span, right)
  }

  /// Whether both spell the same name.
  public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    equal(left.span, right.span)
  }
}
