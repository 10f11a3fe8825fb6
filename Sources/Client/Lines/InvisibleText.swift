import Wire

/// What of a line nobody sees. This is the one place that says so: what stands in front of a command or a name and
/// cannot be seen must not make a text of it that all can read.
extension Unicode.Scalar {
  /// Whether nothing is drawn for it by itself: blanks of any width, controls, formats, fillers. NUL and LF are none of
  /// these, since they end a line or cannot be said at all.
  var isInvisible: Bool {
    if isASCII { return value == 0x7F || value <= 0x20 && value != 0 && value != 0x0A }
    if isPlainLetter { return false }
    switch value {
    // Formats that are drawn: signs of numbers and of verses.
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: return false
    // Letters and signs of which nothing is drawn: a pattern of dots without a dot, fillers, an empty note.
    case 0x2800, 0x16FE4, 0x1D159: return true
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
    default: return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
    }
  }

  /// Whether nobody sees it in front of a line: also a mark that has nothing to stand on, and what only some fonts draw.
  fileprivate var isInvisibleInFront: Bool {
    isInvisible || joinsPrevious || !isASCII && properties.generalCategory == .privateUse
  }

  /// Whether it parts words, as people see them.
  fileprivate var isGap: Bool { properties.isWhitespace }
}

extension [UInt8] {
  /// Whether nothing of it can be seen. Line ends count as nothing.
  var showsNothing: Bool {
    var index = 0
    while index < count {
      if self[index] == 0x0A {
        index += 1
      } else {
        let length = lengthOfInvisible(at: index) { $0.isInvisible }
        if length == 0 { return false }
        index += length
      }
    }
    return true
  }

  /// What follows what cannot be seen in front of it.
  func droppingInvisible() -> [UInt8] {
    var index = 0
    while index < count {
      let length = lengthOfInvisible(at: index) { $0.isInvisibleInFront }
      if length == 0 { break }
      index += length
    }
    return index == 0 ? self : Array(self[index...])
  }

  /// The bytes without what cannot be seen at their end: for words that stand alone, since what ends a text belongs to
  /// it.
  func trimmingInvisibleEnd() -> [UInt8] {
    guard last.map({ $0 <= 0x20 || $0 >= 0x7F }) ?? false else { return self }
    // The shortest beginning behind which nothing is to be seen.
    var end = count
    for index in indices.reversed() where self[index] & 0xC0 != 0x80 {
      guard Array(self[index..<end]).showsNothing else { break }
      end = index
    }
    return Array(self[..<end])
  }

  /// The bytes without what cannot be seen inside the first word; nil where there is nothing of the kind.
  func revealingFirstWord() -> [UInt8]? {
    var revealed: [UInt8] = []
    var index = 0
    while index < count, !self[index].endsWord {
      let (scalar, length) = Escaping.scalar(in: span, at: index)
      if scalar?.isGap ?? false { break }
      let invisible = lengthOfInvisible(at: index) { $0.isInvisible }
      if invisible == 0 { revealed += self[index..<index + length] }
      index += Swift.max(invisible, length)
    }
    return revealed.count == index ? nil : revealed + self[index...]
  }

  // MARK: Inside

  /// How many bytes at `index` nobody sees: a character of that kind, a code of formatting with what belongs to it, or a
  /// sequence that a terminal obeys. 0: something is to be seen there.
  private func lengthOfInvisible(at index: Int, _ isInvisible: (Unicode.Scalar) -> Bool) -> Int {
    if self[index] > 0x20, self[index] < 0x7F { return 0 }
    var format = TextFormat()
    var end = index
    if format.takeCode(of: span, at: &end) { return end - index }
    if let length = lengthOfSequence(at: index) { return length }
    let (scalar, length) = Escaping.scalar(in: span, at: index)
    return scalar.map(isInvisible) ?? false ? length : 0
  }

  /// The length of a control sequence (ECMA-48 §5.4), a command to the terminal that ends with ST or BEL (§5.6), or the
  /// choice of a character set, such as tput(1) writes; nil where none stands there. What might be a text is none:
  /// a sequence never takes the sign in front of a name.
  private func lengthOfSequence(at start: Int) -> Int? {
    var index = start
    if self[index] == 0x1B {
      guard index + 1 < count else { return nil }
      index += 2
      switch self[index - 1] {
      case UInt8(ascii: "["): break
      // A command to the terminal (OSC), to a device (DCS), to a program (APC), privacy (PM), or any text (SOS).
      case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
        return lengthOfCommand(from: start, textAt: index)
      case UInt8(ascii: "("), UInt8(ascii: ")"):
        let isSet = index < count && (self[index] &- 0x30 < 10 || self[index] &- 0x41 < 26)
        return isSet ? 3 : 2
      default: return lengthOfEscape(at: start)
      }
    } else if self[index] == 0xC2, index + 1 < count,
      [0x90, 0x98, 0x9D, 0x9E, 0x9F].contains(self[index + 1])
    {
      return lengthOfCommand(from: start, textAt: index + 2)
    } else if self[index] == 0xC2, index + 2 < count, self[index + 1] == 0x9B, self[index + 2] &- 0x30 < 16 {
      // Without a number behind it, it is more likely a character that was spelt wrongly.
      index += 2
    } else {
      return nil
    }
    while index < count, self[index] &- 0x30 < 16 { index += 1 }
    // Between parameters and final byte stands what chooses among sequences of the same end.
    if index + 1 < count, " \"#$%&'".utf8.contains(self[index]), (self[index + 1] | 0x20) &- 0x61 < 26 {
      return index + 2 - start
    }
    guard index < count else { return nil }
    let isLetter = (self[index] | 0x20) &- 0x61 < 26
    return index - start + (isLetter ? 1 : 0)
  }

  /// The length of a short sequence behind an escape (ECMA-35 §13.2): one that begins with a sign, such as the choice of
  /// an encoding, a private one, such as to keep the cursor's place, or a letter that is no beginning of a name.
  private func lengthOfEscape(at start: Int) -> Int? {
    let first = self[start + 1]
    let next = start + 2 < count ? self[start + 2] : 0
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      return next &- 0x30 < 0x4F && next != UInt8(ascii: "@") ? 3 : nil
    case 0x30...0x39, UInt8(ascii: "<"), UInt8(ascii: "="), UInt8(ascii: ">"): return 2
    case _ where (first | 0x20) &- 0x61 < 26: return "@/!".utf8.contains(next) ? 2 : nil
    default: return nil
    }
  }

  private func lengthOfCommand(from start: Int, textAt text: Int) -> Int? {
    guard let end = self[text...].firstIndex(where: { $0 == 0x07 || $0 == 0x1B || $0 == 0xC2 }) else {
      return nil
    }
    if self[end] == 0x07 { return end + 1 - start }
    guard end + 1 < count else { return nil }
    let isEnd = self[end] == 0x1B ? self[end + 1] == UInt8(ascii: "\\") : self[end + 1] == 0x9C
    return isEnd ? end + 2 - start : nil
  }
}
