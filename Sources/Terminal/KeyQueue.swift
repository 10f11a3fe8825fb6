/// Bytes from the keyboard that nobody has looked at yet, with what was pasted told apart from what was typed
/// (bracketed paste: what stands between `ESC [ 200 ~` and `ESC [ 201 ~`).
struct KeyQueue {
  /// What comes next.
  enum Next: Equatable {
    /// Bytes that were typed: at least one, and no half of a character.
    case keys
    /// Something pasted, whole.
    case paste([UInt8])
    /// Nothing, or not enough of it yet.
    case nothing
  }

  private enum Mode {
    case typing
    case pasting
    /// What is being pasted is not wanted.
    case dropping
  }

  private static let pasteBegins = Array("\u{1B}[200~".utf8)
  private static let pasteEnds = Array("\u{1B}[201~".utf8)
  /// After so many milliseconds without a key a paste that is not wanted is over: its end may never come.
  private static let quiet: Int64 = 300

  private var bytes: [UInt8] = []
  private var head = 0
  /// Before this place there is no end of the paste.
  private var searched = 0
  private var mode = Mode.typing
  private var lastCame: Int64 = 0

  /// Whether nothing is left.
  var isEmpty: Bool { head == bytes.count }
  /// Whether something is being pasted whose end has not come.
  var isPasting: Bool { mode == .pasting }

  /// Adds what came at that time, in milliseconds.
  mutating func append(_ more: UnsafeRawBufferPointer, at time: Int64) {
    if mode == .dropping, time - lastCame > KeyQueue.quiet {
      clear()
      mode = .typing
    }
    lastCame = time
    bytes += more
  }

  /// Tells what comes next, and takes it if it was pasted.
  mutating func next() -> Next {
    switch mode {
    case .typing: return nextTyped()
    case .pasting:
      guard let end = findEnd() else { return .nothing }
      let text = Array(bytes[head..<end])
      endPaste(at: end)
      return .paste(text)
    case .dropping:
      guard let end = findEnd() else {
        head = searched
        return .nothing
      }
      endPaste(at: end)
      return nextTyped()
    }
  }

  private mutating func nextTyped() -> Next {
    if isEmpty { return .nothing }
    let rest = bytes[head...]
    if rest.starts(with: KeyQueue.pasteBegins) {
      head += KeyQueue.pasteBegins.count
      beginPaste()
      return next()
    }
    // `ESC` and `ESC [` are keys that a person can press.
    if rest.count >= 3, KeyQueue.pasteBegins.starts(with: rest) { return .nothing }
    return KeyQueue.isHalfACharacter(rest) ? .nothing : .keys
  }

  /// Takes out the next byte.
  mutating func takeKey() -> UInt8? {
    if isEmpty { return nil }
    defer {
      head += 1
      if isEmpty { clear() }
    }
    return bytes[head]
  }

  /// Puts keys before all others.
  mutating func insert(_ keys: [UInt8]) {
    bytes.replaceSubrange(..<head, with: keys)
    head = 0
  }

  /// All that comes from now on, up to the end mark, is pasted.
  mutating func beginPaste() {
    mode = .pasting
    searched = head
  }

  /// Throws away what is being pasted, and what is still to come of it, at that time in milliseconds. Gives whether
  /// there was something.
  mutating func dropPaste(at time: Int64) -> Bool {
    if mode != .pasting { return false }
    mode = .dropping
    // The silence is counted from now, however long the paste had stalled before.
    lastCame = time
    return true
  }

  // MARK: Inside

  private mutating func findEnd() -> Int? {
    let mark = KeyQueue.pasteEnds
    while let escape = bytes[searched...].firstIndex(of: mark[0]) {
      searched = escape
      let found = bytes[escape...].prefix(mark.count)
      if found.elementsEqual(mark) { return escape }
      // It may be half of the mark.
      if mark.starts(with: found) { return nil }
      searched += 1
    }
    searched = bytes.count
    return nil
  }

  private mutating func endPaste(at end: Int) {
    head = end + KeyQueue.pasteEnds.count
    mode = .typing
    if isEmpty { clear() }
  }

  private mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    head = 0
    searched = 0
  }

  /// Whether more bytes are needed for one character (UTF-8).
  private static func isHalfACharacter(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    let length =
      switch first {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    return bytes.count < length && bytes.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
  }
}
