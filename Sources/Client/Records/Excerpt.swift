import Wire

/// How a text that went wrong is shown to the person who wrote it: whole, so that it can be said again, but in one
/// line.
enum Excerpt {
  /// A text for a target. What was told a bot that keeps passwords is not shown.
  static func of(_ text: [UInt8], to target: [UInt8]) -> String {
    firstLine(of: ChatLine.concealing(text, to: target))
  }

  /// A line, or a block of lines, as it was entered. What it holds of passwords is not shown.
  static func of(line: [UInt8]) -> String {
    guard let secret = ChatLine.secretRange(in: line) else { return firstLine(of: line) }
    return firstLine(of: line[..<secret.lowerBound] + Array("***".utf8))
  }

  /// The first line that says something, and how many come behind it.
  private static func firstLine(of text: [UInt8]) -> String {
    let lines = text.split(separator: 0x0A).filter { !Array($0).showsNothing }
    let first = Escaping.visible(Array(lines.first ?? []))
    switch lines.count {
    case 0, 1: return first
    case 2: return "\(first) … (and 1 more line)"
    default: return "\(first) … (and \(lines.count - 1) more lines)"
    }
  }
}
