import Glibc
import StreamTestSupport
import Testing

@testable import Reactor

/// Both ends of a connection, as streams.
private final class StreamPair {
  let near: ByteStream
  let far: ByteStream

  // What the testing library's macros look at has to be copyable, which a stream is not.
  var isNearUnsent: Bool { near.hasUnsentBytes }
  var isFarHolding: Bool { far.holdsBytes }

  /// - Parameter isMasked: Whether the bytes pass through a ``MaskingLayer`` at both ends.
  init(isMasked: Bool) throws {
    let numbers = try Ends.freePair()
    near = ByteStream(over: FileDescriptor(owning: numbers.0), through: isMasked ? MaskingLayer() : nil)
    far = ByteStream(over: FileDescriptor(owning: numbers.1), through: isMasked ? MaskingLayer() : nil)
    // Each hears what the other has said before.
    for _ in 0..<2 { _ = (near.shakeHands(), far.shakeHands()) }
  }

  /// What can be read at the far end now.
  func readFar() -> (bytes: [UInt8], last: ReadOutcome) {
    let scratch = ReadScratch()
    var bytes: [UInt8] = []
    while true {
      let outcome = far.read(into: scratch.bytes)
      guard case .bytes(let count) = outcome else { return (bytes, outcome) }
      bytes += scratch.bytes[..<count]
    }
  }
}

@Suite("A connection as bytes, plain and through a layer")
struct ByteStreamTests {
  private func queue(of bytes: [UInt8]) -> SendQueue {
    var writer = SegmentWriter()
    var queue = SendQueue()
    queue.append(writer.append(bytes))
    return queue
  }

  @Test("brings every byte in order, and the end behind the last", arguments: [false, true])
  func everything(isMasked: Bool) throws {
    let pair = try StreamPair(isMasked: isMasked)
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 251) }
    var queue = queue(of: bytes)
    var received: [UInt8] = []
    while true {
      let outcome = pair.near.write(&queue)
      // Who hears that all is sent may end the writing: nothing is left behind in a layer then.
      if outcome == .drained { break }
      try #require(outcome == .blocked)
      received += pair.readFar().bytes
    }
    #expect(queue.isEmpty && !pair.isNearUnsent)
    pair.near.endWriting()
    let (rest, last) = pair.readFar()
    #expect(received + rest == bytes)
    #expect(last == .endOfFile)
  }

  @Test("sends nothing that is behind a mark", arguments: [false, true])
  func marks(isMasked: Bool) throws {
    let pair = try StreamPair(isMasked: isMasked)
    var writer = SegmentWriter()
    var queue = SendQueue()
    queue.append(writer.append(Array("free".utf8)))
    queue.hold(1)
    queue.append(writer.append(Array("held".utf8)))
    #expect(pair.near.write(&queue) == .held)
    #expect(pair.readFar().bytes == Array("free".utf8))
    queue.release(through: 1)
    #expect(pair.near.write(&queue) == .drained)
    #expect(pair.readFar().bytes == Array("held".utf8))
  }

  @Test("is watched for what its user wants, and for what its layer waits for beside it")
  func interest() throws {
    let plain = try StreamPair(isMasked: false)
    #expect(plain.near.interest(reads: true, writes: false) == .read)
    #expect(plain.near.interest(reads: false, writes: true) == .write)
    #expect(plain.near.interest(reads: false, writes: false) == [])
    #expect(plain.near.interest(reads: true, writes: true) == [.read, .write])
    let masked = try StreamPair(isMasked: true)
    #expect(masked.near.interest(reads: true, writes: false) == .read)
    // Bytes that a layer took and the socket did not.
    var queue = queue(of: [UInt8](repeating: 7, count: 4_000_000))
    while pair(masked, takesFrom: &queue) {}
    #expect(masked.isNearUnsent)
    #expect(masked.near.interest(reads: true, writes: false) == [.read, .write])
    #expect(masked.near.interest(reads: false, writes: false) == .write)
  }

  /// Whether a write has made the queue shorter.
  private func pair(_ pair: StreamPair, takesFrom queue: inout SendQueue) -> Bool {
    let before = queue.count
    return pair.near.write(&queue) == .blocked && queue.count < before
  }

  @Test("tells of bytes that it holds though the descriptor is not readable")
  func heldBytes() throws {
    let pair = try StreamPair(isMasked: true)
    let scratch = ReadScratch()
    for _ in 0..<3 {
      var queue = queue(of: [UInt8](repeating: 7, count: 100))
      #expect(pair.near.write(&queue) == .drained)
    }
    #expect(!pair.isFarHolding)
    for expected in [true, true, false] {
      #expect(pair.far.read(into: scratch.bytes) == .bytes(100))
      #expect(System.state(of: pair.far.descriptor, events: POLLIN) == 0)
      #expect(pair.isFarHolding == expected)
    }
    #expect(pair.far.read(into: scratch.bytes) == .wouldBlock)
  }

  @Test("a plain stream has no handshake to make; a layer's goes on as the peer's words come, or fails")
  func handshake() throws {
    let plain = try Ends.socketPair()
    #expect(ByteStream(over: FileDescriptor(owning: dup(plain.reader))).shakeHands() == .done)
    for (words, outcome) in [(["HEL", "LO\n"], Handshake.done), (["HE", "Y"], .failed("no hello"))] {
      let ends = try Ends.socketPair()
      let stream = ByteStream(over: FileDescriptor(owning: dup(ends.reader)), through: MaskingLayer())
      #expect(stream.shakeHands() == .inProgress)
      for (index, word) in words.enumerated() {
        #expect(send(ends.writer, word, word.utf8.count, 0) == word.utf8.count)
        #expect(stream.shakeHands() == (index == words.count - 1 ? outcome : .inProgress))
      }
    }
  }

  @Test("says that the peer is gone, whether it reads or writes", arguments: [false, true])
  func peerGone(isMasked: Bool) throws {
    let ends = try Ends.socketPair()
    let stream = ByteStream(
      over: FileDescriptor(owning: dup(ends.writer)), through: isMasked ? MaskingLayer() : nil)
    ends.closeReader()
    var queue = queue(of: [1, 2, 3])
    #expect(stream.write(&queue) == .failed(SystemError(errno: EPIPE, operation: "send")))
    let scratch = ReadScratch()
    #expect(stream.read(into: scratch.bytes) == .endOfFile)
  }
}
