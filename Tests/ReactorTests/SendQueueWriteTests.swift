import Glibc
import Testing

@testable import Reactor

@Suite("Writing a send queue")
struct SendQueueWriteTests {
  /// A queue with so many ranges of one byte each, none following the other.
  private func queue(ofRanges count: Int) throws -> SendQueue {
    let segments = [Segment(), Segment()]
    var queue = SendQueue()
    for index in 0..<count {
      let range = try #require(segments[index % 2].append([UInt8(truncatingIfNeeded: index)]))
      queue.append(segments[index % 2], from: range.lowerBound, to: range.upperBound)
    }
    return queue
  }

  private func queue(of bytes: [UInt8]) -> SendQueue {
    var writer = SegmentWriter()
    var queue = SendQueue()
    queue.append(writer.append(bytes))
    return queue
  }

  @Test("waits for the socket after a short write, without trying again")
  func shortWriteLeadsToWaitingForWritable() throws {
    var queue = try queue(ofRanges: 10)
    var calls = 0
    let outcome = queue.write { _ in
      calls += 1
      return .sent(4)
    }
    #expect(outcome == .blocked)
    #expect(calls == 1)
    #expect(queue.count == 6)
  }

  @Test("changes nothing when the socket takes nothing")
  func wouldBlockLeavesQueueAlone() throws {
    var queue = try queue(ofRanges: 3)
    #expect(queue.write { _ in .wouldBlock } == .blocked)
    #expect(queue.count == 3)
  }

  @Test("changes nothing when the connection has failed")
  func failureLeavesQueueAlone() throws {
    let error = SystemError(errno: ECONNRESET, operation: "sendmsg")
    var queue = try queue(ofRanges: 3)
    #expect(queue.write { _ in .failed(error) } == .failed(error))
    #expect(queue.count == 3)
  }

  @Test("takes as many calls as the pieces need")
  func manyPiecesTakeSeveralCalls() throws {
    var queue = try queue(ofRanges: 150)
    var calls: [Int] = []
    let outcome = queue.write { pieces in
      calls.append(pieces.count)
      return .sent(pieces.count)
    }
    #expect(outcome == .drained)
    #expect(calls == [64, 64, 22])
  }

  @Test("leaves off after sixteen calls, so that other connections have their turn")
  func writingIsBounded() throws {
    var queue = try queue(ofRanges: 20 * 64)
    var calls = 0
    let outcome = queue.write { pieces in
      calls += 1
      return .sent(pieces.count)
    }
    #expect(outcome == .blocked)
    #expect(calls == 16)
    #expect(queue.count == 4 * 64)
  }

  @Test("makes no call while nothing may be sent")
  func heldQueueMakesNoCall() {
    var queue = SendQueue()
    #expect(queue.write(to: -1) == .drained)
    queue.hold(1)
    queue.append(SegmentWriter.range(of: [1]))
    #expect(queue.write(to: -1) == .held)
  }

  @Test("brings every byte over a real socket, in order, through many short writes")
  func realSocketGetsEverything() throws {
    let ends = try Ends.socketPair()
    let bytes = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
    var queue = queue(of: bytes)
    var received: [UInt8] = []
    var blocked = 0
    while queue.write(to: ends.writer) == .blocked {
      blocked += 1
      received += readAvailable(ends.reader)
      #expect(waitFor(POLLOUT, on: ends.writer))
    }
    received += readAvailable(ends.reader)
    #expect(blocked > 0)
    #expect(received == bytes)
  }

  @Test("does not wait on a socket that is blocking")
  func blockingSocketDoesNotBlock() throws {
    let ends = try Ends.socketPair()
    _ = fcntl(ends.writer, F_SETFL, 0)
    var queue = queue(of: [UInt8](repeating: 0, count: 8_000_000))
    #expect(queue.write(to: ends.writer) == .blocked)
  }

  @Test("says that the peer is gone, and lives on")
  func peerGoneIsAnError() throws {
    let ends = try Ends.socketPair()
    ends.closeReader()
    var queue = queue(of: [1, 2, 3])
    #expect(queue.write(to: ends.writer) == .failed(SystemError(errno: EPIPE, operation: "send")))
  }
}

extension SegmentWriter {
  static func range(of bytes: [UInt8]) -> SegmentRange {
    var writer = SegmentWriter()
    return writer.append(bytes)
  }
}
