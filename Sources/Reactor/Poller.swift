import CLinux
import Glibc

/// What a caller wants to hear about a descriptor. The end of the connection is always reported.
public struct Interest: OptionSet, Sendable {
  /// The bits.
  public let rawValue: UInt8

  /// An interest with these bits.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// There is something to read, or the other end has finished writing.
  public static let read = Interest(rawValue: 1)
  /// There is room to write.
  public static let write = Interest(rawValue: 2)
}

/// What holds for one descriptor.
public struct Readiness: Equatable, Sendable {
  /// The token that the descriptor was added with.
  public let token: UInt64
  /// Reading would not block.
  public let readable: Bool
  /// Writing would not block.
  public let writable: Bool
  /// The connection has ended in both directions, or failed. What came before may still be there to read: a
  /// Unix socket whose peer wrote and left is `closed` at once. It is reported again on every wait, whatever
  /// the interest, until the descriptor is removed.
  public let closed: Bool
}

/// Waits for many descriptors at once: epoll(7), level-triggered.
///
/// A wait allocates nothing. Not for use by several threads.
public final class Poller {
  private let epoll: FileDescriptor
  private let events: UnsafeMutableBufferPointer<epoll_event>

  /// How many descriptors a wait reports at most.
  public var batch: Int { events.count }

  /// A poller that reports at most `batch` descriptors a wait; the others are reported by the next.
  public init(batch: Int = 512) throws(SystemError) {
    epoll = try System.epoll()
    events = .allocate(capacity: batch)
    events.initialize(repeating: epoll_event())
  }

  deinit {
    events.deallocate()
  }

  /// Readable while a watched descriptor is ready: a poller may be watched by another one.
  public var descriptor: Int32 { epoll.rawValue }

  /// Begins to watch a descriptor.
  ///
  /// - Throws: With the number EPERM where the descriptor is of a kind that is always ready (a regular file,
  ///   `/dev/null`): the caller reads and writes it without waiting.
  public func add(_ descriptor: Int32, token: UInt64, interest: Interest) throws(SystemError) {
    try control(EPOLL_CTL_ADD, descriptor, token, interest)
  }

  /// Changes what a watched descriptor is watched for, and its token.
  public func modify(_ descriptor: Int32, token: UInt64, interest: Interest) throws(SystemError) {
    try control(EPOLL_CTL_MOD, descriptor, token, interest)
  }

  /// Ceases to watch a descriptor. Needed before closing it only where another descriptor refers to the same
  /// open file.
  public func remove(_ descriptor: Int32) throws(SystemError) {
    try control(EPOLL_CTL_DEL, descriptor, 0, [])
  }

  /// Waits until a descriptor is ready, and calls `body` for each that is.
  ///
  /// `body` may add, modify and remove descriptors. Events of this wait that are not yet handed out stay as
  /// they were found: a token whose descriptor has been closed meanwhile may still come, so tokens should not
  /// be used twice.
  ///
  /// - Parameter timeoutMilliseconds: How long to wait at most; 0 does not wait, a negative number waits for
  ///   ever.
  /// - Returns: How many were ready; 0 also when a signal interrupted the wait.
  @discardableResult
  public func wait(timeoutMilliseconds: Int, _ body: (Readiness) -> Void) throws(SystemError) -> Int {
    let timeout = Int32(clamping: max(-1, timeoutMilliseconds))
    let count = try System.wait(on: epoll.rawValue, into: events, milliseconds: timeout)
    for index in 0..<count { body(Readiness(events[index])) }
    return count
  }

  private func control(
    _ operation: Int32, _ descriptor: Int32, _ token: UInt64, _ interest: Interest
  ) throws(SystemError) {
    try System.control(epoll.rawValue, operation, descriptor, events: interest.events, token: token)
  }
}

extension Interest {
  fileprivate var events: UInt32 {
    (contains(.read) ? EPOLLIN.rawValue : 0) | (contains(.write) ? EPOLLOUT.rawValue : 0)
  }
}

extension Readiness {
  fileprivate init(_ event: epoll_event) {
    token = event.data.u64
    readable = event.events & EPOLLIN.rawValue != 0
    writable = event.events & EPOLLOUT.rawValue != 0
    closed = event.events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
  }
}
