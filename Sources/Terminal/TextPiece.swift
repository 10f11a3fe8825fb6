import CReadline
import Client

/// A piece of a typed line that stands and moves as one: a character with its marks, a tab, a control character.
struct TextPiece {
  /// What the screen shows of it.
  enum Shown: Equatable {
    /// Its own bytes.
    case itself
    /// Something else, for it could steer the terminal, or is not UTF-8.
    case instead([UInt8])
    /// Blanks up to the next eighth column.
    case tab
    /// The end of a row.
    case newline
  }

  /// How many bytes of the line it takes; at least 1.
  let length: Int
  /// How many cells of the screen it takes, unless it is a tab.
  let cells: Int
  let shown: Shown
  /// Whether terminals do not agree on its width.
  let isUncertain: Bool

  /// A character has no more bytes than this; what is longer (a stack of accents) comes in several pieces.
  private static let mostBytes = 64

  private init(length: Int, cells: Int, shown: Shown = .itself, isUncertain: Bool = false) {
    self.length = length
    self.cells = cells
    self.shown = shown
    self.isUncertain = isUncertain
  }

  /// The piece that begins at a byte of the line.
  init(at start: Int, in line: [UInt8]) {
    let byte = line[start]
    let isAlone = byte < 0x80 && (start + 1 == line.count || line[start + 1] < 0x80)
    switch byte {
    case 0x0A: self.init(length: 1, cells: 0, shown: .newline)
    case 0x09: self.init(length: 1, cells: 1, shown: .tab)
    case ..<0x20, 0x7F: self.init(controlAt: start, in: line)
    default:
      if isAlone { self.init(length: 1, cells: 1) } else { self.init(characterAt: start, in: line) }
    }
  }

  /// A star in the place of so many bytes.
  init(starOver length: Int) {
    self.init(length: length, cells: 1, shown: .instead([0x2A]))
  }

  /// A control character, a newline and a tab too, as `^` and a letter.
  init(controlAt start: Int, in line: [UInt8]) {
    self.init(length: 1, cells: 2, shown: .instead([0x5E, line[start] ^ 0x40]))
  }

  private init(characterAt start: Int, in line: [UInt8]) {
    var end = start
    while end < line.count, end - start < TextPiece.mostBytes, end == start || line[end] >= 0x80 {
      guard let length = TextPiece.lengthOfScalar(at: end, in: line) else { break }
      end += length
    }
    guard let first = String(decoding: line[start..<end], as: UTF8.self).first else {
      let shown = Escaping.visible([line[start]])
      self.init(length: 1, cells: shown.utf8.count, shown: .instead(Array(shown.utf8)))
      return
    }
    let bytes = Array(first.utf8)
    let visible = Escaping.visible(bytes)
    if Array(visible.utf8) == bytes {
      self.init(length: bytes.count, cells: first.terminalCells, isUncertain: first.isOfUncertainWidth)
    } else {
      self.init(length: bytes.count, cells: visible.terminalCells, shown: .instead(Array(visible.utf8)))
    }
  }

  /// How many bytes the character at a place has; nil where they are not UTF-8.
  private static func lengthOfScalar(at start: Int, in line: [UInt8]) -> Int? {
    let length =
      switch line[start] {
      case ..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, start + length <= line.count else { return nil }
    return String(validating: line[start..<(start + length)], as: UTF8.self) == nil ? nil : length
  }
}

extension String {
  /// How many cells of a terminal it takes.
  var terminalCells: Int { reduce(0) { $0 + $1.terminalCells } }
}

extension Character {
  /// The most cells that terminals give it: some draw an emoji of several as one, others side by side.
  fileprivate var terminalCells: Int {
    if isASCII { return 1 }
    let cells = unicodeScalars.reduce(0) { $0 + max(0, Int(creadline_cells($1.value))) }
    return unicodeScalars.contains("\u{FE0F}") ? max(2, cells) : cells
  }

  /// Whether it is made of several that could stand alone, or of one that a selector makes an emoji.
  fileprivate var isOfUncertainWidth: Bool {
    unicodeScalars.count > 1
      && unicodeScalars.contains { scalar in
        scalar == "\u{200D}" || scalar == "\u{FE0F}" || (0x1F1E6...0x1F1FF).contains(scalar.value)
          || (0x1F3FB...0x1F3FF).contains(scalar.value)
      }
  }
}
