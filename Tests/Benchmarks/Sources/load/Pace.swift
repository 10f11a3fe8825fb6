import CLoad
import Glibc

/// The first client writes at a fixed rate, however slow the server is; measured is how long each delivery took,
/// from before the write to after the read.
struct Pace: Listener {
  private var conversation: Conversation
  private var sentAt: [Int64] = []
  private(set) var latencies = Latencies()
  private let interval: Int64
  private var burst: Burst?
  /// When the server closed the connection of the one who had stopped reading, as the others are told.
  private(set) var closedAt: Int64?

  init(_ conversation: Conversation, perSecond rate: Int, with burst: Burst?) {
    self.conversation = conversation
    self.burst = burst
    interval = 1_000_000_000 / Int64(rate)
  }

  mutating func run(_ crowd: Crowd, until end: Int64) throws(Failure) {
    let metronome = load_metronome(Int(interval))
    crowd.watch(metronome)
    var beats: UInt64 = 0
    while Time.now < end {
      if read(metronome, &beats, 8) == 8 {
        sentAt.append(Time.now)
        try conversation.send(1, from: 0, crowd)
        try burst?.write(crowd)
      }
      try crowd.turn(&self)
    }
    while conversation.deliveries < sentAt.count * conversation.readers {
      if Time.now > end + Time.nanoseconds(20) { throw Failure("deliveries are lost") }
      try crowd.turn(&self)
    }
    close(metronome)
    latencies.sort()
  }

  mutating func message(from sender: Int, sequence: UInt32, by client: Int, of crowd: Crowd) throws(Failure) {
    try conversation.message(from: sender, sequence: sequence, by: client, of: crowd)
    // Whoever is sent a burst at the same time waits for that.
    if client != burst?.receiver { latencies.add(crowd.readAt - sentAt[Int(sequence)]) }
  }

  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) {
    if closedAt == nil, line.verb == Verb.quit { closedAt = Time.now }
  }

  var deliveries: Int { conversation.deliveries }
}
