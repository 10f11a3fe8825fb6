import Wire

/// Makes text that others wrote fit for a place where some characters mean something: a column, a JSON string, a
/// terminal. What is escaped stays visible.
public enum Escaping {
  /// What a piece of text is to those who read it on a terminal.
  public enum TextRole: Sendable {
    /// Said by a person: blanks, joiners and variation selectors stay, the codes of IRC formatting are left out.
    case text
    /// A name, which is one word: blanks and joiners are escaped as well, so that no name looks like another or
    /// like more than a name.
    case name
    /// What an error is about, and what was written wrongly: as a name, but for the blank of ASCII.
    case subject
  }

  /// Appends a column of a TSV record: backslash, controls, bidirectional overrides, line separators and what is
  /// not UTF-8 are written `\\`, `\t`, `\n`, `\r` or `\xHH` for each original byte. Undoing these gives the same
  /// bytes back.
  public static func appendColumn(_ bytes: [UInt8], to line: inout [UInt8]) {
    append(bytes.span, apartFrom: (backslash, backslash), to: &line) { scalar, original, line in
      guard let scalar else { return appendHexadecimal(original, to: &line) }
      switch scalar {
      case "\\": line.append("\\\\")
      case "\t": line.append("\\t")
      case "\n": line.append("\\n")
      case "\r": line.append("\\r")
      case _ where scalar.breaksLayout: appendHexadecimal(original, to: &line)
      default: line.append(original)
      }
    }
  }

  /// Appends a JSON string with its quotes (RFC 8259 §7): always valid UTF-8. What is not UTF-8 becomes U+FFFD;
  /// controls, bidirectional overrides and line separators become `\uXXXX`.
  public static func appendJSONString(_ bytes: [UInt8], to line: inout [UInt8]) {
    line.append("\"")
    append(bytes.span, apartFrom: (UInt8(ascii: "\""), backslash), to: &line) { scalar, original, line in
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
      default: line.append(original)
      }
    }
    line.append("\"")
  }

  /// Appends text so that a terminal can show it and obeys nothing in it: controls, what is invisible, what is not
  /// UTF-8, and marks that are piled up on one character are written `\t`, `\n`, `\r`, `\xHH` (a byte) or `\u{X}`
  /// (a character). The codes of IRC formatting are left out of ``TextRole/text`` alone.
  public static func appendVisible(_ bytes: [UInt8], as role: TextRole = .text, to line: inout [UInt8]) {
    var text = VisibleText(as: role)
    text.append(bytes.span, to: &line)
  }

  /// Appends whole lines of what a person is told so that a terminal obeys nothing in them but the newline: other controls
  /// of 7 or 8 bits, separators of lines, what turns the direction of writing, and what is not UTF-8 are written `\t`,
  /// `\r` or `\xHH`. What was escaped before stays as it is.
  public static func appendLines(_ bytes: [UInt8], to lines: inout [UInt8]) {
    let newline = UInt8(ascii: "\n")
    append(bytes.span, apartFrom: (newline, newline), to: &lines) { scalar, original, lines in
      switch scalar {
      case "\t": lines.append("\\t")
      case "\r": lines.append("\\r")
      case let scalar? where scalar == "\n" || !scalar.breaksLayout: lines.append(original)
      default: appendHexadecimal(original, to: &lines)
      }
    }
  }

  /// Whether a terminal obeys something in the bytes: a control of 7 or 8 bits, a separator of lines, or a character that
  /// turns the direction of writing.
  public static func holdsControls(_ bytes: [UInt8]) -> Bool {
    var found = false
    var rest: [UInt8] = []
    append(bytes.span, apartFrom: (backslash, backslash), to: &rest) { scalar, original, _ in
      // What is not UTF-8 is a character of 8 bits to a terminal of old.
      found = found || scalar?.breaksLayout ?? (original[0] < 0xA0)
    }
    return found
  }

  /// The text as ``appendVisible(_:as:to:)`` writes it.
  public static func visible(_ bytes: [UInt8], as role: TextRole = .text) -> String {
    var line: [UInt8] = []
    appendVisible(bytes, as: role, to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  /// Appends what stands for a character that a terminal may not show, or for bytes that are none (nil).
  static func appendEscape(
    of scalar: Unicode.Scalar?, _ original: borrowing Span<UInt8>, to line: inout [UInt8]
  ) {
    switch scalar {
    case "\t": line.append("\\t")
    case "\n": line.append("\\n")
    case "\r": line.append("\\r")
    case let scalar? where !scalar.isASCII || scalar == " ":
      line.append("\\u{")
      appendDigits(of: scalar.value, width: 1, to: &line)
      line.append("}")
    default: appendHexadecimal(original, to: &line)
    }
  }

  // MARK: Digits

  private static let backslash = UInt8(ascii: "\\")

  private static func appendHexadecimal(_ bytes: borrowing Span<UInt8>, to line: inout [UInt8]) {
    for index in bytes.indices {
      line.append("\\x")
      appendDigits(of: UInt32(bytes[index]), width: 2, to: &line)
    }
  }

  private static func appendDigits(of value: UInt32, width: Int, to line: inout [UInt8]) {
    let digits = String(value, radix: 16, uppercase: true)
    for _ in 0..<max(0, width - digits.utf8.count) { line.append("0") }
    line.append(contentsOf: digits.utf8)
  }
}
