/// What tests know of text that is written to a terminal, whoever wrote it.
public enum TerminalText {
  /// Takes a control sequence (ECMA-48 §5.4) from the beginning of `rest`: what stands behind its ESC, up to and with
  /// the first letter.
  public static func takeSequence(_ rest: inout Substring.UnicodeScalarView) -> String {
    let end = rest.firstIndex { $0.properties.isAlphabetic } ?? rest.endIndex
    defer { rest = rest[end...].dropFirst() }
    return String(rest[..<end]) + String(rest[end...].prefix(1))
  }

  /// The parameters of a sequence such as `[1;31m`; nil where there are none, or other ones than numbers.
  public static func parameters(of sequence: String) -> [Int]? {
    guard sequence.first == "[" else { return nil }
    let parameters = sequence.dropFirst().dropLast().split(separator: ";", omittingEmptySubsequences: false)
    let numbers = parameters.compactMap { Int($0) }
    return numbers.count == parameters.count ? numbers : nil
  }

  /// The parameters of an SGR sequence (ECMA-48 §8.3.117, ITU-T T.416) as chatnet writes them; nil: it is none.
  public static func rendition(of sequence: String) -> [Int]? {
    guard sequence.last == "m", let parameters = parameters(of: sequence) else { return nil }
    var rest = parameters[...]
    while let parameter = rest.popFirst() {
      switch parameter {
      case 0...4, 7, 9, 30...37, 40...47, 90...97, 100...107: continue
      case 38, 48:
        guard rest.popFirst() == 5, let colour = rest.popFirst(), 0...255 ~= colour else { return nil }
      default: return nil
      }
    }
    return parameters
  }

  /// Whether a character is obeyed, turns or breaks the line, or is not seen. Joiners and variation selectors belong to
  /// the characters around them.
  public static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF: return false
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default:
      return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isBidiControl
        || scalar.properties.isNoncharacterCodePoint
    }
  }
}
