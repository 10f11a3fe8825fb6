import Wire

/// Writes values as bytes that mean the same in any process: numbers as LEB128 (seven bits a byte, the lowest first),
/// bytes behind their number.
struct ValueWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func write(_ value: UInt32) { write(UInt64(value)) }

  /// Zeros of the sign are not written: small negative numbers are short too.
  mutating func write(_ value: Int64) { write(UInt64(bitPattern: value << 1 ^ value >> 63)) }

  mutating func write(_ value: Int) { write(Int64(value)) }

  mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func write(_ value: [UInt8]) {
    write(UInt64(value.count))
    bytes += value
  }

  mutating func write(_ value: String) { write(Array(value.utf8)) }

  mutating func write(_ value: Timestamp) { write(value.milliseconds) }

  /// A value that may be missing.
  mutating func write<Value>(_ value: Value?, _ body: (inout ValueWriter, Value) -> Void) {
    write(value != nil)
    if let value { body(&self, value) }
  }

  /// A list behind its length.
  mutating func write<Value>(_ values: [Value], _ body: (inout ValueWriter, Value) -> Void) {
    write(UInt64(values.count))
    for value in values { body(&self, value) }
  }
}

/// Reads what a ``ValueWriter`` has written.
struct ValueReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all has been read.
  var isAtEnd: Bool { offset == bytes.count }

  mutating func unsigned() throws(MalformedValue) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let byte = try self.byte()
      // The tenth byte has room for one bit.
      if shift == 63, byte > 1 { throw malformed() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      if shift > 63 { throw malformed() }
    }
  }

  mutating func unsigned32() throws(MalformedValue) -> UInt32 {
    guard let value = UInt32(exactly: try unsigned()) else { throw malformed() }
    return value
  }

  mutating func signed() throws(MalformedValue) -> Int64 {
    let value = try unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func int() throws(MalformedValue) -> Int { Int(try signed()) }

  mutating func bool() throws(MalformedValue) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw malformed()
    }
  }

  mutating func array() throws(MalformedValue) -> [UInt8] {
    let count = try unsigned()
    guard count <= UInt64(bytes.count - offset) else { throw malformed() }
    defer { offset += Int(count) }
    return Array(bytes[offset..<(offset + Int(count))])
  }

  mutating func string() throws(MalformedValue) -> String {
    guard let text = String(validating: try array(), as: UTF8.self) else { throw malformed() }
    return text
  }

  mutating func timestamp() throws(MalformedValue) -> Timestamp { Timestamp(milliseconds: try signed()) }

  mutating func optional<Value>(
    _ body: (inout ValueReader) throws(MalformedValue) -> Value
  ) throws(MalformedValue) -> Value? {
    try bool() ? try body(&self) : nil
  }

  mutating func list<Value>(
    _ body: (inout ValueReader) throws(MalformedValue) -> Value
  ) throws(MalformedValue) -> [Value] {
    let count = try unsigned()
    // Each takes a byte at least.
    guard count <= UInt64(bytes.count - offset) else { throw malformed() }
    var values: [Value] = []
    for _ in 0..<count { values.append(try body(&self)) }
    return values
  }

  /// What is wrong at this place.
  func malformed() -> MalformedValue { MalformedValue(offset: offset) }

  private mutating func byte() throws(MalformedValue) -> UInt8 {
    guard offset < bytes.count else { throw malformed() }
    defer { offset += 1 }
    return bytes[offset]
  }
}

/// Bytes that no writer has written.
public struct MalformedValue: Error, Equatable, Sendable {
  /// Where in the bytes it was noticed.
  public let offset: Int
}
