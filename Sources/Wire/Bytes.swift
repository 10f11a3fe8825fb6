import CLinux

/// Questions that the wire asks of bytes.
public enum Bytes {
  /// The offset of the first `byte` at or behind `start`, or nil.
  @inlinable
  public static func firstIndex(of byte: UInt8, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    bytes.withUnsafeBufferPointer { buffer in
      guard start < buffer.count, let base = buffer.baseAddress else { return nil }
      let distance = clinux_find_byte(base + start, Int32(byte), buffer.count - start)
      return distance < 0 ? nil : start + distance
    }
  }

  /// The offset of the last `byte`, or nil.
  public static func lastIndex(of byte: UInt8, in bytes: Span<UInt8>) -> Int? {
    bytes.withUnsafeBytes { buffer in
      let place = clinux_find_last_byte(buffer.baseAddress, Int32(byte), buffer.count)
      return place < 0 ? nil : place
    }
  }

  /// Up to eight bytes at and behind `start` as one number, the first of them lowest; zeros stand for those that are
  /// missing. Traps where `start` is behind the end.
  @inlinable
  public static func word(of bytes: Span<UInt8>, at start: Int) -> UInt64 {
    let count = bytes.count - start
    // Fewer than eight are two loads, which share the bytes in the middle.
    return switch count {
    case 8...: load(UInt64.self, bytes, start)
    case 4...:
      load(UInt32.self, bytes, start) | load(UInt32.self, bytes, start + count - 4) &<< (8 * (count - 4))
    case 2...:
      load(UInt16.self, bytes, start) | load(UInt16.self, bytes, start + count - 2) &<< (8 * (count - 2))
    case 1: UInt64(bytes[start])
    case 0: 0
    default: preconditionFailure("a start behind the end")
    }
  }

  @inlinable
  static func load<Word: FixedWidthInteger & BitwiseCopyable>(
    _: Word.Type, _ bytes: Span<UInt8>, _ offset: Int
  ) -> UInt64 {
    UInt64(Word(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Word.self)))
  }

  /// Whether the bytes are those of `text`.
  @inlinable
  public static func equal(_ bytes: Span<UInt8>, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for index in bytes.indices where bytes[index] != text.utf8Start[index] { return false }
    return true
  }

  /// Whether both hold the same bytes.
  @inlinable
  public static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  /// Whether all bytes are ASCII and none is a control character below the blank.
  public static func isPlain(_ bytes: Span<UInt8>) -> Bool {
    var marks: UInt8 = 0
    // The highest bit is set by what is not ASCII, and by what is less than what is taken away. No way out of the loop,
    // so that the compiler looks at many bytes at once.
    for index in bytes.indices { marks |= bytes[index] | (bytes[index] &- 0x20) }
    return marks < 0x80
  }

  /// Whether all bytes are ASCII.
  public static func isASCII(_ bytes: Span<UInt8>) -> Bool {
    var marks: UInt8 = 0
    for index in bytes.indices { marks |= bytes[index] }
    return marks < 0x80
  }

  /// Whether the bytes are well-formed UTF-8 (RFC 3629).
  public static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
    firstBreakOfUTF8(in: bytes) == nil
  }

  /// The offset of the first byte that belongs to no well-formed sequence of UTF-8 (RFC 3629), or nil.
  public static func firstBreakOfUTF8(in bytes: Span<UInt8>) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  /// The most bytes, `limit` at most, behind which UTF-8 can be cut without parting a character.
  public static func boundary(_ bytes: Span<UInt8>, limit: Int) -> Int {
    var end = min(bytes.count, limit)
    while end > 0, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }

  /// How many digits a number has, `width` at least.
  static func digitCount(of number: UInt, width: Int) -> Int {
    var (rest, digits) = (number, 1)
    while rest >= 10 || digits < width {
      digits += 1
      rest /= 10
    }
    return digits
  }

  /// The decimal number that the bytes spell, or nil: no sign, at most 18 digits.
  public static func decimal(_ bytes: Span<UInt8>) -> Int? {
    guard (1...18).contains(bytes.count) else { return nil }
    var value = 0
    for index in bytes.indices {
      guard case 0x30...0x39 = bytes[index] else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
    }
    return value
  }
}

extension [UInt8] {
  /// Appends the bytes of a literal.
  @inlinable
  public mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a copy of the bytes.
  @inlinable
  public mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// Appends the number in decimal, with zeros before it up to `width` digits.
  public mutating func append(decimal number: Int, width: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    let digits = Bytes.digitCount(of: number.magnitude, width: width)
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits))
    var rest = number.magnitude
    var index = count - 1
    while rest > 0 {
      self[index] += UInt8(rest % 10)
      rest /= 10
      index -= 1
    }
  }

  /// A copy of the bytes of a span.
  @inlinable
  public init(copying bytes: Span<UInt8>) {
    self = []
    append(bytes)
  }
}

extension String {
  /// The text that the bytes spell; what is not UTF-8 becomes U+FFFD.
  public init(decoding bytes: Span<UInt8>) {
    self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
