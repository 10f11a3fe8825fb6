/// How a session leaves: no more lines come, and what was sent is to be answered first.
struct Leaving: Equatable, Sendable {
  /// How long to stay once all is answered.
  private enum Linger: Equatable {
    case none
    /// In milliseconds.
    case pending(Int64)
    /// On the monotonic clock.
    case until(Int64)
  }

  /// What it says to the others.
  let farewell: [UInt8]
  /// When a person who wants to leave waits for answers no longer, on the monotonic clock.
  private(set) var deadline: Int64?
  private var linger: Linger

  /// - Parameter linger: How long to stay once all is answered, in milliseconds.
  init(farewell: [UInt8], linger: Int64) {
    self.farewell = farewell
    self.linger = linger > 0 ? .pending(linger) : .none
  }

  /// Whether it stays for some time, which has not begun.
  var isToLinger: Bool { if case .pending = linger { true } else { false } }

  /// When the time ends for which it stays, on the monotonic clock; nil: that has not begun.
  var lingerEnd: Int64? { if case .until(let end) = linger { end } else { nil } }

  /// Whether it need not stay, or has stayed long enough.
  func hasLingered(_ now: Moment) -> Bool {
    !isToLinger && (lingerEnd ?? .min) <= now.monotonic
  }

  /// All is answered: the time begins for which it stays, where it has not.
  mutating func beginLingering(_ now: Moment) {
    if case .pending(let time) = linger { linger = .until(now.monotonic + time) }
  }

  /// A person waits so many milliseconds, or as long as was said before if that is shorter.
  mutating func wait(atMost time: Int64, _ now: Moment) {
    deadline = min(deadline ?? .max, now.monotonic + time)
  }
}
