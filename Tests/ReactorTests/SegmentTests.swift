import Testing

@testable import Reactor

@Suite("A segment")
struct SegmentTests {
  @Test("tells where the bytes lie, and keeps them where they are")
  func bytesStayInPlace() throws {
    let segment = Segment(capacity: 8)
    let place = segment.bytes.baseAddress
    #expect(segment.append([1, 2, 3]) == 0..<3)
    #expect(segment.append([4, 5]) == 3..<5)
    #expect(Array(segment.bytes) == [1, 2, 3, 4, 5])
    #expect(segment.bytes.baseAddress == place)
  }

  @Test("takes what fits exactly, refuses what does not, and is then as before")
  func fullSegmentRefuses() {
    let segment = Segment(capacity: 4)
    #expect(segment.append([1, 2, 3]) != nil)
    #expect(segment.append([4, 5]) == nil)
    #expect(Array(segment.bytes) == [1, 2, 3])
    #expect(segment.append([4]) == 3..<4)
    #expect(segment.append([5]) == nil)
    #expect(segment.append([]) == 4..<4)
  }

  @Test("takes the bytes of a span")
  func spanIsAppended() {
    let segment = Segment()
    let bytes: [UInt8] = [7, 8]
    #expect(segment.append(bytes.span.bytes) == 0..<2)
    #expect(Array(segment.bytes) == [7, 8])
  }
}

@Suite("A segment writer")
struct SegmentWriterTests {
  @Test("fills one segment before it starts the next, which is larger where it must be")
  func writerStartsSegments() {
    var writer = SegmentWriter(capacity: 4)
    let first = writer.append([1, 2, 3])
    let second = writer.append([4])
    let third = writer.append([5, 6, 7, 8, 9])
    let fourth = writer.append([10])
    #expect(first.segment === second.segment)
    #expect(second.from == 3 && second.to == 4)
    #expect(third.segment !== first.segment && third.segment.capacity == 5)
    #expect(fourth.segment !== third.segment && fourth.segment.capacity == 4)
    #expect(Array(third.segment.bytes) == [5, 6, 7, 8, 9])
  }

  @Test("a writer's segment begins anew when nobody else holds it, and only then")
  func rewinding() throws {
    var writer = SegmentWriter(capacity: 8)
    #expect(!writer.hasRoom(for: 1), "there is no segment yet")
    var held: SegmentRange? = writer.append([1, 2, 3])
    #expect(writer.hasRoom(for: 5) && !writer.hasRoom(for: 6))
    writer.rewind()
    #expect(writer.append([4]).from == 3)
    let bytes = held.map { Array($0.segment.bytes) }
    #expect(bytes == [1, 2, 3, 4])
    held = nil
    writer.rewind()
    #expect(writer.hasRoom(for: 8) && writer.current?.count == 0)
    #expect(writer.append([5]).from == 0)
  }

  @Test("a segment that was made for something large is not used again")
  func rewindingLarge() {
    var writer = SegmentWriter(capacity: 8)
    _ = writer.append([UInt8](repeating: 1, count: 9))
    writer.rewind()
    #expect(writer.current == nil)
    #expect(writer.append([2]).segment.capacity == 8)
  }
}
