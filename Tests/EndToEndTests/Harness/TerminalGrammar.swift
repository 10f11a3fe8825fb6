/// What chatnet may write to a terminal: text without anything hidden in it, the ends of lines, the bell, and a few
/// sequences of ECMA-48: to erase, to move, to colour, and to be told what is pasted.
enum TerminalGrammar {
  /// What is wrong with the bytes; nil: nothing.
  static func fault(in bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return "not UTF-8" }
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r", "\n", "\u{7}": continue
      case "\u{1B}":
        let sequence = takeSequence(&rest)
        guard isOurs(sequence) else { return "ESC \(sequence)" }
      case _ where isHidden(scalar): return "U+\(String(scalar.value, radix: 16))"
      default: continue
      }
    }
    return nil
  }

  /// What stands behind an ESC, up to and with the first letter.
  private static func takeSequence(_ rest: inout Substring.UnicodeScalarView) -> String {
    let end = rest.firstIndex { $0.properties.isAlphabetic } ?? rest.endIndex
    defer { rest = rest[end...].dropFirst() }
    return String(rest[..<end]) + String(rest[end...].prefix(1))
  }

  private static func isOurs(_ sequence: String) -> Bool {
    if ["[J", "[K", "[?2004h", "[?2004l"].contains(sequence) { return true }
    guard sequence.first == "[", let command = sequence.last else { return false }
    let parameters = sequence.dropFirst().dropLast().split(separator: ";", omittingEmptySubsequences: false)
    let numbers = parameters.compactMap { Int($0) }
    guard numbers.count == parameters.count else { return false }
    switch command {
    case "A", "B", "C": return numbers.count == 1 && numbers[0] > 0
    case "m": return isRendition(numbers[...])
    default: return false
    }
  }

  private static func isRendition(_ numbers: ArraySlice<Int>) -> Bool {
    var rest = numbers
    while let number = rest.popFirst() {
      switch number {
      case 0...4, 7, 9, 30...37, 40...47, 90...97, 100...107: continue
      case 38, 48:
        guard rest.popFirst() == 5, let colour = rest.popFirst(), (0...255).contains(colour) else {
          return false
        }
      default: return false
      }
    }
    return !numbers.isEmpty
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Joiners and variation selectors belong to the characters around them.
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return false
    default: break
    }
    let properties = scalar.properties
    return properties.generalCategory == .control || properties.isDefaultIgnorableCodePoint
      || properties.isBidiControl || properties.isNoncharacterCodePoint
      || (0x2028...0x2029).contains(scalar.value)
  }
}
