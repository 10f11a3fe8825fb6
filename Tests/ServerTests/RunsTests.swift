import Testing

@testable import Server

@Suite("Runs of bytes in a lane")
struct RunsTests {
  private func run(_ place: Range<UInt32>, lane: Int = 3, isUrgent: Bool = true) -> Run {
    Run(place, behind: 100, lane: lane, isUrgent: isUrgent)
  }

  @Test("what stands right behind a run makes it longer")
  func extending() {
    var own = run(0..<10)
    #expect(own.lane == 3 && own.from == 100 && own.count == 10)
    let isLonger = own.extend(by: run(10..<25))
    #expect(isLonger && own.from == 100 && own.to == 125 && own.count == 25)
  }

  @Test("what stands elsewhere, in another lane, or is not as urgent does not")
  func apart() {
    for other in [run(11..<20), run(9..<20), run(10..<20, lane: 4), run(10..<20, isUrgent: false)] {
      var own = run(0..<10)
      let isLonger = own.extend(by: other)
      #expect(!isLonger && own.count == 10)
    }
  }

  @Test("urgency is no part of the lane")
  func urgency() {
    var waiting = run(0..<10, lane: 8, isUrgent: false)
    #expect(waiting.lane == 8 && !waiting.isUrgent)
    waiting.isUrgent = true
    #expect(waiting.lane == 8 && waiting.isUrgent)
  }

  @Test("a slot has none before its first bytes, after they were taken, and when it is given again")
  func slots() {
    var runs = Runs()
    runs.open(2)
    #expect(runs[2].lane == nil && runs[0].lane == nil && runs[2].count == 0)
    let nothing = Run(0..<10, behind: 0, lane: 0)
    let isLongerByNothing = runs.extend(2, by: nothing)
    #expect(!isLongerByNothing, "no run is there to be longer")
    runs[2] = run(0..<10)
    let isLonger = runs.extend(2, by: run(10..<20))
    let taken = runs.take(2)
    #expect(isLonger && taken.count == 20 && runs[2].lane == nil)
    runs[2] = run(0..<10)
    runs.open(2)
    #expect(runs[2].lane == nil)
  }
}
