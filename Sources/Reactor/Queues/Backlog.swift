/// A place in a queue, counted in bytes from its beginning, that what follows waits behind.
struct HeldPlace {
  let position: Int
  let mark: UInt64
}

/// What a send queue needs only while it has more than one range, or a mark: the older ranges, and the marks.
final class Backlog {
  struct Range {
    let segment: Segment
    var from: UInt32
    var to: UInt32

    /// Whether bytes of its first line are sent already, in a segment of lines.
    var isStarted: Bool { from > 0 && segment.bytes[Int(from) - 1] != 0x0A }

    /// Leaves nothing but its first line.
    mutating func cutBehindLine() {
      let rest = segment.bytes[Int(from)..<Int(to)]
      if let end = rest.firstIndex(of: 0x0A) { to = UInt32(end) + 1 }
    }
  }

  private(set) var ranges = Fifo<Range>()
  var marks = Fifo<HeldPlace>()
  /// The segments of the ranges, each once. They are few: what a connection gets in a turn comes from one for its set of
  /// capabilities and one for its replies.
  private var uses: [Use] = []

  /// What a queue has of one segment.
  private struct Use {
    let segment: Segment
    var ranges: Int
    var bytes: Int

    /// Whether nobody else needs the segment, and little of it is needed here.
    var isSparse: Bool { segment.uses == ranges && bytes < segment.capacity / 2 }
  }

  /// From how many bytes on that it would free, a gathering is worth its copies.
  private static var leastGain: Int { 1 << 20 }

  /// How much of the segments' memory is kept for the ranges and for one more in `newest`.
  func keptAlive(with newest: Segment?) -> Int {
    var total = 0
    var isCounted = newest == nil
    for use in uses {
      let isNewest = use.segment === newest
      total += use.segment.part(ofRanges: isNewest ? use.ranges + 1 : use.ranges)
      if isNewest { isCounted = true }
    }
    return isCounted ? total : total + (newest?.part(ofRanges: 1) ?? 0)
  }

  /// Adds a range at the end, which its segment counts already.
  func append(_ segment: Segment, from: UInt32, to: UInt32) {
    ranges.append(Range(segment: segment, from: from, to: to))
    let bytes = Int(to - from)
    if let index = uses.lastIndex(where: { $0.segment === segment }) {
      uses[index].ranges += 1
      uses[index].bytes += bytes
    } else {
      uses.append(Use(segment: segment, ranges: 1, bytes: bytes))
    }
  }

  /// Takes away bytes from the front.
  ///
  /// - Returns: How many were left to take when the ranges were at an end.
  func removeFirst(_ count: Int) -> Int {
    var left = count
    while left > 0, var range = ranges.first {
      let length = Int(range.to - range.from)
      if length > left {
        range.from += UInt32(left)
        ranges[0] = range
        change(range.segment, ranges: 0, bytes: -left)
        return 0
      }
      left -= length
      ranges.removeFirst()
      range.segment.uses -= 1
      change(range.segment, ranges: -1, bytes: -length)
    }
    return left
  }

  func removeAllRanges() {
    for use in uses { use.segment.uses -= use.ranges }
    ranges.clear()
    uses.removeAll(keepingCapacity: uses.capacity <= 16)
  }

  private func change(_ segment: Segment, ranges: Int, bytes: Int) {
    guard let index = uses.firstIndex(where: { $0.segment === segment }) else { return }
    uses[index].ranges += ranges
    uses[index].bytes += bytes
    if uses[index].ranges == 0 { uses.remove(at: index) }
  }

  /// Copies the ranges of sparse segments to a segment of their own, in which ranges that follow each other are one.
  func gather() {
    var (gain, size) = (0, 0)
    for use in uses where use.isSparse {
      gain += use.segment.capacity - use.bytes
      size += use.bytes
    }
    guard gain >= Backlog.leastGain, size > 0, size < UInt32.max else { return }
    let sparse = Set(uses.lazy.filter(\.isSparse).map { ObjectIdentifier($0.segment) })
    let own = Segment(capacity: size, countedBy: uses.first?.segment.memory)
    let old = (0..<ranges.count).compactMap { ranges[$0] }
    ranges.clear()
    uses.removeAll(keepingCapacity: true)
    for (index, range) in old.enumerated() {
      // Whether a line of the first range is sent in part shows only where it lies.
      guard index > 0, sparse.contains(ObjectIdentifier(range.segment)),
        let place = own.append(copying: range.segment, from: range.from, to: range.to)
      else {
        append(range.segment, from: range.from, to: range.to)
        continue
      }
      range.segment.uses -= 1
      if let last = ranges.last, last.segment === own, last.to == place.lowerBound {
        ranges.replaceLast(with: Range(segment: own, from: last.from, to: place.upperBound))
        change(own, ranges: 0, bytes: place.count)
      } else {
        own.uses += 1
        append(own, from: place.lowerBound, to: place.upperBound)
      }
    }
  }
}

extension Segment {
  /// How much of its memory is kept for so many of the ranges that lie in it.
  func part(ofRanges count: Int) -> Int { capacity * count / max(uses, count) }

  /// Copies bytes of another segment to the end.
  ///
  /// - Returns: Where they lie, or nil where they do not fit.
  fileprivate func append(copying other: Segment, from: UInt32, to: UInt32) -> Range<UInt32>? {
    let bytes = UnsafeRawBufferPointer(rebasing: other.bytes[Int(from)..<Int(to)])
    return append(RawSpan(_unsafeBytes: bytes))
  }
}
