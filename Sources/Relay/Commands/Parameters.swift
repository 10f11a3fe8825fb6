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

  /// The room of this name, in whatever canonical form it is spelled.
  // Inlined: nearly each look finds the name as it is spelled, and costs nothing more.
  @inline(__always)
  func room(named name: Span<UInt8>) -> Room? {
    network.rooms[name] ?? roomSpelledOtherwise(name)
  }

  /// The user of this name, in whatever canonical form it is spelled, if anybody can see it.
  func seenUser(_ name: Span<UInt8>) -> User? {
    guard let user = network.users[name] ?? userSpelledOtherwise(name), user.isSeen else { return nil }
    return user
  }

  /// The user of this name, in whatever canonical form it is spelled, if what is said to it in private is heard by
  /// anybody.
  @inline(__always)
  func listeningUser(_ name: Span<UInt8>) -> User? {
    guard let user = network.users[name] ?? userSpelledOtherwise(name), !user.listeners.all.isEmpty else {
      return nil
    }
    return user
  }

  @inline(never)
  private func roomSpelledOtherwise(_ name: Span<UInt8>) -> Room? {
    if Bytes.isASCII(name) || name.count > RoomRules.maximumBytes * Relay.longestSpelling { return nil }
    countSpelling(of: name)
    return network.rooms[CanonicalForm.of(name).span]
  }

  @inline(never)
  private func userSpelledOtherwise(_ name: Span<UInt8>) -> User? {
    if Bytes.isASCII(name) || name.count > NameRules.maximumBytes * Relay.longestSpelling { return nil }
    countSpelling(of: name)
    return network.user(spelled: name)
  }

  /// How often as long a name may be in another spelling: decomposed, no character has more than three times the bytes.
  private static let longestSpelling = 3

  /// Counts the work of finding out how else a name is spelled and whom it looks like.
  func countSpelling(of name: Span<UInt8>) {
    if !Bytes.isASCII(name) { outbox.add(work: name.count * Relay.workOfSpelling) }
  }

  /// What a byte of a name costs that is composed, or compared by its likeness.
  private static let workOfSpelling = 100

  /// At most `limit` bytes, cut in front of a character.
  func prefix(_ bytes: Span<UInt8>, _ limit: Int) -> [UInt8] {
    [UInt8](copying: bytes.extracting(0..<Bytes.boundary(bytes, limit: limit)))
  }
}
