import Reactor
import Testing

@testable import Pipe

@Suite("The clock that stands while nobody listens to the server")
struct PausableClockTests {
  /// Lets some milliseconds pass.
  private func pass() {
    let start = Clock.monotonicMilliseconds()
    while Clock.monotonicMilliseconds() < start + 3 {}
  }

  @Test("goes with the monotonic clock until it stands")
  func goes() {
    let clock = PausableClock()
    let before = Clock.monotonicMilliseconds()
    let now = clock.now
    #expect((before...Clock.monotonicMilliseconds()).contains(now))
  }

  @Test("forgets time, but for what passes while it stands")
  func forgets() {
    var clock = PausableClock()
    let before = clock.now
    clock.forget(1000)
    #expect((before - 1000..<before).contains(clock.now))
    clock.isPaused = true
    let stopped = clock.now
    clock.forget(1000)
    clock.isPaused = false
    #expect(clock.now >= stopped)
  }

  @Test("stands, goes on where it stood, and stays behind by what it lost")
  func stands() {
    var clock = PausableClock()
    for _ in 1...2 {
      clock.isPaused = true
      #expect(clock.isPaused)
      let stopped = clock.now
      pass()
      clock.isPaused = true
      #expect(clock.now == stopped)
      let behind = Clock.monotonicMilliseconds() - stopped
      clock.isPaused = false
      #expect(!clock.isPaused)
      #expect(clock.now >= stopped)
      let difference = Clock.monotonicMilliseconds() - clock.now
      #expect(difference >= behind)
      pass()
      #expect(clock.now > stopped)
    }
  }
}
