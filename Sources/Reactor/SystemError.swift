import CLinux

/// A system call that failed: which one, and the error number it left.
public struct SystemError: Error, Equatable, Sendable {
  /// The error number, as in errno(3).
  public let errno: Int32
  /// The call that failed, such as `accept4`.
  public let operation: String

  /// An error of `operation` with the number `errno`.
  public init(errno: Int32, operation: String) {
    self.errno = errno
    self.operation = operation
  }

  /// The system's text for the number, such as `Connection refused`.
  public var message: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let start = buffer.baseAddress, clinux_error_text(errno, start, buffer.count) == 0 else {
        return "error \(errno)"
      }
      return String(cString: start)
    }
  }

  /// Whether the process or the system has no descriptor or memory to spare: accepting again at once would
  /// fail again, so a server pauses.
  public var isOutOfDescriptors: Bool {
    errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM
  }

  /// Whether a process could not be started that may be a moment later: there are too many, or no descriptor or memory
  /// is to spare.
  public var isShortage: Bool { isOutOfDescriptors || errno == EAGAIN || errno == ENOSPC }
}

extension SystemError: CustomStringConvertible {
  /// The call and the system's text, such as `bind: Permission denied`.
  public var description: String { "\(operation): \(message)" }
}
