import Glibc
import Reactor
import Relay
import Testing

@testable import Server

@Suite("Whose turn a handshake is")
struct HandshakeQueueTests {
  @Test("those that are under way come before those that are not, else who came first is first")
  func order() {
    var queue = HandshakeQueue()
    let ids = (0..<6).map { SessionID(slot: $0, generation: 0) }
    queue.append(ids[0], hasBegun: false)
    queue.append(ids[1], hasBegun: false)
    queue.append(ids[2], hasBegun: true)
    #expect(queue.next() == ids[2])
    #expect(queue.next() == ids[0])
    queue.append(ids[3], hasBegun: true)
    queue.append(ids[4], hasBegun: true)
    queue.append(ids[5], hasBegun: false)
    #expect([queue.next(), queue.next(), queue.next(), queue.next()] == [ids[3], ids[4], ids[1], ids[5]])
    #expect(queue.isEmpty && queue.next() == nil)
  }

  @Test("after more than some, what they needed is given back once no more come")
  func settling() {
    var queue = HandshakeQueue()
    for number in 0..<15 { queue.noteDone(at: Int64(number)) }
    #expect(queue.settlesAt == .max)
    queue.noteDone(at: 15)
    #expect(queue.settlesAt == 1015)
    queue.noteDone(at: 900)
    #expect(queue.settlesAt == 1900 && queue.done == 17)
    queue.settle()
    #expect(queue.settlesAt == .max && queue.done == 0)
  }
}
