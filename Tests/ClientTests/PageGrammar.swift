/// What a page may write: text without anything hidden in it, the ends of lines, the bell, and SGR sequences that are
/// undone before the line ends.
struct PageGrammar {
  /// How often the bell was met.
  private(set) var bells = 0
  private var isStyled = false

  /// What is wrong with the bytes; nil: nothing.
  static func fault(in bytes: [UInt8]) -> String? {
    var grammar = PageGrammar()
    return grammar.fault(in: bytes)
  }

  /// What is wrong with the next bytes, which end where a line does; nil: nothing.
  mutating func fault(in bytes: [UInt8]) -> String? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return "not UTF-8" }
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\n": if isStyled { return "a line ends in a style" }
      case "\u{7}": bells += 1
      case "\u{1B}":
        guard let parameters = PageGrammar.takeSGR(&rest) else { return "a sequence: \(rest.prefix(12))" }
        isStyled = parameters != [0]
      case _ where PageGrammar.isHidden(scalar): return "U+\(String(scalar.value, radix: 16))"
      default: break
      }
    }
    return isStyled ? "it ends in a style" : nil
  }

  /// The parameters of the SGR sequence that `rest` begins with behind the ESC; nil where none of ours does.
  private static func takeSGR(_ rest: inout Substring.UnicodeScalarView) -> [Int]? {
    guard rest.popFirst() == "[", let end = rest.firstIndex(of: "m") else { return nil }
    let parameters = rest[..<end].split(separator: ";", omittingEmptySubsequences: false).map {
      Int(String($0))
    }
    rest = rest[rest.index(after: end)...]
    let numbers = parameters.compactMap(\.self)
    return numbers.count == parameters.count && areOurs(numbers[...]) ? numbers : nil
  }

  private static func areOurs(_ parameters: ArraySlice<Int>) -> Bool {
    var rest = parameters
    while let parameter = rest.popFirst() {
      switch parameter {
      case 0...4, 7, 9, 30...37, 40...47, 90...97, 100...107: continue
      case 38, 48:
        guard rest.popFirst() == 5, let colour = rest.popFirst(), (0...255).contains(colour) else {
          return false
        }
      default: return false
      }
    }
    return !parameters.isEmpty
  }

  /// Whether a character is obeyed, turns or breaks the line, or is not seen. Joiners and variation selectors belong to
  /// the characters around them.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: return true
    default:
      return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isBidiControl
        || scalar.properties.isNoncharacterCodePoint
    }
  }
}
