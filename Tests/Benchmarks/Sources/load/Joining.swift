/// Clients that join the room, so many at once. It is done when each knows of its own JOIN and of all that came later.
struct Joining: Listener {
  private let wanted: Int
  private let atOnce: Int
  private var begun = 0
  private var joined = 0
  private var told = 0

  init(of wanted: Int, atOnce: Int) {
    self.wanted = wanted
    self.atOnce = atOnce
  }

  /// How often a JOIN is told if each goes to those who are there and to the one who comes.
  private var isDone: Bool { joined == wanted && told == wanted * (wanted + 1) / 2 }

  mutating func run(_ crowd: Crowd, until deadline: Int64) throws(Failure) {
    while !isDone {
      while begun < wanted && begun - joined < atOnce {
        try crowd.send("JOIN #bench", from: begun)
        begun += 1
      }
      try crowd.turn(&self)
      if Time.now > deadline {
        throw Failure("only \(joined) of \(wanted) clients could join, \(told) JOINs were told", exitCode: 75)
      }
    }
  }

  mutating func line(_ line: Line, by client: Int, of crowd: Crowd) throws(Failure) {
    switch line.verb {
    case Verb.join: told += 1
    case Verb.joined: joined += 1
    default: break
    }
  }
}
