import TestSupport
import Testing

@testable import Reactor

@Suite("A first-in first-out queue")
struct FifoTests {
  private final class Thing {}

  @Test("lets go of an element when it is taken, while others stay")
  func takenElementsAreReleased() {
    var fifo = Fifo<Thing>()
    weak var first: Thing?
    do {
      let thing = Thing()
      first = thing
      fifo.append(thing)
    }
    fifo.append(Thing())
    #expect(first != nil)
    fifo.removeFirst()
    #expect(first == nil)
    #expect(fifo.count == 1)
  }

  @Test("agrees with an array through growing and shrinking", arguments: 1...5)
  func agreesWithArray(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var fifo = Fifo<Int>()
    var array: [Int] = []
    for step in 0..<3000 {
      let grows = step / 500 % 2 == 0
      if Int.random(in: 0..<10, using: &random) < (grows ? 7 : 3) {
        fifo.append(step)
        array.append(step)
      } else if !array.isEmpty {
        fifo.removeFirst()
        array.removeFirst()
      }
      #expect(fifo.count == array.count && fifo.isEmpty == array.isEmpty)
      #expect(fifo.first == array.first && fifo.last == array.last)
      if let middle = array.indices.randomElement(using: &random) { #expect(fifo[middle] == array[middle]) }
    }
  }
}
