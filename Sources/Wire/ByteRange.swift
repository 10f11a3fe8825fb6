/// Where a piece of a line stands: offsets into the line's bytes, so that a parsed message owns nothing.
///
/// 16 bits suffice: no line is longer than ``WireLimit/line`` bytes.
public struct ByteRange: Equatable, Sendable {
  /// The offset of the first byte.
  public let start: UInt16
  /// The offset behind the last byte.
  public let end: UInt16

  /// A range of offsets. Traps where either is negative or above 65535.
  @inlinable
  public init(_ start: Int, _ end: Int) {
    self.start = UInt16(start)
    self.end = UInt16(end)
  }

  /// A range that holds nothing: a part that the message lacks.
  @inlinable public static var none: ByteRange { ByteRange(0, 0) }

  /// The same offsets as a `Range`, for `Span.extracting(_:)`.
  @inlinable
  public var range: Range<Int> { Int(start)..<Int(end) }

  /// How many bytes it spans.
  @inlinable
  public var count: Int { Int(end) - Int(start) }

  /// Whether it spans no byte.
  @inlinable
  public var isEmpty: Bool { start == end }
}

/// The sizes that the wire allows, in bytes (RFC 1459 §2.3, IRCv3 message-tags).
public enum WireLimit {
  /// A line without its tags and without CR LF.
  public static let body = 510
  /// The tags of a line with the `@` and the blank behind them, from a server.
  public static let tags = 8191
  /// The tags that a client may send, with the `@` and the blank.
  public static let clientTags = 4096
  /// The longest line without its end: tags and body.
  public static let line = tags + body
  /// Parameters of a message.
  public static let parameters = 15
}
