import Client
import Glibc
import Reactor
import StreamTestSupport
import Testing

@testable import Pipe

@Suite("A client's connection to its server")
struct ServerConnectionTests {
  /// A connection through a layer to an end that a test holds, which has said hello.
  private func connection() throws -> (connection: ServerConnection, poller: Poller, peer: Int32) {
    var numbers: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    try #require(socketpair(AF_UNIX, kind, 0, &numbers) == 0)
    try #require(write(numbers[1], MaskingLayer.hello, MaskingLayer.hello.count) == MaskingLayer.hello.count)
    let stream = ByteStream(over: FileDescriptor(owning: numbers[0]), through: MaskingLayer(portion: 4))
    #expect(stream.shakeHands() == .done)
    let poller = try Poller()
    let connection = ServerConnection(to: nil, timeout: 1000, poller: poller)
    connection.open(stream)
    return (connection, poller, numbers[1])
  }

  @Test("tells of bytes that its stream holds while it is listened to")
  func heldBytes() throws {
    let (connection, poller, peer) = try connection()
    defer { close(peer) }
    let bytes = MaskingLayer.mask(Array("eight by".utf8))
    #expect(write(peer, bytes, bytes.count) == bytes.count)
    try connection.watch(reads: true)
    #expect(!connection.holdsBytes)
    #expect(try poller.wait(timeoutMilliseconds: 10_000) { _ in } == 1)
    let scratch = ReadScratch()
    guard case .bytes(4) = connection.read(into: scratch) else {
      Issue.record("nothing was read")
      return
    }
    #expect(connection.holdsBytes)
    try connection.watch(reads: false)
    #expect(!connection.holdsBytes)
    try connection.watch(reads: true)
    #expect(connection.holdsBytes)
  }

  @Test("has sent nothing until its stream has sent it")
  func unsentBytes() throws {
    let (connection, _, peer) = try connection()
    defer { close(peer) }
    connection.append(Array("hello".utf8))
    #expect(connection.pending == 5)
    connection.flush()
    #expect(connection.pending == 1)
    connection.flush()
    #expect(connection.pending == 0)
    connection.close()
    #expect(!connection.isOpen)
  }
}
