import Wire

extension Escaping {
  /// The bytes that a column of a TSV record stands for: undoes ``appendColumn(_:to:)``. Nil where a backslash stands
  /// before something that `appendColumn` never writes behind one.
  static func unescaped(column: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(column.count)
    var rest = column[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let meaning = meaning(ofEscaped: &rest) else { return nil }
      bytes.append(meaning)
    }
    return bytes
  }

  /// The byte that `rest`, which follows a backslash, begins with.
  private static func meaning<Rest: Collection<UInt8>>(ofEscaped rest: inout Rest) -> UInt8?
  where Rest.SubSequence == Rest {
    switch rest.popFirst() {
    case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "x"):
      guard let high = digit(rest.popFirst()), let low = digit(rest.popFirst()) else { return nil }
      return high << 4 | low
    default: return nil
    }
  }

  /// The value of a hexadecimal digit.
  static func digit(_ byte: UInt8?) -> UInt8? {
    switch byte {
    case .some(let byte) where byte &- 0x30 < 10: byte - 0x30
    case .some(let byte) where (byte | 0x20) &- 0x61 < 6: (byte | 0x20) - 0x61 + 10
    default: nil
    }
  }
}
