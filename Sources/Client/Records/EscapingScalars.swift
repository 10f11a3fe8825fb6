import Wire

extension Escaping {
  /// Appends the bytes. Plain ASCII goes as it is. For each other character, for controls, and for the two bytes of
  /// `special`, which mean something where the text goes, `escape` appends something instead.
  ///
  /// - Parameter escape: Is given the character, or nil for bytes that are not UTF-8 (a maximal piece of an ill-formed
  ///   sequence), with the bytes that spell it.
  static func append(
    _ bytes: borrowing Span<UInt8>, apartFrom special: (UInt8, UInt8), to line: inout [UInt8],
    escape: (Unicode.Scalar?, borrowing Span<UInt8>, inout [UInt8]) -> Void
  ) {
    var index = 0
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index] &- 0x20 < 0x5F, bytes[index] != special.0,
        bytes[index] != special.1
      {
        index += 1
      }
      if index > start { line.append(bytes.extracting(start..<index)) }
      if index == bytes.count { return }
      let (scalar, length) = scalar(in: bytes, at: index)
      escape(scalar, bytes.extracting(index..<index + length), &line)
      index += length
    }
  }

  /// The character at `start`, and how many bytes spell it. For bytes that are not UTF-8 (RFC 3629 §4) it is nil, and
  /// the length is that of the bytes that could have begun a well-formed sequence, at least 1.
  static func scalar(in bytes: borrowing Span<UInt8>, at start: Int) -> (scalar: Unicode.Scalar?, length: Int)
  {
    let lead = bytes[start]
    if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
    guard let length = lengthOfSequence(lead) else { return (nil, 1) }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let index = start + offset
      let valid = offset == 1 ? secondBytes(behind: lead) : 0x80...0xBF
      guard index < bytes.count, valid.contains(bytes[index]) else { return (nil, offset) }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    return (Unicode.Scalar(value), length)
  }

  private static func lengthOfSequence(_ lead: UInt8) -> Int? {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }

  /// What the second byte of a sequence may be. This excludes forms that are too long, surrogates, and what is beyond
  /// U+10FFFF.
  private static func secondBytes(behind lead: UInt8) -> ClosedRange<UInt8> {
    switch lead {
    case 0xE0: 0xA0...0xBF
    case 0xED: 0x80...0x9F
    case 0xF0: 0x90...0xBF
    case 0xF4: 0x80...0x8F
    default: 0x80...0xBF
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is a control, a separator of lines, or a bidirectional embedding, override or isolate: what makes
  /// the rest of a line stand elsewhere than where it was written.
  var breaksLayout: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether it is a letter of the scripts that most text is written in, and nothing else need be asked about it.
  var isPlainLetter: Bool {
    switch value {
    case 0xC0...0x2AF, 0x370...0x482, 0x48A...0x52F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    default: false
    }
  }

  /// Whether it is drawn over the character before it, or joins it to the next: a flood of them covers other lines.
  var joinsPrevious: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }

  /// Whether a terminal may not show it as it is.
  func isUntrusted(as role: Escaping.TextRole) -> Bool {
    if isASCII { return breaksLayout || role == .name && self == " " }
    if breaksLayout { return true }
    switch value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return role != .text
    // Annotation characters: no part of plain text, and invisible.
    case 0xFFF9...0xFFFB: return true
    // A pattern of dots without a dot.
    case 0x2800: return role != .text
    default: break
    }
    if role != .text, properties.isWhitespace { return true }
    return properties.isDefaultIgnorableCodePoint || properties.isBidiControl
      || properties.isNoncharacterCodePoint
  }
}
