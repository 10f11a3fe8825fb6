import Wire

/// Tabs in what a person typed, as a terminal shows them: blanks up to the next eighth column of the text.
///
/// What others write keeps its tabs escaped, as all controls that might be something else than they seem.
public enum TabStops {
  private static let width = 8

  /// The text with blanks in the place of its tabs.
  public static func expanded(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(0x09) else { return text }
    var expanded: [UInt8] = []
    var column = 0
    var start = 0
    for (index, byte) in text.enumerated() where byte == 0x09 || byte == 0x0A {
      let run = text[start..<index]
      start = index + 1
      expanded += run
      if byte == 0x0A {
        expanded.append(byte)
        column = 0
      } else {
        column += cells(of: run)
        let blanks = width - column % width
        expanded += repeatElement(0x20, count: blanks)
        column += blanks
      }
    }
    return expanded + text[start...]
  }

  private static func cells(of run: ArraySlice<UInt8>) -> Int {
    String(decoding: run, as: UTF8.self).reduce(0) { $0 + $1.cells }
  }
}
