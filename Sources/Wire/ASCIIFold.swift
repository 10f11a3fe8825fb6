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
    for index in left.indices where lower(left[index]) != lower(right[index]) { return false }
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
