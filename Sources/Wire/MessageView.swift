/// A message, seen in the bytes of its line: where each part stands, and nothing copied.
///
/// It is of use only together with the line that it was parsed from. The grammar is that of the Modern IRC
/// documents: `[@tags] [:source] verb params`, at most 15 parameters, the last of which may hold blanks.
public struct MessageView: Sendable {
  /// The tags without the `@`; empty where there are none.
  public private(set) var tags = ByteRange.none
  /// The source without the `:`; empty where there is none.
  public private(set) var source = ByteRange.none
  /// The command word or numeric as it was written.
  public private(set) var command = ByteRange.none
  /// The command word, packed.
  public private(set) var verb = Verb.unknown
  /// How many parameters there are.
  public private(set) var count = 0
  @usableFromInline private(set) var parameters = InlineArray<15, ByteRange>(repeating: .none)

  /// Parses one line without its end, or gives nil where it holds no command.
  public init?(_ line: Span<UInt8>) {
    var cursor = Cursor(line)
    if cursor.skip(0x40, in: line) { tags = cursor.word(in: line) }
    cursor.skipBlanks(in: line)
    if cursor.skip(0x3A, in: line) { source = cursor.word(in: line) }
    cursor.skipBlanks(in: line)
    command = cursor.word(in: line)
    if command.isEmpty { return nil }
    verb = Verb(line.extracting(command.range))
    parseParameters(line, &cursor)
  }

  private mutating func parseParameters(_ line: Span<UInt8>, _ cursor: inout Cursor) {
    while count < WireLimit.parameters {
      cursor.skipBlanks(in: line)
      if cursor.isAtEnd(of: line) { return }
      let takesRest = line[cursor.offset] == 0x3A || count == WireLimit.parameters - 1
      if takesRest {
        _ = cursor.skip(0x3A, in: line)
        parameters[count] = ByteRange(cursor.offset, line.count)
        count += 1
        return
      }
      parameters[count] = cursor.word(in: line)
      count += 1
    }
  }

  /// The place of parameter `index`, counted from 0; an empty one where the message has fewer.
  @inlinable
  public subscript(index: Int) -> ByteRange {
    index < count ? parameters[index] : .none
  }
}

/// A place in a line that moves forward over words and blanks.
private struct Cursor {
  var offset = 0

  init(_ line: Span<UInt8>) { skipBlanks(in: line) }

  func isAtEnd(of line: Span<UInt8>) -> Bool { offset >= line.count }

  mutating func skip(_ byte: UInt8, in line: Span<UInt8>) -> Bool {
    guard offset < line.count, line[offset] == byte else { return false }
    offset += 1
    return true
  }

  mutating func skipBlanks(in line: Span<UInt8>) {
    while offset < line.count, line[offset] == 0x20 { offset += 1 }
  }

  mutating func word(in line: Span<UInt8>) -> ByteRange {
    let start = offset
    offset = Bytes.firstIndex(of: 0x20, in: line, from: start) ?? line.count
    return ByteRange(start, offset)
  }
}
