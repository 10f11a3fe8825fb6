import Wire

/// The lines of a message of several lines, as its sender composed them (draft/multiline).
struct MultilineText: Equatable {
  private struct Piece: Equatable {
    let end: Int
    let continuesLine: Bool
  }

  private var bytes: [UInt8] = []
  private var pieces: [Piece] = []
  /// How many bytes the message has, one of them for each line's end but the last's.
  private(set) var byteCount = 0
  /// Bytes of the longest of its lines.
  private(set) var longest = 0

  /// How many lines it was sent in.
  var count: Int { pieces.count }

  /// Whether there is nothing in any of its lines.
  var isBlank: Bool { bytes.isEmpty }

  /// How many bytes it would have with a line more.
  func byteCount(with text: Span<UInt8>, continuesLine: Bool) -> Int {
    byteCount + text.count + (continuesLine || pieces.isEmpty ? 0 : 1)
  }

  /// Adds a line, or the further part of one.
  mutating func append(_ text: Span<UInt8>, continuesLine: Bool) {
    byteCount = byteCount(with: text, continuesLine: continuesLine)
    longest = max(longest, text.count)
    bytes.append(text)
    pieces.append(Piece(end: bytes.count, continuesLine: continuesLine))
  }

  /// Calls `body` with each line, and whether it continues the one before it.
  func forEach(_ body: (Span<UInt8>, Bool) -> Void) {
    var start = 0
    for piece in pieces {
      body(bytes.span.extracting(start..<piece.end), piece.continuesLine)
      start = piece.end
    }
  }

  /// The text as one, with an LF between one line and the next.
  var joined: [UInt8] {
    var text: [UInt8] = []
    var isFirst = true
    forEach { line, continuesLine in
      if !isFirst, !continuesLine { text.append(0x0A) }
      text.append(line)
      isFirst = false
    }
    return text
  }
}
