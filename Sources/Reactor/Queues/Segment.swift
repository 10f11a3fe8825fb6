/// A piece of memory that is only ever appended to and that many send queues may share.
///
/// Bytes once appended neither move nor change while the segment lives. Belongs to one thread.
public final class Segment {
  /// The capacity of a segment that is not made for something larger: 64 KiB.
  public static let standardCapacity = 1 << 16

  /// How many bytes it can hold.
  public let capacity: Int
  /// How many bytes it holds.
  public private(set) var count = 0
  @usableFromInline let start: UnsafeMutableRawPointer
  /// How many ranges of queues lie in it.
  @usableFromInline var uses = 0
  /// Where its memory is counted.
  let memory: SegmentMemory?

  /// An empty segment.
  ///
  /// - Precondition: `capacity` is above zero and below 4 GiB.
  public init(capacity: Int = Segment.standardCapacity, countedBy memory: SegmentMemory? = nil) {
    precondition(capacity > 0 && capacity < UInt32.max, "a segment's offsets are 32 bits wide")
    self.capacity = capacity
    self.memory = memory
    start = .allocate(byteCount: capacity, alignment: 16)
    memory?.bytes += capacity
  }

  deinit {
    memory?.bytes -= capacity
    start.deallocate()
  }

  /// The bytes that it holds.
  public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start, count: count)
  }

  /// Copies bytes to the end.
  ///
  /// - Returns: Where they lie, or nil where they do not fit: the caller starts a new segment.
  public func append(_ bytes: RawSpan) -> Range<UInt32>? {
    let length = bytes.byteCount
    guard length <= capacity - count else { return nil }
    bytes.withUnsafeBytes { bytes in
      if let source = bytes.baseAddress { (start + count).copyMemory(from: source, byteCount: length) }
    }
    return extend(by: length)
  }

  /// Copies bytes to the end.
  ///
  /// - Returns: Where they lie, or nil where they do not fit.
  public func append(_ bytes: [UInt8]) -> Range<UInt32>? {
    append(bytes.span.bytes)
  }

  /// Forgets what it holds; only for one whose bytes nobody else can read any more.
  fileprivate func rewind() {
    count = 0
  }

  private func extend(by length: Int) -> Range<UInt32> {
    let from = UInt32(count)
    count += length
    return from..<UInt32(count)
  }
}

/// Counts the memory of segments.
public final class SegmentMemory {
  /// How many bytes the segments that are counted here can hold together.
  public fileprivate(set) var bytes = 0

  /// Counts none yet.
  public init() {}
}

/// Some bytes of a segment.
public struct SegmentRange {
  /// The segment.
  public let segment: Segment
  /// The offset of the first byte.
  public let from: UInt32
  /// The offset after the last byte.
  public let to: UInt32
}

/// Appends to a segment, and starts the next one when it is full.
public struct SegmentWriter {
  private var segment: Segment?
  private let capacity: Int
  private let memory: SegmentMemory?

  /// A writer whose segments hold `capacity` bytes, or more where one append needs more, and are counted by `memory`.
  public init(capacity: Int = Segment.standardCapacity, countedBy memory: SegmentMemory? = nil) {
    self.capacity = capacity
    self.memory = memory
  }

  /// Whether so many bytes fit into the current segment.
  public func hasRoom(for length: Int) -> Bool {
    segment.map { length <= $0.capacity - $0.count } ?? false
  }

  /// The current segment, if there is one.
  public var current: Segment? { segment }

  /// Begins the current segment anew if nobody else holds it: its memory is in the processor's cache, a new one's is
  /// not. A segment that was made larger than usual is dropped: else each queue with a line in it keeps it alive.
  public mutating func rewind() {
    if segment.map({ $0.capacity > capacity }) == true {
      segment = nil
    } else if isKnownUniquelyReferenced(&segment) {
      segment?.rewind()
    }
  }

  /// Copies bytes into the current segment, or into a new one where they do not fit.
  public mutating func append(_ bytes: RawSpan) -> SegmentRange {
    if let segment, let range = segment.append(bytes) {
      return SegmentRange(segment: segment, from: range.lowerBound, to: range.upperBound)
    }
    let fresh = Segment(capacity: max(capacity, bytes.byteCount), countedBy: memory)
    let range = fresh.append(bytes) ?? 0..<0
    segment = fresh
    return SegmentRange(segment: fresh, from: range.lowerBound, to: range.upperBound)
  }

  /// Copies bytes into the current segment, or into a new one where they do not fit.
  public mutating func append(_ bytes: [UInt8]) -> SegmentRange {
    append(bytes.span.bytes)
  }
}
