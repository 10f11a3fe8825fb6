import Wire

/// A value of JSON, as far as a record needs it.
enum JSONValue: Equatable, Sendable {
  /// The bytes of a string, its escapes undone.
  case string([UInt8])
  /// The members of an object in their order.
  case object([JSONMember])
  case null
  /// A number, a truth value or an array: no member of a record holds one.
  case other
}

/// A name in a JSON object, and the value that it has.
struct JSONMember: Equatable, Sendable {
  let name: [UInt8]
  let value: JSONValue
}

/// Why a text is not JSON.
enum JSONFault: Error {
  case notJSON
  /// An escape `\uD800` to `\uDFFF` stands without the other half of its pair.
  case halfPair
}

/// Reads one JSON text (RFC 8259). Foundation's reader would be a third of the time that a client takes to start, and
/// half of the program.
struct JSONReader {
  /// How deep arrays and objects may be nested; a line from elsewhere must not use up the stack.
  private static let deepest = 512

  private let text: [UInt8]
  private var place = 0

  /// The value that `text`, which is UTF-8, holds from its first byte to its last, blanks apart.
  static func value(of text: [UInt8]) throws(JSONFault) -> JSONValue {
    var reader = JSONReader(text: text)
    let value = try reader.value(depth: 0)
    guard reader.next() == nil else { throw .notJSON }
    return value
  }

  private init(text: [UInt8]) {
    self.text = text
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth < JSONReader.deepest else { throw .notJSON }
    switch next() {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["):
      try elements(depth: depth)
      return .other
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    default: try number()
    }
    return .other
  }

  private mutating func members(depth: Int) throws(JSONFault) -> [JSONMember] {
    var members: [JSONMember] = []
    place += 1
    if accept(UInt8(ascii: "}")) { return members }
    repeat {
      guard next() == UInt8(ascii: "\"") else { throw .notJSON }
      let name = try string()
      guard accept(UInt8(ascii: ":")) else { throw .notJSON }
      members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
    } while accept(UInt8(ascii: ","))
    guard accept(UInt8(ascii: "}")) else { throw .notJSON }
    return members
  }

  private mutating func elements(depth: Int) throws(JSONFault) {
    place += 1
    if accept(UInt8(ascii: "]")) { return }
    repeat { _ = try value(depth: depth + 1) } while accept(UInt8(ascii: ","))
    guard accept(UInt8(ascii: "]")) else { throw .notJSON }
  }

  private mutating func word(_ word: StaticString) throws(JSONFault) {
    let end = place + word.utf8CodeUnitCount
    guard end <= text.count, Bytes.equal(text.span.extracting(place..<end), word) else { throw .notJSON }
    place = end
  }

  private mutating func number() throws(JSONFault) {
    if byte == UInt8(ascii: "-") { place += 1 }
    if byte == UInt8(ascii: "0") { place += 1 } else { try digits() }
    if byte == UInt8(ascii: ".") {
      place += 1
      try digits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      place += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { place += 1 }
      try digits()
    }
  }

  private mutating func digits() throws(JSONFault) {
    let start = place
    while let byte, 0x30...0x39 ~= byte { place += 1 }
    if place == start { throw .notJSON }
  }

  // MARK: Strings

  private mutating func string() throws(JSONFault) -> [UInt8] {
    var string: [UInt8] = []
    place += 1
    while true {
      let start = place
      while let byte, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { place += 1 }
      string += text[start..<place]
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return string
      case UInt8(ascii: "\\"): try appendEscaped(to: &string)
      default: throw .notJSON
      }
    }
  }

  /// Reads an escape, whose backslash is next.
  private mutating func appendEscaped(to string: inout [UInt8]) throws(JSONFault) {
    place += 1
    guard let letter = byte else { throw .notJSON }
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): string.append(letter)
    case UInt8(ascii: "b"): string.append(0x08)
    case UInt8(ascii: "f"): string.append(0x0C)
    case UInt8(ascii: "n"): string.append(0x0A)
    case UInt8(ascii: "r"): string.append(0x0D)
    case UInt8(ascii: "t"): string.append(0x09)
    case UInt8(ascii: "u"): string += Array(String(try scalar()).utf8)
    default: throw .notJSON
    }
  }

  /// Reads the digits of an escape, and those of the second half of a pair.
  private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first), byte == UInt8(ascii: "\\") else { throw .halfPair }
    place += 1
    guard byte == UInt8(ascii: "u") else { throw .halfPair }
    place += 1
    let second = try unit()
    guard UTF16.isTrailSurrogate(second) else { throw .halfPair }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private mutating func unit() throws(JSONFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Escaping.digit(byte) else { throw .notJSON }
      unit = unit << 4 | UInt16(digit)
      place += 1
    }
    return unit
  }

  // MARK: Bytes

  private var byte: UInt8? { place < text.count ? text[place] : nil }

  /// Passes over blanks, and gives the byte behind them, which stays the next one.
  private mutating func next() -> UInt8? {
    while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
    return byte
  }

  /// Passes over `wanted` if it is next, and gives whether it was.
  private mutating func accept(_ wanted: UInt8) -> Bool {
    guard next() == wanted else { return false }
    place += 1
    return true
  }
}
