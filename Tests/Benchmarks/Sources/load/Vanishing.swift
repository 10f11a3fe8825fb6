import CLoad
import Glibc

/// Members of a room of whom all but the first few end their connections at once, without a word. It is over when each
/// who stays has been told of each who went.
struct Vanishing: Listener {
  private let leaving: Range<Int>
  private var told = 0

  /// - Parameters:
  ///   - count: How many are in the room.
  ///   - staying: How many of them stay.
  init(from count: Int, staying: Int) {
    leaving = min(staying, count)..<count
  }

  /// Ends the connections: one by one, or all with the process that has them.
  func begin(_ crowd: Crowd, killed: Bool) throws(Failure) {
    let holder = killed ? load_holder() : 0
    if holder < 0 { throw Failure("no process can be started: \(String(cString: strerror(errno)))") }
    for client in leaving { crowd.close(client) }
    if killed {
      kill(holder, SIGKILL)
      waitpid(holder, nil, 0)
    }
  }

  mutating func run(_ crowd: Crowd, until deadline: Int64) throws(Failure) {
    while told < leaving.count * leaving.lowerBound {
      try crowd.turn(&self)
      if Time.now > deadline {
        throw Failure("of \(leaving.count) who vanished \(told) QUITs were told", exitCode: 75)
      }
    }
  }

  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) {
    if line.verb == Verb.quit { told += 1 }
  }
}
