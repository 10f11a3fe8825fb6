/// The bytes that wait to be sent on one connection, in order: ranges of segments that other queues may
/// share, and marks behind which bytes are held back.
///
/// A range that goes on where the last one ended makes that one longer; this costs neither a copy nor a
/// retain nor memory. An empty queue is 48 bytes and keeps no segment alive.
public struct SendQueue: ~Copyable {
  /// The newest range; older ones are in `backlog`.
  @usableFromInline var segment: Segment?
  @usableFromInline var from: UInt32 = 0
  @usableFromInline var to: UInt32 = 0
  /// How many bytes were ever queued, and how many of those are sent. A mark is a number of queued bytes.
  @usableFromInline var queued: Int = 0
  var sent: Int = 0
  private var released: UInt64 = 0
  private var backlog: Backlog?

  /// An empty queue.
  public init() {}

  /// How many bytes wait, those behind a mark with them.
  public var count: Int { queued - sent }

  /// How many bytes may be sent now: those before the first mark that is not released.
  public var sendable: Int { (backlog?.marks.first?.position ?? queued) - sent }

  /// Whether a mark holds back what stands behind it.
  public var isHeld: Bool { backlog?.marks.isEmpty == false }

  /// Whether no bytes wait.
  public var isEmpty: Bool { queued == sent }

  /// How many bytes of memory the queue keeps from being freed: of the capacity of each segment its part, which is all
  /// of it where no other queue has a range in the segment. Takes time with the number of segments, not of ranges.
  public var keptAlive: Int {
    backlog?.keptAlive(with: segment) ?? segment.map { $0.part(ofRanges: 1) } ?? 0
  }

  /// Queues the bytes of `segment` from one offset up to another.
  ///
  /// - Precondition: `from <= to`, and the segment holds that many bytes.
  @inlinable
  public mutating func append(_ segment: Segment, from: UInt32, to: UInt32) {
    assert(from <= to && to <= segment.count, "a range of bytes that the segment does not hold")
    queued &+= Int(to &- from)
    if self.segment === segment && self.to == from {
      self.to = to
    } else {
      beginRange(segment, from: from, to: to)
    }
  }

  /// Queues a range.
  @inlinable
  public mutating func append(_ range: SegmentRange) {
    append(range.segment, from: range.from, to: range.to)
  }

  /// Holds back what is appended from now on until `release(through:)` has reached `mark`.
  ///
  /// A mark that has been released already holds nothing back. Marks do not decrease from one call to the
  /// next.
  public mutating func hold(_ mark: UInt64) {
    guard mark > released else { return }
    let backlog = ownBacklog()
    if let last = backlog.marks.last {
      assert(last.mark <= mark, "marks must not decrease")
      if last.mark == mark { return }
      if last.position == queued {
        backlog.marks.replaceLast(with: HeldPlace(position: queued, mark: mark))
        return
      }
    }
    backlog.marks.append(HeldPlace(position: queued, mark: mark))
  }

  /// Lets go what waits behind marks up to and including `mark`.
  public mutating func release(through mark: UInt64) {
    released = max(released, mark)
    guard let backlog else { return }
    while let first = backlog.marks.first, first.mark <= mark { backlog.marks.removeFirst() }
  }

  /// Copies what waits out of segments that nobody else needs any more and of which it is a small part: what is left of
  /// others' lines in them need not be kept for it. To be called for a queue that is behind; it does nothing where there
  /// is little to gain.
  public mutating func gather() { backlog?.gather() }

  /// Drops everything that waits, and the marks.
  public mutating func removeAll() {
    segment?.uses -= 1
    segment = nil
    backlog?.removeAllRanges()
    backlog = nil
    sent = queued
  }

  deinit {
    segment?.uses -= 1
    backlog?.removeAllRanges()
  }

  /// Drops everything that waits, and the marks, but for the rest of a line that is sent in part: what is queued next
  /// begins a line of its own for who reads.
  ///
  /// - Precondition: What was queued are ranges of whole lines, which end in LF.
  public mutating func removeAllButStartedLine() {
    guard var line = firstRange, line.isStarted else { return removeAll() }
    line.cutBehindLine()
    line.segment.uses += 1
    removeAll()
    segment = line.segment
    from = line.from
    to = line.to
    sent -= Int(line.to - line.from)
  }

  private var firstRange: Backlog.Range? {
    backlog?.ranges.first ?? segment.map { Backlog.Range(segment: $0, from: from, to: to) }
  }

  /// Gives back the memory that a drained queue keeps for its next turn; to be called for a connection that
  /// has been quiet for a while.
  public mutating func trim() {
    if let backlog, backlog.ranges.isEmpty && backlog.marks.isEmpty { self.backlog = nil }
  }

  @inline(never)
  @usableFromInline
  mutating func beginRange(_ segment: Segment, from: UInt32, to: UInt32) {
    if from == to { return }
    if let previous = self.segment {
      ownBacklog().append(previous, from: self.from, to: self.to)
    }
    segment.uses += 1
    self.segment = segment
    self.from = from
    self.to = to
  }

  private mutating func ownBacklog() -> Backlog {
    if let backlog { return backlog }
    let fresh = Backlog()
    backlog = fresh
    return fresh
  }
}

// MARK: - What the writer needs

extension SendQueue {
  /// Hands out, in order, the pieces of what may be sent now, until `body` answers false.
  func forEachSendable(_ body: (UnsafeRawBufferPointer) -> Bool) {
    var left = sendable
    if let backlog {
      for index in 0..<backlog.ranges.count where left > 0 {
        guard let range = backlog.ranges[index] else { break }
        let piece = range.segment.bytes(from: range.from, to: range.to, atMost: left)
        left -= piece.count
        if !body(piece) { return }
      }
    }
    if left > 0, let segment { _ = body(segment.bytes(from: from, to: to, atMost: left)) }
  }

  /// Takes away the first `count` bytes, and lets go of each segment of which none are left.
  ///
  /// - Precondition: No more than `sendable`.
  mutating func removeFirst(_ count: Int) {
    precondition(count <= sendable, "more bytes sent than were to be sent")
    sent += count
    if isEmpty {
      segment?.uses -= 1
      segment = nil
      backlog?.removeAllRanges()
    } else {
      from += UInt32(backlog?.removeFirst(count) ?? count)
    }
  }
}

extension Segment {
  fileprivate func bytes(from: UInt32, to: UInt32, atMost limit: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start + Int(from), count: min(Int(to - from), limit))
  }
}
