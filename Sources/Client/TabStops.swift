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
    for character in String(decoding: text, as: UTF8.self) {
      switch character {
      case "\t":
        let blanks = width - column % width
        expanded += repeatElement(0x20, count: blanks)
        column += blanks
      case "\n":
        expanded.append(0x0A)
        column = 0
      default:
        expanded += character.utf8
        column += character.cells
      }
    }
    return expanded
  }
}
