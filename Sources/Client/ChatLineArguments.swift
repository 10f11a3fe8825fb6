/// What stands behind a command, read from left to right.
struct ChatArguments {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The next word, or nil at the end.
  mutating func word() -> [UInt8]? {
    bytes = bytes.drop(while: \.isBlank)
    let word = bytes.prefix { !$0.isBlank }
    bytes = bytes[word.endIndex...]
    return word.isEmpty ? nil : Array(word)
  }

  /// The next word if it names a room, else nil, and it stays.
  mutating func room() -> [UInt8]? {
    let before = bytes
    if let word = word(), Record.isRoom(word) { return word }
    bytes = before
    return nil
  }

  /// All that follows, without the blanks around it.
  mutating func rest() -> [UInt8] {
    defer { bytes = [] }
    return Array(bytes).trimmingBlanks()
  }
}
