import Wire

/// What parameters are made of.
extension Relay {
  /// Calls `body` with the place of each word between blanks.
  func forEachWord(in range: Range<Int>, of line: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    forEachPart(in: range, of: line, separator: 0x20, body)
  }

  /// Calls `body` with the place of each item of a list that commas separate.
  func forEachItem(in range: ByteRange, of line: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    forEachPart(in: range.range, of: line, separator: 0x2C, body)
  }

  /// Whether a list that commas separate has no items.
  func isEmptyList(_ range: ByteRange, of line: Span<UInt8>) -> Bool {
    range.range.allSatisfy { line[$0] == 0x2C }
  }

  /// What an item of a list costs, which is looked up at least.
  static let workOfItem = 15

  private func forEachPart(
    in range: Range<Int>, of line: Span<UInt8>, separator: UInt8, _ body: (Range<Int>) -> Void
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      let next = Bytes.firstIndex(of: separator, in: line, from: start) ?? range.upperBound
      let end = min(next, range.upperBound)
      if end > start {
        outbox.add(work: Relay.workOfItem)
        body(start..<end)
      }
      start = end + 1
    }
  }

  /// At most `limit` bytes, cut in front of a character.
  func prefix(_ bytes: Span<UInt8>, _ limit: Int) -> [UInt8] {
    [UInt8](copying: bytes.extracting(0..<Bytes.boundary(bytes, limit: limit)))
  }
}
