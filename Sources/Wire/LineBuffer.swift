/// Bytes that lines are written into one behind the other, until all are forgotten; the memory is kept, but for one
/// that has grown large.
///
/// It has one owner, so that an append asks whether there is room and nothing else: an array would also ask each time
/// whether it is shared.
public struct LineBuffer: ~Copyable {
  /// How many bytes it holds.
  public private(set) var count = 0
  /// How much memory is kept at most when all is forgotten: 64 KiB.
  public static let keptCapacity = 1 << 16
  private static let leastCapacity = WireLimit.body + 2
  private(set) var capacity: Int
  private var start: UnsafeMutablePointer<UInt8>

  /// An empty buffer with room for a line.
  public init() {
    capacity = LineBuffer.leastCapacity
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  /// Appends one byte.
  public mutating func append(_ byte: UInt8) {
    makeRoom(for: 1).initialize(to: byte)
  }

  /// Appends the bytes of a literal.
  public mutating func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a copy of the bytes.
  public mutating func append(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append($0) }
  }

  /// Appends a copy of the bytes.
  public static func += (buffer: inout LineBuffer, bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { buffer.append($0) }
  }

  /// Appends a copy of the bytes.
  public static func += (buffer: inout LineBuffer, bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBufferPointer { buffer.append($0) }
  }

  /// Appends some of the bytes of another buffer. Traps where it does not hold them.
  public mutating func append(_ range: Range<Int>, of other: borrowing LineBuffer) {
    other.withBytes(range) { append($0) }
  }

  /// Appends the number in decimal, with zeros before it up to `width` digits.
  public mutating func append(decimal number: Int, width: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    let digits = Bytes.digitCount(of: number.magnitude, width: width)
    let place = makeRoom(for: digits)
    var rest = number.magnitude
    for index in (0..<digits).reversed() {
      (place + index).initialize(to: UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
  }

  /// Forgets what stands at and behind an offset; all, where none is given. Traps where it holds fewer bytes.
  public mutating func removeAll(from end: Int = 0) {
    precondition(end >= 0 && end <= count, "bytes that the buffer does not hold")
    count = end
    if end == 0, capacity > LineBuffer.keptCapacity { replace(by: LineBuffer.leastCapacity) }
  }

  /// Calls `body` with some of the bytes. Traps where it does not hold them.
  public func withBytes<Result>(_ range: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes that the buffer does not hold")
    return body(UnsafeBufferPointer(start: start + range.lowerBound, count: range.count).span)
  }

  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let source = bytes.baseAddress else { return }
    makeRoom(for: bytes.count).initialize(from: source, count: bytes.count)
  }

  /// Counts bytes that are to be written, and gives where.
  @inline(__always)
  private mutating func makeRoom(for length: Int) -> UnsafeMutablePointer<UInt8> {
    if length > capacity - count { grow(by: length) }
    defer { count += length }
    return start + count
  }

  @inline(never)
  private mutating func grow(by length: Int) {
    replace(by: max(capacity * 2, count + length))
  }

  /// Moves what it holds to memory of another size.
  private mutating func replace(by newCapacity: Int) {
    let other = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
    other.moveInitialize(from: start, count: count)
    start.deallocate()
    (start, capacity) = (other, newCapacity)
  }
}
