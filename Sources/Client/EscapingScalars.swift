extension Escaping {
  /// Calls `body` for each character of `bytes` with the bytes that spell it; for bytes that are not UTF-8 with
  /// nil and those bytes (a maximal piece of an ill-formed sequence).
  static func forEachScalar(of bytes: [UInt8], _ body: (Unicode.Scalar?, ArraySlice<UInt8>) -> Void) {
    var start = 0
    while start < bytes.count {
      let byte = bytes[start]
      if byte < 0x80 {
        body(Unicode.Scalar(byte), bytes[start..<(start + 1)])
        start += 1
        continue
      }
      let (scalar, length) = scalar(in: bytes, at: start)
      body(scalar, bytes[start..<(start + length)])
      start += length
    }
  }

  private static func scalar(in bytes: [UInt8], at start: Int) -> (scalar: Unicode.Scalar?, length: Int) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes[start..<min(start + 4, bytes.count)].makeIterator()
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded): return (Unicode.UTF8.decode(encoded), encoded.count)
    case .error(let length): return (nil, length)
    case .emptyInput: return (nil, 1)
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

  /// Whether a terminal may not show it as it is.
  func isUntrusted(in place: Escaping.Place) -> Bool {
    if isASCII { return breaksLayout || place == .name && self == " " }
    if breaksLayout { return true }
    switch value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return place == .name
    // Annotation characters: no part of plain text, and invisible.
    case 0xFFF9...0xFFFB: return true
    default: break
    }
    if place == .name, properties.isWhitespace { return true }
    return properties.isDefaultIgnorableCodePoint || properties.isBidiControl
  }
}
