/// One message tag as it stands in a line (IRCv3 message-tags).
public struct Tag: Equatable, Sendable {
  /// The key, with its `+` where it is a client's.
  public let key: ByteRange
  /// The value, still escaped; empty where there is none.
  public let value: ByteRange
}

/// The tags of a message, in their order.
public enum Tags {
  /// Calls `body` for each tag of `view`, whose line is `line`.
  public static func forEach(
    _ view: MessageView, in line: Span<UInt8>, _ body: (Tag) throws -> Void
  ) rethrows {
    let tags = view.tags.range
    var start = tags.lowerBound
    while start < tags.upperBound {
      let end = min(Bytes.firstIndex(of: 0x3B, in: line, from: start) ?? tags.upperBound, tags.upperBound)
      if end > start { try body(tag(in: line, start: start, end: end)) }
      start = end + 1
    }
  }

  /// The last tag named `key`, which is the one that counts.
  public static func find(_ key: StaticString, of view: MessageView, in line: Span<UInt8>) -> Tag? {
    if view.tags.isEmpty { return nil }
    var found: Tag?
    forEach(view, in: line) { tag in
      if Bytes.equal(line.extracting(tag.key.range), key) { found = tag }
    }
    return found
  }

  /// The value that `escaped` stands for: `\:` `\s` `\\` `\r` `\n` undone, a lone backslash at the end dropped.
  public static func unescape(_ escaped: Span<UInt8>) -> [UInt8] {
    var value: [UInt8] = []
    value.reserveCapacity(escaped.count)
    var index = 0
    while index < escaped.count {
      var byte = escaped[index]
      if byte == 0x5C {
        index += 1
        if index == escaped.count { break }
        byte = meaning(ofEscaped: escaped[index])
      }
      value.append(byte)
      index += 1
    }
    return value
  }

  /// Appends `value` to `line`, escaped.
  public static func appendEscaped(_ value: Span<UInt8>, to line: inout [UInt8]) {
    for index in value.indices {
      switch value[index] {
      case 0x3B: line.append("\\:")
      case 0x20: line.append("\\s")
      case 0x5C: line.append("\\\\")
      case 0x0D: line.append("\\r")
      case 0x0A: line.append("\\n")
      case let byte: line.append(byte)
      }
    }
  }

  private static func meaning(ofEscaped byte: UInt8) -> UInt8 {
    switch byte {
    case 0x3A: 0x3B
    case 0x73: 0x20
    case 0x72: 0x0D
    case 0x6E: 0x0A
    default: byte
    }
  }

  private static func tag(in line: Span<UInt8>, start: Int, end: Int) -> Tag {
    guard let equals = Bytes.firstIndex(of: 0x3D, in: line, from: start), equals < end else {
      return Tag(key: ByteRange(start, end), value: .none)
    }
    return Tag(key: ByteRange(start, equals), value: ByteRange(equals + 1, end))
  }
}
