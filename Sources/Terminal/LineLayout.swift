/// How a text breaks into rows of the screen, and where the cursor stands in it.
struct LineLayout {
  /// Which part of a text is not shown as it is.
  enum Concealed: Equatable {
    /// Nothing.
    case nothing
    /// These bytes: a star stands for each character.
    case stars(Range<Int>)
    /// All of it: nothing at all is shown.
    case all
  }

  /// One row: bytes of the text, without the newline that ends it.
  private struct Row {
    let bytes: Range<Int>
    let start: Int
    let cells: Int
  }

  let cursor: ScreenPlace
  private let text: [UInt8]
  private let concealed: Concealed
  private var rows: [Row] = []

  /// Lays a text out.
  ///
  /// - Parameters:
  ///   - text: What is to be shown.
  ///   - point: The byte before which the cursor stands.
  ///   - indent: The column in which the first row begins.
  ///   - columns: How many cells a row has.
  init(_ text: [UInt8], point: Int, indent: Int, columns: Int, concealed: Concealed = .nothing) {
    self.text = concealed == .all ? [] : text
    self.concealed = concealed
    var column = indent
    var rowStart = (byte: 0, column: indent)
    var cursor: ScreenPlace?
    var position = 0
    while position < self.text.count {
      let piece = LineLayout.piece(at: position, in: self.text, concealed)
      let cells = piece.cells(at: column)
      if column + cells > columns && column > 0 {
        rows.append(Row(bytes: rowStart.byte..<position, start: rowStart.column, cells: column))
        column = 0
        rowStart = (position, 0)
      }
      if cursor == nil, point < position + piece.length { cursor = ScreenPlace(rows.count, column) }
      position += piece.length
      if piece.shown == .newline {
        rows.append(Row(bytes: rowStart.byte..<(position - 1), start: rowStart.column, cells: column))
        column = 0
        rowStart = (position, 0)
      } else {
        column += cells
      }
    }
    self.cursor = cursor ?? ScreenPlace(rows.count, column)
    rows.append(Row(bytes: rowStart.byte..<position, start: rowStart.column, cells: column))
  }

  /// How many rows it takes.
  var count: Int { rows.count }

  /// A row as the terminal gets it.
  ///
  /// - Parameter resyncs: Whether the terminal is told the column where it may think otherwise.
  func row(_ number: Int, resyncs: Bool = true) -> ScreenRow {
    let row = rows[number]
    var bytes: [UInt8] = []
    var column = row.start
    var position = row.bytes.lowerBound
    while position < row.bytes.upperBound {
      let piece = LineLayout.piece(at: position, in: text, concealed)
      let cells = piece.cells(at: column)
      switch piece.shown {
      case .itself: bytes += text[position..<(position + piece.length)]
      case .instead(let other): bytes += other
      case .tab: bytes += Array(repeating: 0x20, count: cells)
      case .newline: break
      }
      column += cells
      // Where it left the cursor depends on the terminal.
      if resyncs && piece.isUncertain { bytes += ScreenCode.column(column) }
      position += piece.length
    }
    return ScreenRow(bytes: bytes, cells: row.cells)
  }

  private static func piece(at position: Int, in text: [UInt8], _ concealed: Concealed) -> TextPiece {
    let piece = TextPiece(at: position, in: text)
    guard case .stars(let range) = concealed, range.contains(position) else { return piece }
    return TextPiece(starOver: piece.length)
  }
}

extension TextPiece {
  /// How many cells it takes in that column.
  func cells(at column: Int) -> Int { shown == .tab ? 8 - column % 8 : cells }
}

/// A place on the screen, counted from the first row of what is drawn.
struct ScreenPlace: Equatable {
  var row: Int
  var column: Int

  init(_ row: Int, _ column: Int) {
    self.row = row
    self.column = column
  }
}

/// A row of the screen.
struct ScreenRow: Equatable {
  /// What the terminal gets.
  var bytes: [UInt8]
  /// How many cells it takes.
  var cells: Int
}

/// How large the screen is.
struct ScreenSize: Equatable {
  let columns: Int
  let rows: Int
}
