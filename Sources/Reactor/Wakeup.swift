/// Lets another thread wake one that waits on a `Poller`: an eventfd(2).
public final class Wakeup: Sendable {
  private let event: FileDescriptor

  /// A wakeup that nobody has asked for yet.
  public init() throws(SystemError) {
    event = try System.eventDescriptor()
  }

  /// To be watched for reading.
  public var descriptor: Int32 { event.rawValue }

  /// Makes the descriptor readable until it is drained; from any thread, any number of times.
  public func wake() {
    let one: UInt64 = 1
    // Fails only where the counter is full, and then the descriptor is readable already.
    _ = withUnsafeBytes(of: one) { System.write(event.rawValue, $0) }
  }

  /// Makes the descriptor wait for the next `wake`.
  public func drain() {
    var count: UInt64 = 0
    _ = withUnsafeMutableBytes(of: &count) { System.read(event.rawValue, into: $0) }
  }
}
