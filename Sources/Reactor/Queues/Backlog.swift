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
  /// The segments of the ranges, each once, and how many ranges it has. They are few: what a connection gets
  /// in a turn comes from one for its set of capabilities and one for its replies.
  private var uses: [(segment: Segment, ranges: Int)] = []

  /// The capacities of the ranges' segments and of `newest`, each counted once.
  func keptAlive(with newest: Segment?) -> Int {
    var total = newest?.capacity ?? 0
    for use in uses where use.segment !== newest { total += use.segment.capacity }
    return total
  }

  /// Adds a range at the end.
  func append(_ segment: Segment, from: UInt32, to: UInt32) {
    ranges.append(Range(segment: segment, from: from, to: to))
    if let index = uses.lastIndex(where: { $0.segment === segment }) {
      uses[index].ranges += 1
    } else {
      uses.append((segment, 1))
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
        return 0
      }
      left -= length
      ranges.removeFirst()
      dropUse(of: range.segment)
    }
    return left
  }

  func removeAllRanges() {
    ranges.clear()
    uses.removeAll(keepingCapacity: uses.capacity <= 16)
  }

  private func dropUse(of segment: Segment) {
    guard let index = uses.firstIndex(where: { $0.segment === segment }) else { return }
    uses[index].ranges -= 1
    if uses[index].ranges == 0 { uses.remove(at: index) }
  }
}
