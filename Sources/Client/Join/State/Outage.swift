/// The time from the loss of a connection until a session is where it was.
struct Outage: Equatable, Sendable {
  /// When to give up, on the monotonic clock; nil: never.
  let end: Int64?
  /// How long that is, in milliseconds.
  let limit: Int64?
  /// The rooms that were being entered.
  let unentered: [[UInt8]]
  /// What the lost connection knew of the server, until the next one knows as much.
  let profile: ServerProfile
  /// What a text had to fit into.
  let limits: TextLimits
  /// The name that the lost connection had.
  var name: [UInt8]
  /// When it was lost, in milliseconds of the time of day.
  let beginning: Int64
  /// When to give up the try that is under way, on the monotonic clock; nil: never.
  private(set) var endOfTry: Int64?
  /// Why the last try failed.
  var lastFailure: Failure?
  /// Whether it has been said that the own name is still taken.
  var hasSaidNameIsTaken = false
  /// Whether it has been told that the connection is back.
  var hasToldResumed = false

  /// - Parameters:
  ///   - limit: How long to try, in milliseconds; nil: for ever.
  ///   - unentered: The rooms that were being entered.
  ///   - link: The lost connection.
  init(limit: Int64?, unentered: [[UInt8]], _ link: Link, _ now: Moment) {
    self.limit = limit
    self.unentered = unentered
    profile = link.profile
    limits = link.limits
    name = link.ownName
    beginning = now.wall.milliseconds
    end = limit.map { now.monotonic.addingReportingOverflow($0).partialValue }.flatMap { $0 < 0 ? nil : $0 }
  }

  /// Whether it has lasted as long as it may.
  func hasEnded(_ now: Moment) -> Bool {
    end.map { $0 <= now.monotonic } ?? false
  }

  /// When a pause ends that begins now: the last one is cut short, so that there is a last try.
  func endOfPause(_ pause: Int64, _ now: Moment) -> Int64 {
    min(now.monotonic + pause, end ?? .max)
  }

  /// A try begins: it may take a second even where there is no more time.
  mutating func beginTry(_ now: Moment) {
    endOfTry = end.map { max($0, now.monotonic + 1000) }
  }

  /// What it ends the run with.
  var failure: Failure {
    let span = Patience(limit: limit ?? 0).description
    let reason = lastFailure.map { Array(": ".utf8) + $0.words } ?? []
    return Failure(
      .noConnection, words: Array("the connection was lost, and not had back in \(span)".utf8) + reason)
  }
}
