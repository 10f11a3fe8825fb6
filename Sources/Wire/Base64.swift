/// Base64 with padding (RFC 4648 §4).
public enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// What spells the bytes.
  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        encoded.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return encoded
  }

  /// The bytes that a text spells; nil where it is no base64 as ``encode(_:)`` writes it. A text of nothing spells
  /// nothing.
  public static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count / 4 * 3)
    for start in stride(from: 0, to: text.count, by: 4) {
      let group = text[start..<(start + 4)]
      let padding = group.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      // Only the last group may lack bytes, and two at most.
      guard padding == 0 || padding <= 2 && start + 4 == text.count else { return nil }
      var bits = 0
      for digit in group.dropLast(padding) {
        guard let value = value(of: digit) else { return nil }
        bits = bits << 6 | value
      }
      bits <<= 6 * padding
      // What stands behind the last byte must be nothing: one text spells one thing.
      if padding > 0, bits & (1 << (8 * padding) - 1) != 0 { return nil }
      for place in 0..<(3 - padding) { decoded.append(UInt8(bits >> (16 - 8 * place) & 0xFF)) }
    }
    return decoded
  }

  private static func value(of digit: UInt8) -> Int? {
    switch digit {
    case 0x41...0x5A: Int(digit - 0x41)
    case 0x61...0x7A: Int(digit - 0x61) + 26
    case 0x30...0x39: Int(digit - 0x30) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
