/// Notices a connection that is dead without having ended: after a silence the server is asked for a sign of life.
struct KeepAlive: Equatable, Sendable {
  /// How long the server may be silent before it is asked, in milliseconds.
  private static let silence: Int64 = 60_000

  private let limit: Int64
  private var lastHeard: Int64 = .max
  private var isAsked = false

  /// `limit`: how long it may take to answer, in milliseconds.
  init(limit: Int64) {
    self.limit = limit
  }

  /// When to look again, on the monotonic clock; nil before anything was heard.
  var deadline: Int64? {
    lastHeard == .max ? nil : lastHeard + KeepAlive.silence + (isAsked ? limit : 0)
  }

  /// The server said something.
  mutating func hear(_ now: Moment) {
    lastHeard = now.monotonic
    isAsked = false
  }

  /// Whether the server has said anything since something began to be waited for.
  func hasHeard(since patience: Patience) -> Bool {
    lastHeard != .max && lastHeard > (patience.beginning ?? .max)
  }

  /// What the time that has passed says about the server.
  enum Pulse {
    case nothing, ask, dead
  }

  /// Whether the server is to be asked, or is dead.
  mutating func look(_ now: Moment) -> Pulse {
    guard let deadline, deadline <= now.monotonic else { return .nothing }
    if isAsked { return .dead }
    isAsked = true
    return .ask
  }
}
