/// What the name of a room (an IRC channel) may be: `#` and up to 63 bytes of UTF-8 without blanks, controls,
/// `,` `:` `*` `?` and a second meaning for a shell or a mask, and no `-` behind the `#`: a script that takes the `#`
/// away, as options allow, must not be left with an option.
public enum RoomRules {
  /// The most bytes in a room's name with its `#` (CHANNELLEN).
  public static let maximumBytes = 64

  /// Whether `bytes` name a room by their first byte.
  @inlinable
  public static func isRoom(_ bytes: Span<UInt8>) -> Bool {
    !bytes.isEmpty && bytes[0] == 0x23
  }

  /// Whether `bytes` can be a room's name.
  public static func isValid(_ bytes: Span<UInt8>) -> Bool {
    guard isRoom(bytes), (2...maximumBytes).contains(bytes.count), Bytes.isUTF8(bytes) else { return false }
    if bytes[1] == UInt8(ascii: "-") { return false }
    for index in bytes.indices {
      switch bytes[index] {
      case 0x00...0x20, 0x7F, 0x2C, 0x3A, 0x2A, 0x3F: return false
      default: continue
      }
    }
    return !holdsInvisible(bytes)
  }

  /// Whether a scalar of the name is a control, a format character or a blank that is not ASCII: two rooms must
  /// not look alike.
  private static func holdsInvisible(_ bytes: Span<UInt8>) -> Bool {
    String(decoding: bytes).unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
        true
      default: false
      }
    }
  }
}
