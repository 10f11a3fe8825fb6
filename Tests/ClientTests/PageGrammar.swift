import TestSupport

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
        let sequence = TerminalText.takeSequence(&rest)
        guard let parameters = TerminalText.rendition(of: sequence) else { return "ESC \(sequence)" }
        isStyled = parameters != [0]
      case _ where TerminalText.isHidden(scalar): return "U+\(String(scalar.value, radix: 16))"
      default: break
      }
    }
    return isStyled ? "it ends in a style" : nil
  }
}
