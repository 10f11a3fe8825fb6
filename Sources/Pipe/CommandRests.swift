import Glibc
import Reactor

/// What commands have left behind when they ended: it is ended with them, so that nothing of a bot goes on unseen.
struct CommandRests {
  /// How long they have until they are killed, in milliseconds.
  private static let patience: Int64 = 1000
  /// How often it is looked whether they are gone.
  private static let pause: Int64 = 50

  private var groups: [(group: ProcessGroup, end: Int64)] = []
  /// When to look again, on the monotonic clock; nil: there is nothing to look at.
  private(set) var nextLook: Int64?

  var isEmpty: Bool { groups.isEmpty }

  /// Tells what a command has left behind to end.
  mutating func add(_ group: ProcessGroup, _ now: Int64) {
    group.send(signal: SIGTERM)
    groups.append((group, now + CommandRests.patience))
    nextLook = now + CommandRests.pause
  }

  /// Looks who is gone, and kills who has had time enough.
  mutating func look(_ now: Int64) {
    guard let due = nextLook, due <= now else { return }
    groups.removeAll { entry in
      if !entry.group.isThere { return true }
      if entry.end > now { return false }
      entry.group.send(signal: SIGKILL)
      return true
    }
    nextLook = groups.isEmpty ? nil : now + CommandRests.pause
  }

  /// Kills all, since nothing is waited for any more.
  mutating func kill() {
    for entry in groups where entry.group.isThere { entry.group.send(signal: SIGKILL) }
    groups = []
    nextLook = nil
  }
}
