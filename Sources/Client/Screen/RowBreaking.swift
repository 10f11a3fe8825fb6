/// Breaks finished lines between words, so that what a text goes on with stands further to the right than any line
/// begins: whatever it says, it never looks like a line of somebody else.
///
/// A word that is wider than a row is broken where the row ends; an address (`https://…`) is left to the terminal, which
/// breaks it too, but copies it as one.
struct RowBreaking {
  private static let escape: UInt8 = 0x1B
  private static let newline: UInt8 = 0x0A
  private static let blank: UInt8 = 0x20
  private static let reset = Array("\u{1B}[0m".utf8)

  /// How many cells a row may have.
  private let columns: Int
  /// In which column a line goes on.
  private let indent: Int
  private var rows: [UInt8] = []
  private var column = 0
  private var blanks = 0
  /// Whether the row holds anything but blanks.
  private var isBegun = false
  /// Whether the last word was left to the terminal, so that nobody knows where the row has come to.
  private var isLost = false
  /// The codes (SGR) that are in force.
  private var codes: [UInt8] = []

  private init(columns: Int, indent: Int) {
    self.columns = columns
    self.indent = indent
  }

  /// Breaks lines, each with its newline, that hold nothing else of a terminal's language than SGR codes and bells.
  ///
  /// - Parameters:
  ///   - columns: How many cells the screen is wide.
  ///   - indent: How wide what stands before the text is; a line goes on as far to the right unless that is far.
  static func rows(of lines: ArraySlice<UInt8>, columns: Int, indent: Int) -> [UInt8] {
    // No character has more cells than bytes.
    if lines.count < columns { return Array(lines) }
    // The last column stays empty: terminals do not agree on what a full row is.
    let indent = indent <= columns / 3 ? indent : min(6, columns / 4)
    var breaking = RowBreaking(columns: max(2, columns - 1), indent: max(1, min(indent, columns - 2)))
    breaking.append(lines)
    return breaking.rows
  }

  private mutating func append(_ lines: ArraySlice<UInt8>) {
    var position = lines.startIndex
    while position < lines.endIndex {
      switch lines[position] {
      case RowBreaking.newline:
        endLine()
        position += 1
      case RowBreaking.blank:
        blanks += 1
        position += 1
      default:
        let end = lines[position...].firstIndex { $0 == RowBreaking.blank || $0 == RowBreaking.newline }
        appendWord(lines[position..<(end ?? lines.endIndex)])
        position = end ?? lines.endIndex
      }
    }
    appendBlanks()
  }

  private mutating func endLine() {
    appendBlanks()
    rows.append(RowBreaking.newline)
    column = 0
    isBegun = false
    isLost = false
  }

  private mutating func appendBlanks() {
    rows += repeatElement(RowBreaking.blank, count: blanks)
    column += blanks
    blanks = 0
  }

  private mutating func goOnBelow() {
    if !codes.isEmpty { rows += RowBreaking.reset }
    rows.append(RowBreaking.newline)
    rows += repeatElement(RowBreaking.blank, count: indent)
    rows += codes
    column = indent
    blanks = 0
    isLost = false
  }

  private mutating func appendWord(_ word: ArraySlice<UInt8>) {
    let pieces = Piece.all(of: word)
    let cells = pieces.reduce(0) { $0 + $1.cells }
    // One that fits into no row begins where it stands, unless it is to be copied as one.
    let isTooWide = indent + cells > columns
    let isAddress = isTooWide && RowBreaking.isAddress(word, pieces)
    let isBrokenBefore =
      isTooWide && !isAddress ? column + blanks >= columns : column + blanks + cells > columns
    if isBegun, cells > 0, isLost || isBrokenBefore { goOnBelow() }
    appendBlanks()
    for piece in pieces {
      if !isAddress, piece.cells > 0, column + piece.cells > columns, column > indent { goOnBelow() }
      rows += word[piece.bytes]
      column += piece.cells
      if piece.cells > 0 { isBegun = true }
      if piece.isCode { note(code: word[piece.bytes]) }
    }
    if isAddress { isLost = true }
  }

  private mutating func note(code: ArraySlice<UInt8>) {
    if code.elementsEqual(RowBreaking.reset) || code.elementsEqual("\u{1B}[m".utf8) {
      codes = []
    } else if code.starts(with: "\u{1B}[0;".utf8) {
      codes = Array(code)
    } else {
      codes += code
    }
  }

  /// Whether a word is an address, and holds nothing that could be taken for the beginning of a line where the terminal
  /// goes on with it.
  private static func isAddress(_ word: ArraySlice<UInt8>, _ pieces: [Piece]) -> Bool {
    let text = pieces.filter { !$0.isCode }.flatMap { word[$0.bytes] }
    let scheme = text.prefix { ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "+") }
    return scheme.count > 1 && text[scheme.count...].starts(with: "://".utf8)
      && text.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"[]*<>\"\\^`{|}".utf8.contains($0) }
  }
}

/// A character of a finished line, or a code that takes no room.
private struct Piece {
  let bytes: Range<Int>
  let cells: Int
  let isCode: Bool

  static func all(of word: ArraySlice<UInt8>) -> [Piece] {
    var pieces: [Piece] = []
    var position = word.startIndex
    while position < word.endIndex {
      let byte = word[position]
      var end = position + 1
      if byte == 0x1B {
        end = word[position...].firstIndex(of: UInt8(ascii: "m")).map { $0 + 1 } ?? word.endIndex
        pieces.append(Piece(bytes: position..<end, cells: 0, isCode: true))
      } else if byte < 0x80, end == word.endIndex || word[end] < 0x80 {
        pieces.append(Piece(bytes: position..<end, cells: byte < 0x20 ? 0 : 1, isCode: false))
      } else {
        end = word[end...].firstIndex { $0 < 0x80 } ?? word.endIndex
        for character in String(decoding: word[position..<end], as: UTF8.self) {
          let length = character.utf8.count
          pieces.append(
            Piece(bytes: position..<(position + length), cells: character.mostCells, isCode: false))
          position += length
        }
      }
      position = end
    }
    return pieces
  }
}

extension Character {
  /// The most cells that terminals give it: some draw an emoji of several as one, others side by side.
  fileprivate var mostCells: Int {
    let cells = unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: sum
      default: sum + Character(scalar).cells
      }
    }
    return unicodeScalars.contains("\u{FE0F}") ? max(2, cells) : max(1, cells)
  }
}
