/// What stands behind a command, read from left to right.
struct ChatArguments {
  private var bytes: ArraySlice<UInt8>
  private let places: ChatPlaces

  init(_ bytes: ArraySlice<UInt8>, among places: ChatPlaces = .unknown) {
    self.bytes = bytes
    self.places = places
  }

  /// The next word, or nil at the end.
  mutating func word() -> [UInt8]? {
    bytes = bytes.drop(while: \.endsWord)
    let word = bytes.prefix { !$0.endsWord }
    bytes = bytes[word.endIndex...]
    return word.isEmpty ? nil : Array(word)
  }

  /// The next word if it names a room, else nil, and it stays. Without its sign it does where the session is in that
  /// room: options leave the sign out, and so do people.
  mutating func room() -> [UInt8]? {
    let before = bytes
    if let word = word() {
      if Record.isRoom(word) { return word }
      let room = Array("#".utf8) + word
      if places.isIn(room) { return room }
    }
    bytes = before
    return nil
  }

  /// The next word if it names a room, where a name follows it: a word that is alone, or is the name of somebody, is no
  /// room unless it has its sign.
  mutating func roomBeforeName() -> [UInt8]? {
    var further = self
    guard let first = further.word(), !Record.isRoom(first) else { return room() }
    return further.word() == nil || places.isThere(first) ? nil : room()
  }

  /// All words that follow.
  mutating func words() -> [[UInt8]] {
    var words: [[UInt8]] = []
    while let word = word() { words.append(word) }
    return words
  }

  /// All that follows, without the blanks around it.
  mutating func rest() -> [UInt8] {
    defer { bytes = [] }
    return Array(bytes).trimmingAsText()
  }
}

extension UInt8 {
  /// Whether it is a blank in a typed line: a space, a tab or a CR.
  var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }

  /// Whether a word ends before it: at a blank, and at the newline in a pasted block.
  var endsWord: Bool { isBlank || self == 0x0A }
}

extension [UInt8] {
  /// The bytes without the blanks around them.
  func trimmingBlanks() -> [UInt8] {
    guard let start = firstIndex(where: { !$0.isBlank }), let end = lastIndex(where: { !$0.isBlank }) else {
      return []
    }
    return Array(self[start...end])
  }

  /// A pasted block without the lines of blanks around it, and without the CR at the end of each line; what the first
  /// line begins with stays, since code is indented.
  func trimmingBlankLines() -> [UInt8] {
    let lines = split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.last == 0x0D ? line.dropLast() : line
    }
    guard let start = lines.firstIndex(where: { !Array($0).showsNothing }),
      let end = lines.lastIndex(where: { !Array($0).showsNothing })
    else { return [] }
    return Array(lines[start...end].joined(separator: [0x0A]))
  }

  /// The text behind the name of whom it is for. The blanks between the two are no part of it. But where the text of a
  /// block begins on a line of its own, the blanks that indent that line are.
  func trimmingAsText() -> [UInt8] {
    if !contains(0x0A) { return trimmingBlanks() }
    return Array(drop(while: \.isBlank)).trimmingBlankLines()
  }
}
