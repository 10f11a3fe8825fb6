/// The waiting for a name that is taken, for all that is known by what is left of an earlier run: some servers let go of
/// a connection that has ended seconds later.
struct NameWait: Equatable, Sendable {
  /// How long it takes until the name is asked for again, in milliseconds.
  private static let pause: Int64 = 500
  /// How often it is asked for again: three seconds in all, in which a ghost has gone and a person is not kept waiting.
  private static let mostTries = 6

  private var tries = 0
  /// When the name is to be asked for again, on the monotonic clock; nil: it is not.
  private(set) var deadline: Int64?

  /// The server does not give the name. Gives whether it is worth asking for again.
  mutating func begin(_ link: Link, _ now: Moment) -> Bool {
    // A chatnet server knows at once that a connection has ended. Where a hundred names are taken, it is no ghost.
    guard link.isNameTaken, link.nameGivenUp == nil, !link.profile.isChatnet, tries < NameWait.mostTries
    else { return false }
    tries += 1
    deadline = now.monotonic + NameWait.pause
    return true
  }

  /// Whether the name is to be asked for now.
  mutating func hasEnded(_ now: Moment) -> Bool {
    guard let end = deadline, end <= now.monotonic else { return false }
    deadline = nil
    return true
  }
}
