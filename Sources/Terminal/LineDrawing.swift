/// What stands at the bottom of the screen, and the fewest bytes that make something else of it.
///
/// Its bytes are meant for terminals that understand ECMA-48, as all have for decades; ``DumbDrawing`` is for the rest.
struct LineDrawing {
  private var rows: [ScreenRow] = []
  /// Where the cursor is; without rows: how far below the place where drawing begins.
  private var cursor = LineDrawing.somewhere
  /// A column in which it is not.
  private static let somewhere = ScreenPlace(0, -1)

  /// Draws the line, with finished lines above it.
  mutating func draw(_ view: LineView, below lines: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    if rows.isEmpty || !lines.isEmpty {
      bytes = erase() + lines
      drawAnew(view.rows, &bytes)
    } else {
      for number in view.rows.indices { update(number, to: view.rows[number], &bytes) }
      if rows.count > view.rows.count {
        move(to: ScreenPlace(view.rows.count, 0), &bytes)
        bytes += ScreenCode.clearBelow
      }
    }
    rows = view.rows
    move(to: view.cursor, &bytes)
    return bytes
  }

  /// Takes the line off the screen.
  mutating func erase() -> [UInt8] {
    var bytes: [UInt8] = []
    // Some terminals (tmux) keep a screen that is cleared from its first row on among what was scrolled away. So each
    // row is cleared before.
    for row in rows.indices.reversed() {
      move(to: ScreenPlace(row, 0), &bytes)
      bytes += ScreenCode.clearRow
    }
    move(to: ScreenPlace(0, 0), &bytes)
    forget()
    return bytes + ScreenCode.clearBelow
  }

  /// Leaves the line as it stands, and the cursor in the row below it.
  mutating func leave() -> [UInt8] {
    var bytes: [UInt8] = []
    move(to: ScreenPlace(max(0, rows.count - 1), cursor.column), &bytes)
    forget()
    return bytes + ScreenCode.newRow
  }

  /// Nothing is known of the screen any more: the line is drawn in the row in which the cursor is, wherever in it.
  mutating func forget() {
    rows = []
    cursor = LineDrawing.somewhere
  }

  /// The rows are where they were, but nothing is known of what is in them.
  mutating func lose() { rows = [] }

  /// The terminal has another width, and has broken rows anew that are longer.
  mutating func resized(columns: Int) {
    defer { rows = [] }
    if rows.isEmpty { return }
    let above = rows.prefix(cursor.row).reduce(0) {
      $0 + $1.place(ofCell: $1.cells, columns: columns).row + 1
    }
    let place = rows[cursor.row].place(ofCell: cursor.column, columns: columns)
    cursor = ScreenPlace(above + place.row, place.column)
  }

  // MARK: Rows

  private mutating func drawAnew(_ new: [ScreenRow], _ bytes: inout [UInt8]) {
    bytes += new.map(\.bytes).joined(separator: ScreenCode.newRow)
    cursor = ScreenPlace(new.count - 1, new.last?.cells ?? 0)
  }

  private mutating func update(_ number: Int, to new: ScreenRow, _ bytes: inout [UInt8]) {
    guard number < rows.count else {
      move(to: ScreenPlace(number - 1, cursor.column), &bytes)
      bytes += ScreenCode.newRow + new.bytes
      cursor = ScreenPlace(number, new.cells)
      return
    }
    let old = rows[number]
    if old == new { return }
    if isContinued(old, by: new) {
      move(to: ScreenPlace(number, old.cells), &bytes)
      bytes += new.bytes[old.bytes.count...]
    } else {
      move(to: ScreenPlace(number, 0), &bytes)
      bytes += new.bytes
      if new.cells < old.cells { bytes += ScreenCode.clearRow }
    }
    cursor = ScreenPlace(number, new.cells)
  }

  /// Whether there is only something new at the row's end, and nothing that might change what is before it.
  private func isContinued(_ old: ScreenRow, by new: ScreenRow) -> Bool {
    new.bytes.count > old.bytes.count && new.bytes.starts(with: old.bytes)
      && new.bytes[old.bytes.count] < 0x80
  }

  private mutating func move(to place: ScreenPlace, _ bytes: inout [UInt8]) {
    if place.row != cursor.row { bytes += ScreenCode.rows(place.row - cursor.row) }
    if place.column != cursor.column { bytes += ScreenCode.column(place.column) }
    cursor = place
  }
}

extension ScreenRow {
  /// Where one of its cells is after a terminal of that width has broken it.
  fileprivate func place(ofCell cell: Int, columns: Int) -> ScreenPlace {
    var before = 0
    var position = 0
    while before < cell, position < bytes.count {
      // Where it holds codes of the terminal its cells alone are counted.
      if bytes[position] == 0x1B { return ScreenPlace(max(0, cell - 1) / columns, cell % columns) }
      let piece = TextPiece(at: position, in: bytes)
      before += piece.cells
      position += piece.length
    }
    return LineLayout(Array(bytes[..<position]), point: position, indent: 0, columns: columns).cursor
  }
}

/// What a terminal is told (ECMA-48).
enum ScreenCode {
  static let clearBelow = Array("\u{1B}[J".utf8)
  static let clearRow = Array("\u{1B}[K".utf8)
  /// To the beginning of the next row, which is made at the bottom of the screen.
  static let newRow = Array("\r\n".utf8)

  /// To that column of the row, counted from 0.
  static func column(_ column: Int) -> [UInt8] {
    column == 0 ? [0x0D] : Array("\r\u{1B}[\(column)C".utf8)
  }

  /// So many rows down, or up where it is negative.
  static func rows(_ count: Int) -> [UInt8] {
    Array("\u{1B}[\(abs(count))\(count < 0 ? "A" : "B")".utf8)
  }
}

/// What stands in the last row of a terminal that can go back to the beginning of a row and nothing else.
struct DumbDrawing {
  private var cells = 0

  /// Draws the one row of the line, with finished lines above it.
  mutating func draw(_ view: LineView, below lines: [UInt8]) -> [UInt8] {
    let row = view.rows[0]
    var bytes = erase() + lines + row.bytes
    cells = row.cells
    bytes += Array(repeating: 0x08, count: max(0, row.cells - view.cursor.column))
    return bytes
  }

  /// Takes the line off the screen.
  mutating func erase() -> [UInt8] {
    defer { cells = 0 }
    return [0x0D] + Array(repeating: 0x20, count: cells) + [0x0D]
  }

  /// Leaves the line as it stands.
  mutating func leave() -> [UInt8] {
    cells = 0
    return ScreenCode.newRow
  }
}
