import Wire

/// Cuts what a person or a script writes into lines. An empty line is a line; a last one without its end too. A byte
/// order mark in front of the first is no part of it; one of another encoding than UTF-8 ends the lines.
public struct InputLines: Sendable {
  /// The longest line in bytes; more is given up as ``PersonInput/overlong``.
  public static let longest = 1 << 20

  private let end: RecordEnd
  private var partial: [UInt8] = []
  private var isSkipping = false
  private var hasBegun = false
  /// Whether no more lines will come of it, whatever is read.
  public private(set) var isOver = false

  /// The lines of a stream that begins.
  public init(endedBy end: RecordEnd = .newline) {
    self.end = end
  }

  /// Adds what was read, and gives the lines that it ends. A CR before a newline belongs to the end.
  public mutating func append(_ chunk: borrowing Span<UInt8>) -> [PersonInput] {
    var inputs: [PersonInput] = []
    var start = 0
    while !isOver, let end = Bytes.firstIndex(of: self.end.rawValue, in: chunk, from: start) {
      keep(chunk.extracting(start..<end))
      inputs.append(endLine())
      start = end + 1
    }
    keep(chunk.extracting(start..<chunk.count))
    return inputs
  }

  /// What the end of the stream leaves: perhaps a last line, and the end.
  public mutating func finish() -> [PersonInput] {
    if isOver { return [] }
    let last = partial.isEmpty && !isSkipping ? [] : [endLine()]
    return isOver ? last : last + [.end]
  }

  private mutating func keep(_ bytes: borrowing Span<UInt8>) {
    if partial.count + bytes.count > InputLines.longest {
      isSkipping = true
      partial = []
    }
    if !isSkipping { partial.append(bytes) }
  }

  private mutating func endLine() -> PersonInput {
    defer {
      partial = []
      isSkipping = false
    }
    if !hasBegun {
      hasBegun = true
      if let encoding = ByteOrderMark.foreignEncoding(of: partial.span) {
        isOver = true
        let advice = ByteOrderMark.advice(against: encoding)
        return .unreadable(Failure(.badInput, "standard input: \(advice)"))
      }
      partial = partial.droppingByteOrderMark()
    }
    if isSkipping { return .overlong }
    return .line(end == .newline && partial.last == 0x0D ? partial.dropLast() : partial)
  }
}
