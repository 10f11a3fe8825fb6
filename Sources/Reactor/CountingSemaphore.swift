import Glibc

/// A count that threads wait on until it is above zero: sem_wait(3).
public final class CountingSemaphore: @unchecked Sendable {
  // Any thread may use it; nothing but the system looks at what it holds.
  private let count = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  /// A semaphore whose count is zero.
  public init() throws(SystemError) {
    do throws(SystemError) {
      _ = try System.call("sem_init") { sem_init(count, 0, 0) }
    } catch {
      count.deallocate()
      throw error
    }
  }

  deinit {
    sem_destroy(count)
    count.deallocate()
  }

  /// Adds one to the count.
  public func signal() {
    // Fails only where the count is at its limit, which is above two thousand million.
    _ = sem_post(count)
  }

  /// Waits until the count is above zero, and takes one from it.
  public func wait() {
    while sem_wait(count) != 0 {}
  }

  /// Waits until the count is above zero, and takes one from it; but no longer than so many milliseconds.
  ///
  /// - Returns: Whether it has taken one.
  public func wait(milliseconds: Int) -> Bool { System.wait(for: count, milliseconds: milliseconds) }
}
