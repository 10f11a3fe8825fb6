import Glibc
import Testing

@testable import Reactor

@Suite("Calls in threads of their own")
struct WorkerTests {
  /// So many answers, or what has come of them in time.
  private func awaitAnswers(_ count: Int, of worker: Worker<Int>) -> [Int] {
    var answers: [Int] = []
    while answers.count < count {
      guard waitFor(POLLIN, on: worker.descriptor) else { break }
      answers += worker.takeAnswers()
    }
    return answers
  }

  @Test("one thread answers in the order of the calls")
  func order() throws {
    let worker = try Worker<Int>(threads: 1, capacity: 1000)
    for number in 0..<1000 { #expect(worker.make { number }) }
    #expect(awaitAnswers(1000, of: worker) == Array(0..<1000))
    #expect(System.state(of: worker.descriptor, events: POLLIN) == 0)
  }

  @Test("another thread answers while one is blocked")
  func twoThreads() throws {
    let gate = try CountingSemaphore()
    let worker = try Worker<Int>(threads: 2, capacity: 10)
    #expect(
      worker.make {
        gate.wait()
        return 1
      })
    #expect(worker.make { 2 })
    #expect(awaitAnswers(1, of: worker) == [2])
    gate.signal()
    #expect(awaitAnswers(1, of: worker) == [1])
  }

  @Test("a call for which there is no room is not made; taking answers makes room")
  func bound() throws {
    let worker = try Worker<Int>(threads: 1, capacity: 2)
    #expect(worker.make { 1 })
    #expect(worker.make { 2 })
    #expect(!worker.make { 3 })
    #expect(awaitAnswers(2, of: worker) == [1, 2])
    #expect(worker.make { 4 })
    #expect(awaitAnswers(1, of: worker) == [4])
  }

  @Test("its threads end when nobody holds it any more, also one that is busy then")
  func end() throws {
    let gate = try CountingSemaphore()
    let entered = try CountingSemaphore()
    var worker: Worker<Int>? = try Worker<Int>(threads: 2, capacity: 10)
    // The threads hold the only other references to the event, whose copy shows when the last has ended.
    let event = FileDescriptor(owning: dup(worker?.descriptor ?? -1))
    #expect(
      worker?.make {
        entered.signal()
        gate.wait()
        return 1
      } == true)
    entered.wait()
    worker = nil
    gate.signal()
    // An answer that nobody takes is put all the same.
    #expect(waitFor(POLLIN, on: event.rawValue))
  }
}
