import TestSupport
import Testing

@testable import Reactor

@Suite("A timer queue")
struct TimerQueueTests {
  @Test("has nothing due when it is empty")
  func emptyQueueHasNothingDue() {
    var timers = TimerQueue()
    #expect(timers.nextDeadline == nil)
    #expect(timers.popDue(now: .max) == nil)
  }

  @Test("hands out what is due at its time, and not before")
  func tokensComeAtTheirTime() {
    var timers = TimerQueue()
    timers.schedule(at: 100, token: 1)
    #expect(timers.nextDeadline == 100)
    #expect(timers.popDue(now: 99) == nil)
    #expect(timers.popDue(now: 100) == 1)
    #expect(timers.popDue(now: 100) == nil)
  }

  @Test("hands out equal times in the order of scheduling")
  func equalTimesKeepTheirOrder() {
    var timers = TimerQueue()
    for token: UInt64 in 0..<50 { timers.schedule(at: 5, token: token) }
    #expect((0..<50).map { _ in timers.popDue(now: 5) } == (0..<50).map { UInt64($0) })
  }

  @Test("hands out any times in order", arguments: 1...10)
  func timesComeInOrder(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var timers = TimerQueue()
    let deadlines = (0..<200).map { _ in Int64.random(in: -20...20, using: &random) }
    for (token, deadline) in deadlines.enumerated() { timers.schedule(at: deadline, token: UInt64(token)) }
    let expected = deadlines.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }
    for (token, deadline) in expected {
      #expect(timers.nextDeadline == deadline)
      #expect(timers.popDue(now: 20) == UInt64(token))
    }
    #expect(timers.count == 0)
  }
}
