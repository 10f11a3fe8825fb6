import Testing

@testable import Pipe

@Suite("The brake on commands that go on answering each other")
struct CommandBrakeTests {
  /// A run of commands that take 50 ms each, at most eight at once, in milliseconds that no clock counts.
  private struct Play {
    var brake = CommandBrake()
    var waiting = 0
    var ended: [Int64] = []
    var starts: [Int64] = []
    var isTold = false
    private var running: [Int64] = []
    private var coming: [(at: Int64, count: Int)] = []

    /// So many messages come at that time.
    mutating func come(_ count: Int, at time: Int64) { coming.append((time, count)) }

    /// Goes on up to that time; each command is followed by so many messages, that long after its end.
    mutating func go(until end: Int64, answers: Int = 0, after delay: Int64 = 5) {
      for now in stride(from: 0, through: end, by: 5) {
        for _ in running.filter({ $0 <= now }) where answers > 0 { come(answers, at: now + delay) }
        running.removeAll { $0 <= now }
        for arrival in coming where arrival.at <= now {
          for _ in 0..<arrival.count { brake.noteMessage(now) }
          waiting += arrival.count
        }
        coming.removeAll { $0.at <= now }
        while waiting > 0, running.count < 8, brake.ask(isFull: waiting >= 10_000, now) == 0 {
          waiting -= 1
          running.append(now + 50)
          starts.append(now)
        }
        if waiting > 0, running.count < 8 { isTold = brake.tells(now) || isTold }
      }
    }

    func starts(from beginning: Int64, to end: Int64) -> Int {
      starts.count { $0 >= beginning && $0 < end }
    }
  }

  @Test(
    "holds a loop to ten in a second, however many messages began it, however it branches, however slow it is",
    arguments: [
      (1, 1, 5), (8, 1, 5), (100, 1, 5), (1000, 1, 5), (1, 2, 5), (1, 3, 500), (50, 10, 5), (500, 1, 1500),
    ] as [(Int, Int, Int64)])
  func loop(seeds: Int, answers: Int, delay: Int64) {
    var play = Play()
    play.come(seeds, at: 0)
    play.go(until: 120_000, answers: answers, after: delay)
    // What began it is run, and what is allowed once.
    #expect(play.starts(from: 0, to: 60_000) <= seeds + 300 + 600)
    #expect(play.starts(from: 60_000, to: 120_000) <= 700)
    #expect(play.isTold == (play.starts(from: 0, to: 60_000) > 400))
  }

  @Test("hardly keeps thousands back that come at once, and does not speak of a loop")
  func crowd() {
    var play = Play()
    play.come(2500, at: 0)
    play.come(2500, at: 400)
    play.go(until: 40_000)
    #expect(play.waiting == 0)
    // Eight at once, 50 ms each.
    #expect((play.starts.last ?? 0) < 5000 / 8 * 50 + 3000)
    #expect(!play.isTold)
  }

  @Test("does not keep back what comes now and then, up to ten in a second")
  func trickle() {
    var play = Play()
    for number in 0..<900 { play.come(1, at: Int64(number) * 100) }
    play.go(until: 91_000)
    #expect(play.starts == (0..<900).map { Int64($0) * 100 })
    #expect(!play.isTold)
  }

  @Test("is told again after a minute, and not before")
  func told() {
    var brake = CommandBrake(most: 4)
    var told: [Int64] = []
    for now in stride(from: 0, through: 130_000 as Int64, by: 5) {
      if brake.ask(isFull: false, now) == 0 { brake.noteMessage(now) }
      if brake.tells(now) { told.append(now) }
    }
    #expect(told.count == 3)
    #expect(zip(told, told.dropFirst()).allSatisfy { $1 - $0 >= 60_000 })
  }
}
