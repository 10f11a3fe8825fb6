import CLinux
import Glibc

/// An inherited descriptor to read from, of any kind: a file, a pipe, a terminal, a socket. It is neither
/// made non-blocking nor closed, since others share it.
public final class InputFile {
  /// The descriptor. A poller refuses some kinds (EPERM): those are always ready.
  public let descriptor: Int32

  /// The input on a descriptor, such as 0.
  public init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether it is a terminal.
  public var isTerminal: Bool { System.isTerminal(descriptor) }

  /// Reads what is there, and does not wait where nothing is.
  ///
  /// - Precondition: `buffer` is not empty.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    let state = System.state(of: descriptor, events: POLLIN)
    return state == 0 ? .wouldBlock : FileDescriptor.read(descriptor, into: buffer)
  }
}
