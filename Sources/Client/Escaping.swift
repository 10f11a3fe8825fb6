import Wire

/// Makes text that others wrote fit for a place where some characters mean something: a column, a JSON string, a
/// terminal. What is escaped stays visible.
public enum Escaping {
  /// What a piece of text is for a terminal.
  public enum Place: Sendable {
    /// Said by a person: blanks, joiners and variation selectors stay, the codes of IRC formatting are left out.
    case text
    /// A name, which is one word: blanks and joiners are escaped as well, so that no name looks like another or
    /// like more than a name.
    case name
  }

  /// Appends a column of a TSV record: backslash, controls, bidirectional overrides, line separators and what is
  /// not UTF-8 are written `\\`, `\t`, `\n`, `\r` or `\xHH` for each original byte. Undoing these gives the same
  /// bytes back.
  public static func appendColumn(_ bytes: [UInt8], to line: inout [UInt8]) {
    forEachScalar(of: bytes) { scalar, original in
      guard let scalar else { return appendHexadecimal(original, to: &line) }
      switch scalar {
      case "\\": line.append("\\\\")
      case "\t": line.append("\\t")
      case "\n": line.append("\\n")
      case "\r": line.append("\\r")
      case _ where scalar.breaksLayout: appendHexadecimal(original, to: &line)
      default: line.append(contentsOf: original)
      }
    }
  }

  /// Appends a JSON string with its quotes (RFC 8259 §7): always valid UTF-8. What is not UTF-8 becomes U+FFFD;
  /// controls, bidirectional overrides and line separators become `\uXXXX`.
  public static func appendJSONString(_ bytes: [UInt8], to line: inout [UInt8]) {
    line.append("\"")
    forEachScalar(of: bytes) { scalar, original in
      guard let scalar else { return line.append("\u{FFFD}") }
      switch scalar {
      case "\"": line.append("\\\"")
      case "\\": line.append("\\\\")
      case "\n": line.append("\\n")
      case "\r": line.append("\\r")
      case "\t": line.append("\\t")
      case _ where scalar.breaksLayout:
        // All of them are below U+10000: one unit of UTF-16.
        line.append("\\u")
        appendDigits(of: scalar.value, width: 4, to: &line)
      default: line.append(contentsOf: original)
      }
    }
    line.append("\"")
  }

  /// Appends text so that a terminal can show it and obeys nothing in it: controls, what is invisible and what is
  /// not UTF-8 are written `\t`, `\n`, `\r`, `\xHH` (a byte) or `\u{X}` (a character).
  public static func appendVisible(_ bytes: [UInt8], as place: Place = .text, to line: inout [UInt8]) {
    forEachScalar(of: place == .text ? FormattingCodes.stripped(from: bytes) : bytes) { scalar, original in
      guard let scalar else { return appendHexadecimal(original, to: &line) }
      switch scalar {
      case "\t": line.append("\\t")
      case "\n": line.append("\\n")
      case "\r": line.append("\\r")
      case _ where scalar.isASCII && scalar.breaksLayout: appendHexadecimal(original, to: &line)
      case _ where scalar.isUntrusted(in: place):
        line.append("\\u{")
        appendDigits(of: scalar.value, width: 1, to: &line)
        line.append("}")
      default: line.append(contentsOf: original)
      }
    }
  }

  /// The text as ``appendVisible(_:as:to:)`` writes it.
  public static func visible(_ bytes: [UInt8], as place: Place = .text) -> String {
    var line: [UInt8] = []
    appendVisible(bytes, as: place, to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  // MARK: Digits

  private static func appendHexadecimal(_ bytes: ArraySlice<UInt8>, to line: inout [UInt8]) {
    for byte in bytes {
      line.append("\\x")
      appendDigits(of: UInt32(byte), width: 2, to: &line)
    }
  }

  private static func appendDigits(of value: UInt32, width: Int, to line: inout [UInt8]) {
    let digits = String(value, radix: 16, uppercase: true)
    for _ in 0..<max(0, width - digits.utf8.count) { line.append("0") }
    line.append(contentsOf: digits.utf8)
  }
}
