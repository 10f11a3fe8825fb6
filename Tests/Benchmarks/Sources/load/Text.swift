import CLoad

/// The texts that are sent: 64 bytes that name the sender and count its messages, so that one that is lost, doubled
/// or out of order is found. They end the line whatever a server puts before them.
enum Text {
  static let count = 64
  static let mark = load_word(("~zQ~" as StaticString).utf8Start)

  /// Writes the text, all but the count of `write(sequence:to:)`.
  static func write(sender: Int, to text: UnsafeMutableRawPointer) {
    text.initializeMemory(as: UInt8.self, repeating: UInt8(ascii: "x"), count: count)
    text.copyMemory(from: ("~zQ~" as StaticString).utf8Start, byteCount: 4)
    text.storeBytes(of: digit(UInt32(sender) >> 6), toByteOffset: 4, as: UInt8.self)
    text.storeBytes(of: digit(UInt32(sender)), toByteOffset: 5, as: UInt8.self)
    text.storeBytes(of: UInt8(ascii: " "), toByteOffset: 10, as: UInt8.self)
  }

  static func write(sequence: UInt32, to text: UnsafeMutableRawPointer) {
    for place in 0..<4 {
      text.storeBytes(of: digit(sequence >> UInt32(18 - 6 * place)), toByteOffset: 6 + place, as: UInt8.self)
    }
  }

  @inline(__always)
  static func sender(of text: UnsafeRawPointer) -> Int {
    Int(value(text, 4) << 6 | value(text, 5))
  }

  /// Counts up to 2^24.
  @inline(__always)
  static func sequence(of text: UnsafeRawPointer) -> UInt32 {
    value(text, 6) << 18 | value(text, 7) << 12 | value(text, 8) << 6 | value(text, 9)
  }

  private static func digit(_ value: UInt32) -> UInt8 { UInt8(48 + (value & 63)) }

  @inline(__always)
  private static func value(_ text: UnsafeRawPointer, _ place: Int) -> UInt32 {
    UInt32(text.load(fromByteOffset: place, as: UInt8.self)) &- 48 & 63
  }
}
