/// Cuts a stream of bytes into lines.
///
/// A line ends in LF; a CR before it belongs to the end. Lines that stand whole in one chunk are given as places
/// in that chunk, without a copy; one that is spread over chunks is gathered. Empty lines are reported as such, since
/// they cost time too: RFC 1459 §2.3 has them ignored. A line of more than `limit` bytes is reported once and skipped to its end.
public struct LineFramer: Sendable {
  /// What the stream held.
  public enum Frame: Equatable, Sendable {
    /// A line, without its end, at this place in the chunk.
    case line(Range<Int>)
    /// A line, without its end, that began in an earlier chunk.
    case gathered([UInt8])
    /// A line that was longer than the limit; its bytes are gone.
    case overlong
    /// A line without a byte.
    case empty
  }

  private let limit: Int
  private var partial: [UInt8] = []
  private var isSkipping = false

  /// A framer at the start of a stream. `limit` is the longest line in bytes without CR LF.
  public init(limit: Int = WireLimit.line) {
    self.limit = limit
  }

  /// Whether the stream stands in the middle of a line.
  public var isMidLine: Bool { isSkipping || !partial.isEmpty }

  /// The next line of `chunk` at or behind `position`, which moves behind it; nil when the chunk is used up,
  /// its unfinished tail being kept.
  ///
  /// Call it until it gives nil; then call it with the next chunk and a position of 0.
  public mutating func next(in chunk: Span<UInt8>, at position: inout Int) -> Frame? {
    while position < chunk.count {
      let start = position
      guard let end = Bytes.firstIndex(of: 0x0A, in: chunk, from: start) else {
        position = chunk.count
        return keep(chunk.extracting(start..<chunk.count))
      }
      position = end + 1
      if let frame = finish(chunk, start: start, end: end) { return frame }
    }
    return nil
  }

  /// The line that the end of the stream cut off, if any: what a file's last line without a newline is.
  public mutating func finish() -> [UInt8]? {
    defer { partial = [] }
    return isSkipping || partial.isEmpty ? nil : partial
  }

  /// Keeps the tail of a chunk for the line's other part. A tail that is too long already is reported at once, so
  /// that an endless line costs no memory.
  private mutating func keep(_ tail: Span<UInt8>) -> Frame? {
    if isSkipping { return nil }
    // One more for a CR that may turn out to be part of the line's end.
    if partial.count + tail.count > limit + 1 {
      partial = []
      isSkipping = true
      return .overlong
    }
    partial.append(tail)
    return nil
  }

  private mutating func finish(_ chunk: Span<UInt8>, start: Int, end: Int) -> Frame? {
    if isSkipping {
      isSkipping = false
      return nil
    }
    guard partial.isEmpty else { return finishPartial(chunk.extracting(start..<end)) }
    let stop = end > start && chunk[end - 1] == 0x0D ? end - 1 : end
    if stop == start { return .empty }
    return stop - start > limit ? .overlong : .line(start..<stop)
  }

  private mutating func finishPartial(_ rest: Span<UInt8>) -> Frame? {
    var line = partial
    partial = []
    if line.count + rest.count > limit + 1 { return .overlong }
    line.append(rest)
    if line.last == 0x0D { line.removeLast() }
    if line.isEmpty { return .empty }
    return line.count > limit ? .overlong : .gathered(line)
  }
}
