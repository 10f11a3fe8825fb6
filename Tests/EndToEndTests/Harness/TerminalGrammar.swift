import TestSupport

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
        let sequence = TerminalText.takeSequence(&rest)
        guard isOurs(sequence) else { return "ESC \(sequence)" }
      case _ where TerminalText.isHidden(scalar): return "U+\(String(scalar.value, radix: 16))"
      default: continue
      }
    }
    return nil
  }

  private static func isOurs(_ sequence: String) -> Bool {
    switch sequence.last {
    case "A", "B", "C":
      guard let parameters = TerminalText.parameters(of: sequence) else { return false }
      return parameters.count == 1 && parameters[0] > 0
    case "m": return TerminalText.rendition(of: sequence) != nil
    default: return ["[J", "[K", "[?2004h", "[?2004l"].contains(sequence)
    }
  }
}
