/// What is made of a carriage return inside a line, such as programs write that draw over what they have written: the bar
/// that shows their progress. One at the end of a line belongs to the end.
public enum CarriageReturns: String, Equatable, Sendable {
  /// It is a blank, and the line stays one.
  case keep
  /// It ends a part. Each is said by itself, to whom the line is said.
  case split
  /// The line can be no message.
  case refuse

  /// A text with line ends, or blanks, in the place of its carriage returns.
  func applied(to text: [UInt8]) -> [UInt8] {
    guard self != .refuse, text.contains(0x0D) else { return text }
    var kept: [UInt8] = []
    for (index, byte) in text.enumerated() {
      let next = index + 1 < text.count ? text[index + 1] : 0x0A
      if byte != 0x0D {
        kept.append(byte)
      } else if next != 0x0A, next != 0x0D {
        kept.append(self == .keep ? 0x20 : 0x0A)
      }
    }
    return kept
  }
}
