import Glibc
import Reactor

/// A descriptor that is watched at times, for what is wanted of it at the time.
struct WatchedDescriptor {
  private let descriptor: Int32
  private let token: UInt64
  private var interest: Interest?
  /// Whether it is of a kind that never makes anybody wait (a regular file), so that no poller takes it.
  private(set) var isAlwaysReady = false

  init(_ descriptor: Int32, token: UInt64) {
    self.descriptor = descriptor
    self.token = token
  }

  /// Watches for `wanted`; nil does not watch, so that not even the descriptor's end is told.
  mutating func set(_ wanted: Interest?, in poller: Poller) throws(SystemError) {
    if wanted == interest || isAlwaysReady { return }
    defer { interest = wanted }
    guard let wanted else { return try poller.remove(descriptor) }
    if interest != nil { return try poller.modify(descriptor, token: token, interest: wanted) }
    do {
      try poller.add(descriptor, token: token, interest: wanted)
    } catch  where error.errno == EPERM {
      isAlwaysReady = true
    }
  }
}
