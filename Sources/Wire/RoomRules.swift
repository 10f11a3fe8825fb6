/// Why a name cannot be a room's. Each says which rule it breaks, in words for the person who chose it.
public enum RoomFault: Error, Equatable, Sendable {
  /// Does not begin with `#`.
  case noSign
  /// There is nothing behind the `#`.
  case empty
  /// More than ``RoomRules/maximumBytes`` bytes.
  case tooManyBytes
  /// Holds a blank.
  case blank
  /// Holds this character, which no room's name may hold.
  case character(Unicode.Scalar)
  /// Begins with `-` behind the `#`: to a program that is given the name without its sign it would be an option.
  case leadingDash
  /// Is not UTF-8.
  case notUTF8

  /// The rule, as the rest of a sentence that begins with the name.
  public var description: String {
    switch self {
    case .noSign: "a room's name begins with #"
    case .empty: "a room's name has at least one character behind the #"
    case .tooManyBytes: "a room's name has at most \(RoomRules.maximumBytes) bytes of UTF-8 with its #"
    case .blank: "a room's name has no spaces"
    case .character(let scalar) where scalar.isUnshown && !scalar.isASCII:
      "a room's name has no \(scalar.shown), which nobody sees"
    case .character(let scalar): "a room's name has no \(scalar.shown)"
    case .leadingDash: "a room's name has no - behind the #"
    case .notUTF8: "a room's name is UTF-8"
    }
  }
}

/// What the name of a room (an IRC channel) may be: `#` and up to 63 bytes of UTF-8 without blanks, controls,
/// `,` `:` `*` `?` and a second meaning for a shell or a mask, no character that nobody sees, and no `-` behind the
/// `#`: a script that takes the `#` away, as options allow, must not be left with an option.
public enum RoomRules {
  /// The most bytes in a room's name with its `#` (CHANNELLEN).
  public static let maximumBytes = 64

  /// Whether `bytes` name a room by their first byte.
  @inlinable
  public static func isRoom(_ bytes: Span<UInt8>) -> Bool {
    !bytes.isEmpty && bytes[0] == 0x23
  }

  /// The fault of `bytes` as a room's name, or nil where they are one.
  public static func fault(_ bytes: Span<UInt8>) -> RoomFault? {
    guard isRoom(bytes) else { return .noSign }
    if bytes.count == 1 { return .empty }
    if let fault = Bytes.isASCII(bytes) ? faultOfASCII(bytes) : faultOfScalars(bytes) { return fault }
    if bytes.count > maximumBytes { return .tooManyBytes }
    return bytes[1] == UInt8(ascii: "-") ? .leadingDash : nil
  }

  /// What is wrong with the characters. Nearly each name is ASCII, for which nothing is to be looked up.
  private static func faultOfASCII(_ bytes: Span<UInt8>) -> RoomFault? {
    for index in bytes.indices {
      switch bytes[index] {
      case 0x20: return .blank
      case 0x00..<0x20, 0x7F, 0x2C, 0x3A, 0x2A, 0x3F: return .character(Unicode.Scalar(bytes[index]))
      default: break
      }
    }
    return nil
  }

  private static func faultOfScalars(_ bytes: Span<UInt8>) -> RoomFault? {
    guard let text = try? UTF8Span(validating: bytes) else { return .notUTF8 }
    var scalars = text.makeUnicodeScalarIterator()
    while let scalar = scalars.next() {
      switch scalar {
      case " ": return .blank
      case ",", ":", "*", "?": return .character(scalar)
      default: if scalar.isUnshown { return .character(scalar) }
      }
    }
    return nil
  }
}
