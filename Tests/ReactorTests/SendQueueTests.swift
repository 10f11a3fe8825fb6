import Testing

@testable import Reactor

@Suite("A send queue")
struct SendQueueTests {
  private let segment = Segment()

  /// Appends text to the segment, and its place there to the queue.
  private func add(_ text: String, to queue: inout SendQueue, in segment: Segment? = nil) throws {
    let segment = segment ?? self.segment
    let range = try #require(segment.append(Array(text.utf8)))
    queue.append(segment, from: range.lowerBound, to: range.upperBound)
  }

  @Test("is small, and keeps nothing alive while it is empty")
  func emptyQueueIsSmall() throws {
    #expect(MemoryLayout<SendQueue>.size <= 64)
    var queue = SendQueue()
    #expect(queue.isEmpty && queue.count == 0 && queue.sendable == 0 && queue.keptAlive == 0)
    try add("gone", to: &queue)
    _ = queue.taking(.max)
    #expect(queue.isEmpty && queue.keptAlive == 0)
  }

  @Test("makes its last range longer when the next one follows it in the same segment")
  func contiguousRangesAreMerged() throws {
    var queue = SendQueue()
    try add("one ", to: &queue)
    try add("two", to: &queue)
    #expect(queue.pieces == ["one two"])
  }

  @Test("keeps ranges apart that do not follow each other, and sends them in order")
  func separateRangesStayApart() throws {
    let other = Segment()
    var queue = SendQueue()
    try add("a", to: &queue)
    try add("b", to: &queue, in: other)
    try add("c", to: &queue)
    _ = segment.append(Array("not for this queue".utf8))
    try add("d", to: &queue)
    #expect(queue.pieces == ["a", "b", "c", "d"])
    #expect(queue.count == 4)
  }

  @Test("ignores an empty range")
  func emptyRangeIsIgnored() {
    var queue = SendQueue()
    queue.append(segment, from: 0, to: 0)
    #expect(queue.isEmpty && queue.keptAlive == 0)
  }

  @Test("does not disturb another queue that shares its segment")
  func sharedSegmentIsNotTouched() throws {
    var queue = SendQueue()
    var other = SendQueue()
    let range = try #require(segment.append(Array("shared".utf8)))
    queue.append(segment, from: range.lowerBound, to: range.upperBound)
    other.append(segment, from: range.lowerBound, to: range.upperBound)
    #expect(queue.taking(.max) == "shared")
    #expect(other.taking(3) == "sha")
    #expect(other.taking(.max) == "red")
  }

  @Test("lets go of a segment with its last byte, and not before")
  func segmentsAreReleasedWhenSent() throws {
    var queue = SendQueue()
    weak var first: Segment?
    do {
      let segment = Segment()
      first = segment
      try add("first", to: &queue, in: segment)
    }
    try add("second", to: &queue)
    _ = queue.taking(4)
    #expect(first != nil)
    _ = queue.taking(1)
    #expect(first == nil)
    #expect(queue.pieces == ["second"])
  }

  @Test("counts the memory of each segment once, however its ranges alternate")
  func keptAliveCountsSegmentsOnce() throws {
    let other = Segment(capacity: 1000)
    var queue = SendQueue()
    for _ in 0..<40 {
      try add("x", to: &queue)
      try add("y", to: &queue, in: other)
    }
    #expect(queue.keptAlive == Segment.standardCapacity + 1000)
    _ = queue.taking(78)
    #expect(queue.keptAlive == Segment.standardCapacity + 1000)
    _ = queue.taking(1)
    #expect(queue.keptAlive == 1000)
    _ = queue.taking(1)
    #expect(queue.keptAlive == 0)
  }

  @Test("counts its part of a segment that other queues share, until they have done with it")
  func sharedSegments() throws {
    let segment = Segment(capacity: 1000)
    var first = SendQueue()
    try add("x", to: &first, in: segment)
    do {
      var second = SendQueue()
      try add("y", to: &second, in: segment)
      #expect(first.keptAlive == 500 && second.keptAlive == 500)
    }
    #expect(first.keptAlive == 1000, "the other queue is gone")
    var third = SendQueue()
    try add("z", to: &third, in: segment)
    #expect(third.taking(1) == "z" && third.keptAlive == 0 && first.keptAlive == 1000)
    third.removeAll()
    #expect(first.keptAlive == 1000)
  }

  @Test("copies a few bytes out of many segments that nobody else needs, and gives those back")
  func gather() throws {
    let memory = SegmentMemory()
    var queue = SendQueue()
    var other = SendQueue()
    var expected = ""
    for number in 0..<100 {
      let segment = Segment(countedBy: memory)
      try add("strangers' line\n", to: &other, in: segment)
      try add("line \(number)\n", to: &queue, in: segment)
      expected += "line \(number)\n"
    }
    queue.hold(1)
    #expect(queue.taking(3) == "lin")
    queue.gather()
    #expect(memory.bytes == 100 * Segment.standardCapacity, "others need them")
    other.removeAll()
    queue.gather()
    // The first stays, where a line is sent in part, and the newest, which may go on.
    #expect(memory.bytes < 3 * Segment.standardCapacity && queue.keptAlive == memory.bytes)
    try add("held\n", to: &queue, in: Segment(countedBy: memory))
    #expect(queue.taking(.max) == String(expected.dropFirst(3)))
    queue.release(through: 1)
    #expect(queue.taking(.max) == "held\n" && queue.keptAlive == 0 && memory.bytes == 0)
  }

