import CLoad
import Glibc

/// One client that asks for a PONG at a fixed rate, and how long each took: what the server is worth to those who are
/// not concerned with what others do to it.
struct Probe: Listener {
  private var askedAt: Int64?
  private(set) var latencies = Latencies()
  private let interval: Int64

  init(perSecond rate: Int) {
    interval = 1_000_000_000 / Int64(rate)
  }

  mutating func run(_ crowd: Crowd, until end: Int64) throws(Failure) {
    let metronome = load_metronome(Int(interval))
    crowd.watch(metronome)
    var beats: UInt64 = 0
    while Time.now < end {
      // While an answer is awaited nothing is asked: a time in which many would have been counts as one.
      if read(metronome, &beats, 8) == 8, askedAt == nil {
        askedAt = Time.now
        try crowd.send("PING probe", from: 0)
      }
      try crowd.turn(&self)
    }
    // One that is not answered yet took at least so long.
    if let askedAt { latencies.add(Time.now - askedAt) }
    close(metronome)
    latencies.sort()
  }

  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) {
    guard line.verb == Verb.pong, let askedAt else { return }
    latencies.add(crowd.readAt - askedAt)
    self.askedAt = nil
  }
}
