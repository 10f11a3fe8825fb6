import Wire

/// Writes a text for a terminal, piece by piece from its beginning to its end: what
/// ``Escaping/appendVisible(_:as:to:)`` and its like do.
struct VisibleText {
  /// The most marks, joiners and variation selectors behind one character: more than any script needs, and too few to
  /// grow into the lines above.
  static let mostMarks = 6

  let role: Escaping.TextRole
  /// What the text stands in, if codes of formatting are to be shown; they are left out otherwise.
  let base: TextStyle?
  private var format = TextFormat()
  private var shownFormat = TextFormat()
  /// How many marks stand behind the last character. At the beginning no character could carry any.
  private var marks = VisibleText.mostMarks

  init(as role: Escaping.TextRole, over base: TextStyle? = nil) {
    self.role = role
    self.base = base
  }

  /// Appends a whole text.
  mutating func append(_ bytes: borrowing Span<UInt8>, to line: inout [UInt8]) {
    var index = 0
    while index < bytes.count {
      let end = endOfPlain(bytes, from: index)
      if end > index {
        settleFormat(&line)
        line.append(bytes.extracting(index..<end))
        marks = 0
        index = end
      } else if role != .text || !format.takeCode(of: bytes, at: &index) {
        settleFormat(&line)
        appendNext(bytes, at: &index, to: &line)
      }
    }
    format = TextFormat()
    settleFormat(&line)
  }

  /// The end of what can be written as it stands: ASCII without controls, and in a name without blanks.
  private func endOfPlain(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int {
    let first: UInt8 = role == .name ? 0x21 : 0x20
    var index = start
    while index < bytes.count, bytes[index] &- first < 0x7F &- first { index += 1 }
    return index
  }

  private mutating func settleFormat(_ line: inout [UInt8]) {
    guard let base, format != shownFormat else { return }
    format.appendSGR(over: base, to: &line)
    shownFormat = format
  }

  /// Appends a control, or a character beyond ASCII.
  private mutating func appendNext(
    _ bytes: borrowing Span<UInt8>, at index: inout Int, to line: inout [UInt8]
  ) {
    let (scalar, length) = Escaping.scalar(in: bytes, at: index)
    let original = bytes.extracting(index..<index + length)
    index += length
    guard let scalar, isTrusted(scalar) else {
      Escaping.appendEscape(of: scalar, original, to: &line)
      marks = VisibleText.mostMarks
      return
    }
    line.append(original)
  }

  /// Whether the character may be shown as it is, behind those before it.
  private mutating func isTrusted(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isPlainLetter {
      marks = 0
      return true
    }
    if scalar.isUntrusted(as: role) { return false }
    guard scalar.joinsPrevious else {
      marks = 0
      return true
    }
    marks += 1
    return marks <= VisibleText.mostMarks
  }
}
