import CLoad
import Glibc

/// One client says a line so many times, and waits until all of it is answered.
struct Repetition: Listener {
  private let client: Int
  private let bytes: [UInt8]
  private var isAnswered = false

  init(of line: String, times: Int, by client: Int) {
    self.client = client
    bytes = Array((String(repeating: line + "\r\n", count: times) + "PING all-said\r\n").utf8)
  }

  mutating func run(_ crowd: Crowd, until deadline: Int64) throws(Failure) {
    var place = 0
    while !isAnswered {
      if place < bytes.count {
        let rest = bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[place...]) }
        place += try crowd.sendSome(rest, from: client)
      }
      try crowd.turn(&self, milliseconds: place < bytes.count ? 1 : 100)
      if Time.now > deadline { throw Failure("the last line was not answered in time", exitCode: 75) }
    }
  }

  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) {
    if client == self.client, line.verb == Verb.pong, line.text.hasSuffix("all-said") { isAnswered = true }
  }
}
