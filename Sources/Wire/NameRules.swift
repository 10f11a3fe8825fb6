/// Why a name cannot be used. Each says which rule it breaks, in words for the person who chose it.
public enum NameFault: Error, Equatable, Sendable {
  /// There is nothing.
  case empty
  /// More than ``NameRules/maximumScalars`` characters.
  case tooManyCharacters
  /// More than ``NameRules/maximumBytes`` bytes.
  case tooManyBytes
  /// Holds a blank.
  case blank
  /// Holds this character, which no name may hold.
  case character(Unicode.Scalar)
  /// Begins with `-`: to a program that is given the name it would be an option.
  case leadingDash
  /// Begins with a combining mark, which would be shown on the character in front of the name.
  case leadingMark
  /// Is not UTF-8.
  case notUTF8
  /// Is a word that chatnet keeps for itself.
  case reserved
  /// Is a service's name, or one that people would take for it.
  case service

  /// The rule, as the rest of a sentence that begins with the name.
  public var description: String {
    switch self {
    case .empty: "a name has at least one character"
    case .tooManyCharacters: "a name has at most \(NameRules.maximumScalars) characters"
    case .tooManyBytes: "a name has at most \(NameRules.maximumBytes) bytes of UTF-8"
    case .blank: "a name has no spaces"
    case .character(let scalar): "a name has no \(scalar.shown)"
    case .leadingDash: "a name does not begin with '-'"
    case .leadingMark: "a name does not begin with a combining mark"
    case .notUTF8: "a name is UTF-8"
    case .reserved: "this name is reserved"
    case .service: "this name is reserved: elsewhere a service is called so"
    }
  }
}

/// What a name may be: 1 to 32 letters, marks and digits of any script and a few signs, 64 bytes at most; in front
/// neither `-` nor a mark.
public enum NameRules {
  /// The most Unicode scalars in a name (NICKLEN).
  public static let maximumScalars = 32
  /// The most bytes in a name.
  public static let maximumBytes = 64

  /// The fault of `bytes` as a name, or nil where they are one.
  public static func fault(_ bytes: Span<UInt8>) -> NameFault? {
    faultOfForm(bytes) ?? faultOfLikeness(bytes)
  }

  /// The fault of what stands in `bytes`, or nil where they are a name or one that is kept from everybody: which of
  /// these takes a comparison of likenesses, and that is dear.
  public static func faultOfForm(_ bytes: Span<UInt8>) -> NameFault? {
    if bytes.isEmpty { return .empty }
    guard let text = try? UTF8Span(validating: bytes) else { return .notUTF8 }
    var scalars = text.makeUnicodeScalarIterator()
    var count = 0
    var beginsWithMark = false
    while let scalar = scalars.next() {
      if scalar == " " { return .blank }
      if !isAllowed(scalar) { return .character(scalar) }
      if count == 0 { beginsWithMark = isMark(scalar) }
      count += 1
    }
    if count > maximumScalars { return .tooManyCharacters }
    if bytes.count > maximumBytes { return .tooManyBytes }
    if bytes[0] == UInt8(ascii: "-") { return .leadingDash }
    return beginsWithMark ? .leadingMark : nil
  }

  /// The fault of `name`, or nil where it is a name.
  public static func fault(_ name: String) -> NameFault? {
    fault(Array(name.utf8).span)
  }

  /// A name made of `text`: what a name may not hold becomes `-`, or in front is dropped, and the name is cut to the
  /// greatest length. Nil where nothing of it is left.
  public static func name(from text: String) -> String? {
    var name = String.UnicodeScalarView()
    let rest = text.unicodeScalars.drop { $0 == "-" || !isAllowed($0) || isMark($0) }
    for scalar in rest.prefix(maximumScalars) { name.append(isAllowed(scalar) ? scalar : "-") }
    while String(name).utf8.count > maximumBytes { name.removeLast() }
    let made = String(name)
    return fault(made) == nil ? made : nil
  }

  /// Whether a name may hold the scalar.
  public static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "[", "]", "{", "}", "^", "|", "\\", "`": true
    case "\u{0}"..."\u{7F}": false
    default: isWordScalar(scalar)
    }
  }

  /// Whether the scalar is shown on the one before it.
  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    // Variation selectors and other marks that nothing shows would make two names look alike.
    if scalar.properties.isDefaultIgnorableCodePoint { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      return true
    default:
      return false
    }
  }
}
