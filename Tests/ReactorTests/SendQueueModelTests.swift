import Glibc
import TestSupport
import Testing

@testable import Reactor

/// What a send queue means, written plainly: every byte with its segment, and the marks among them.
private struct Model {
  var bytes: [(byte: UInt8, segment: ObjectIdentifier, capacity: Int, mark: UInt64)] = []
  var released: UInt64 = 0
  var mark: UInt64 = 0

  var sendable: Int { bytes.firstIndex { $0.mark > released } ?? bytes.count }

  var keptAlive: Int {
    Dictionary(bytes.map { ($0.segment, $0.capacity) }, uniquingKeysWith: { first, _ in first })
      .values.reduce(0, +)
  }
}

/// A queue and its model, to which the same is done.
private struct Run: ~Copyable {
  var queue = SendQueue()
  var model = Model()
  var random: SeededGenerator
  var segments: [Segment] = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    segments = (0..<3).map { _ in Segment(capacity: 64) }
  }

  mutating func step() {
    switch Int.random(in: 0..<10, using: &random) {
    case 0...4: append()
    case 5: hold()
    case 6: release()
    default: write()
    }
    check()
  }

  private mutating func append() {
    let index = Int.random(in: 0..<3, using: &random)
    let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    if segments[index].append(bytes) == nil {
      segments[index] = Segment(capacity: 64)
      _ = segments[index].append(bytes)
    }
    let segment = segments[index]
    queue.append(segment, from: UInt32(segment.count - bytes.count), to: UInt32(segment.count))
    model.bytes += bytes.map { ($0, ObjectIdentifier(segment), segment.capacity, model.mark) }
  }

  private mutating func hold() {
    model.mark += UInt64.random(in: 0...2, using: &random)
    queue.hold(model.mark)
  }

  private mutating func release() {
    let mark = UInt64.random(in: 0...(model.mark + 1), using: &random)
    // A mark that is set later than its release holds nothing back, so none is released before it is set.
    model.released = max(model.released, min(mark, model.mark))
    queue.release(through: min(mark, model.mark))
  }

  private mutating func write() {
    let limit = Int.random(in: 1...50, using: &random)
    var written: [UInt8] = []
    let outcome = queue.write { pieces in
      let offered = pieces.flatMap { Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len)) }
      let taken = offered.prefix(limit - written.count)
      if taken.isEmpty { return .wouldBlock }
      written += taken
      return .sent(taken.count)
    }
    let sent = min(limit, model.sendable)
    let isBlocked = model.sendable > sent
    #expect(written == model.bytes.prefix(sent).map(\.byte))
    model.bytes.removeFirst(sent)
    #expect(outcome == (isBlocked ? .blocked : model.bytes.isEmpty ? .drained : .held))
  }

  private func check() {
    #expect(queue.count == model.bytes.count)
    #expect(queue.sendable == model.sendable)
    #expect(queue.keptAlive == model.keptAlive)
    #expect(queue.isEmpty == model.bytes.isEmpty)
  }
}

@Suite("A send queue, against a model")
struct SendQueueModelTests {
  @Test("sends the same bytes under random appends, marks, releases and short writes", arguments: 1...20)
  func agreesWithModel(seed: UInt64) {
    var run = Run(seed: seed)
    for _ in 0..<500 { run.step() }
  }
}
