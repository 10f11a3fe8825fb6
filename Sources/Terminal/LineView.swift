import Client

/// What is being typed, and what stands before it.
struct EditedLine: Equatable {
  /// What the terminal is told without anything being shown: the shape of the cursor.
  var invisible: [UInt8] = []
  /// Text that is fit for a terminal.
  var prompt: [UInt8]
  /// What has been typed, as it is.
  var text: [UInt8]
  /// The byte of the text before which the cursor stands.
  var point: Int
  /// What is not shown of the text.
  var concealed = LineLayout.Concealed.nothing
}

/// The part of a line that the screen has room for.
struct LineView: Equatable {
  let rows: [ScreenRow]
  let cursor: ScreenPlace
  /// Whether it is all there.
  let isWhole: Bool

  /// The fewest rows in which it is worth while to show several at a time.
  private static let fewestRows = 4

  /// Shows a line on a screen of that size.
  ///
  /// The last column stays empty: so a row never wraps by itself, on any terminal; and a row is left for what is above.
  init(_ line: EditedLine, columns: Int, rows: Int) {
    let cells = max(2, columns - 1)
    let most = max(1, rows - 1)
    let prompt = LineLayout(line.prompt, point: line.prompt.count, indent: 0, columns: cells)
    let text = LineLayout(
      line.text, point: line.point, indent: prompt.cursor.column, columns: cells, concealed: line.concealed)
    if prompt.count - 1 + text.count <= most {
      self.init(prompt, text, invisible: line.invisible)
    } else if most < LineView.fewestRows {
      self.init(inOneRow: line, cells: cells)
    } else {
      self.init(windowOn: line, cells: cells, prompt: prompt.row(0), rows: most)
    }
  }

  private init(_ prompt: LineLayout, _ text: LineLayout, invisible: [UInt8]) {
    var rows = (0..<prompt.count).map { prompt.row($0) }
    let first = text.row(0)
    let last = rows.count - 1
    rows[last] = ScreenRow(bytes: rows[last].bytes + first.bytes, cells: first.cells)
    rows += (1..<text.count).map { text.row($0) }
    rows[0].bytes = invisible + rows[0].bytes
    self.rows = rows
    cursor = ScreenPlace(last + text.cursor.row, text.cursor.column)
    isWhole = true
  }

  /// The prompt in a row of its own, and those rows of the text below it that are around the cursor.
  private init(windowOn line: EditedLine, cells: Int, prompt: ScreenRow, rows: Int) {
    let text = LineLayout(
      line.text, point: line.point, indent: 0, columns: cells, concealed: line.concealed)
    let count = min(rows - 1, text.count)
    let first = max(0, min(text.cursor.row - count / 2, text.count - count))
    let head = ScreenRow(bytes: line.invisible + prompt.bytes, cells: prompt.cells)
    self.rows = [head] + (first..<(first + count)).map { text.row($0) }
    cursor = ScreenPlace(1 + text.cursor.row - first, text.cursor.column)
    isWhole = false
  }

  /// One row, which moves along with the cursor half a row at a time: for a terminal that cannot go up.
  init(inOneRow line: EditedLine, columns: Int) {
    self.init(inOneRow: line, cells: max(2, columns - 1))
  }

  private init(inOneRow line: EditedLine, cells: Int) {
    let (text, point) = LineView.oneRow(of: line)
    let whole = LineLayout(text, point: point, indent: 0, columns: .max)
    let step = max(1, cells / 2)
    let column = whole.cursor.column
    let skipped = column < cells ? 0 : ((column - cells) / step + 1) * step
    var (row, start) = LineView.cut(text, from: skipped, cells: cells)
    isWhole = skipped == 0 && row.cells == whole.row(0, resyncs: false).cells
    row.bytes = line.invisible + row.bytes
    rows = [row]
    cursor = ScreenPlace(0, min(max(0, column - start), cells))
  }

  /// The prompt and the line behind it without a newline or a tab, and the cursor's byte in it.
  private static func oneRow(of line: EditedLine) -> (text: [UInt8], point: Int) {
    var all = line.prompt
    var point: Int?
    var position = 0
    while line.concealed != .all, position < line.text.count {
      let piece = TextPiece(oneRowAt: position, in: line.text, line.concealed)
      if point == nil, line.point < position + piece.length { point = all.count }
      if case .instead(let other) = piece.shown {
        all += other
      } else {
        all += line.text[position..<(position + piece.length)]
      }
      position += piece.length
    }
    return (all, point ?? all.count)
  }

  /// So much of a text as fits, from the first character at that column or behind it. Gives its column, too.
  private static func cut(_ text: [UInt8], from column: Int, cells: Int) -> (row: ScreenRow, start: Int) {
    var at = 0
    var position = 0
    while position < text.count, at < column {
      let piece = TextPiece(at: position, in: text)
      at += piece.cells
      position += piece.length
    }
    let rest = LineLayout(Array(text[position...]), point: 0, indent: 0, columns: cells)
    return (rest.row(0, resyncs: false), at)
  }
}

extension TextPiece {
  /// The piece at a place where everything stands in one row: newlines and tabs are shown as controls.
  fileprivate init(oneRowAt position: Int, in text: [UInt8], _ concealed: LineLayout.Concealed) {
    if case .stars(let range) = concealed, range.contains(position) {
      self.init(starOver: TextPiece(at: position, in: text).length)
    } else if text[position] == 0x0A || text[position] == 0x09 {
      self.init(controlAt: position, in: text)
    } else {
      self.init(at: position, in: text)
    }
  }
}
