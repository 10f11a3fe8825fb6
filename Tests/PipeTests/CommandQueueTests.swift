import Client
import Testing
import Wire

@testable import Pipe

@Suite("The messages that wait for their command")
struct CommandQueueTests {
  private func job(_ text: String) -> CommandJob {
    CommandJob(Record(.message, time: Timestamp(milliseconds: 0), text: Array(text.utf8)))
  }

  @Test("come out in the order in which they came in, each once")
  func order() {
    var queue = CommandQueue()
    var (came, left) = (0, 0)
    // The queue grows and shrinks, and is empty now and then.
    for step in [3, -1, 5, -7, 0, 100, -60, 10, -50, 1, -1] {
      for _ in 0..<max(0, step) {
        queue.append(job("\(came)"))
        came += 1
      }
      for _ in 0..<max(0, -step) {
        #expect(queue.next()?.record.text == Array("\(left)".utf8))
        left += 1
      }
      #expect(queue.count == came - left)
      #expect(queue.isEmpty == (came == left))
    }
    #expect(queue.next() == nil)
  }

  @Test("fill it by their number, and one that leaves makes room")
  func number() {
    var queue = CommandQueue()
    for _ in 1..<CommandQueue.mostMessages { queue.append(job("x")) }
    #expect(!queue.isFull)
    queue.append(job("x"))
    #expect(queue.isFull)
    #expect(queue.count == 10_000)
    _ = queue.next()
    #expect(!queue.isFull)
  }

  @Test("fill it by their bytes, too")
  func bytes() {
    var queue = CommandQueue()
    let quarter = String(repeating: "x", count: CommandQueue.mostBytes / 4)
    for _ in 1...3 { queue.append(job(quarter)) }
    #expect(!queue.isFull)
    queue.append(job(quarter))
    #expect(queue.isFull)
    _ = queue.next()
    #expect(!queue.isFull)
  }
}
