import Glibc

/// A moment at which a test gives up waiting. Generous: only a test that fails should ever meet it.
struct Deadline {
  private let nanoseconds: UInt64

  /// The moment that many seconds from now.
  static func seconds(_ seconds: Double) -> Deadline {
    Deadline(nanoseconds: now() + UInt64(seconds * 1_000_000_000))
  }

  /// What tests use where nothing calls for another: long enough for a slow and busy machine.
  static var usual: Deadline { seconds(20) }

  /// Whether the moment has come.
  var isOver: Bool { Deadline.now() >= nanoseconds }

  /// The milliseconds that are left, as poll(2) takes them; 0 when there are none.
  var milliseconds: Int32 {
    let now = Deadline.now()
    return now >= nanoseconds ? 0 : Int32(clamping: (nanoseconds - now) / 1_000_000 + 1)
  }

  /// Waits until one of `events` is there for one of the descriptors; false when the moment has come.
  func wait(for events: Int32, on descriptors: Int32...) -> Bool {
    var polled = descriptors.map { pollfd(fd: $0, events: Int16(events), revents: 0) }
    while true {
      let ready = poll(&polled, nfds_t(polled.count), milliseconds)
      if ready > 0 { return true }
      if ready == 0 || errno != EINTR { return false }
    }
  }

  /// Waits a moment before looking again at something whose change nothing announces.
  static func pause() { poll(nil, 0, 10) }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// Why a test could not go on: what it waited for, and what it saw instead.
struct HarnessError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// The error that the last system call left.
  static func system(_ doing: String) -> HarnessError {
    HarnessError("\(doing): \(String(cString: strerror(errno)))")
  }
}