  @Test("drops everything on request")
  func removeAllDropsEverything() throws {
    var queue = SendQueue()
    try add("a", to: &queue)
    queue.hold(1)
    try add("b", to: &queue, in: Segment())
    queue.removeAll()
    #expect(queue.isEmpty && queue.sendable == 0 && queue.keptAlive == 0)
    try add("c", to: &queue)
    #expect(queue.taking(.max) == "c")
  }

  @Test(
    "drops all but the rest of the line that is sent in part",
    arguments: [
      (0, ""), (1, "ne\n"), (3, "\n"), (4, ""), (5, "wo\n"), (8, ""), (9, "hree\n"), (14, ""), (17, "r\n"),
      (19, ""),
    ])
  func removesAllButStartedLine(sent: Int, rest: String) throws {
    var queue = SendQueue()
    let other = Segment()
    _ = segment.append(Array("not for this queue\n".utf8))
    try add("one\ntwo\n", to: &queue)
    try add("three\n", to: &queue, in: other)
    try add("four\n", to: &queue)
    _ = queue.taking(sent)
    queue.hold(1)
    try add("held\n", to: &queue)
    queue.removeAllButStartedLine()
    #expect(queue.count == rest.utf8.count && queue.keptAlive <= Segment.standardCapacity)
    try add("last\n", to: &queue, in: other)
    #expect(queue.sendable == queue.count)
    #expect(queue.taking(.max) == rest + "last\n")
  }

  @Test("gives memory back only while nothing waits")
  func trimKeepsWhatWaits() throws {
    var queue = SendQueue()
    try add("a", to: &queue)
    try add("b", to: &queue, in: Segment())
    queue.trim()
    #expect(queue.taking(.max) == "ab")
    queue.hold(3)
    queue.trim()
    try add("c", to: &queue)
    #expect(queue.sendable == 0)
  }
}

@Suite("A mark in a send queue")
struct SendQueueMarkTests {
  private var segment = Segment()

  private func add(_ text: String, to queue: inout SendQueue) throws {
    let range = try #require(segment.append(Array(text.utf8)))
    queue.append(segment, from: range.lowerBound, to: range.upperBound)
  }

  @Test("holds back what comes after it, though that follows in the same segment")
  func markHoldsBack() throws {
    var queue = SendQueue()
    try add("before", to: &queue)
    queue.hold(7)
    try add("after", to: &queue)
    #expect(queue.count == 11 && queue.sendable == 6)
    #expect(queue.pieces == ["before"])
    queue.release(through: 6)
    #expect(queue.sendable == 6)
    queue.release(through: 7)
    #expect(queue.pieces == ["beforeafter"])
  }

  @Test("is one of several, and each lets go of its own part")
  func marksAreReleasedInTurn() throws {
    var queue = SendQueue()
    for mark: UInt64 in 1...3 {
      queue.hold(mark)
      try add("\(mark)", to: &queue)
    }
    #expect(queue.sendable == 0)
    queue.release(through: 1)
    #expect(queue.pieces == ["1"])
    queue.release(through: 3)
    #expect(queue.pieces == ["123"])
  }

  @Test("counts as the greater one where two stand in one place")
  func greaterMarkWinsInOnePlace() throws {
    var queue = SendQueue()
    queue.hold(1)
    queue.hold(2)
    try add("x", to: &queue)
    queue.release(through: 1)
    #expect(queue.sendable == 0)
    queue.release(through: 2)
    #expect(queue.sendable == 1)
  }

  @Test("that is released already holds nothing back")
  func earlierReleaseCounts() throws {
    var queue = SendQueue()
    queue.release(through: 5)
    queue.hold(5)
    try add("x", to: &queue)
    #expect(queue.sendable == 1)
    queue.hold(6)
    try add("y", to: &queue)
    #expect(queue.sendable == 1)
  }

  @Test("outlives the draining of what stood before it")
  func markOutlivesDraining() throws {
    var queue = SendQueue()
    try add("x", to: &queue)
    queue.hold(1)
    #expect(queue.write { .sent($0.reduce(0) { $0 + $1.iov_len }) } == .drained)
    try add("y", to: &queue)
    #expect(queue.write { _ in .sent(1) } == .held)
    queue.release(through: 1)
    #expect(queue.write { _ in .sent(1) } == .drained)
  }
}

extension SendQueue {
  /// What may be sent, piece by piece.
  var pieces: [String] {
    var pieces: [String] = []
    forEachSendable {
      pieces.append(String(decoding: $0, as: UTF8.self))
      return true
    }
    return pieces
  }

  /// Takes bytes away as a write would.
  mutating func taking(_ count: Int) -> String {
    let text = pieces.joined().utf8.prefix(count)
    removeFirst(text.count)
    return String(decoding: Array(text), as: UTF8.self)
  }
}
