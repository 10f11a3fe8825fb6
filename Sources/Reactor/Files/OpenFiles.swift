import Glibc

/// The table of open descriptors of this process.
public enum OpenFiles {
  /// Raises the limit as far as is allowed.
  ///
  /// - Returns: How many descriptors may be open from now on.
  @discardableResult
  public static func raiseLimit() -> Int {
    Int(clamping: System.raiseOpenFiles())
  }

  /// Makes sure that the descriptors 0, 1 and 2 are taken, so that no socket gets one of these numbers when a
  /// process is started with its input or output closed. Reading or writing what was closed still fails
  /// (EBADF): each is opened for the other direction.
  public static func occupyStandardDescriptors() {
    for number: Int32 in 0...2 where !System.isOpen(number) {
      // Open for good. Where there is no /dev/null nothing can be done, and what is started goes on as it is.
      _ = try? System.open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY).release()
    }
  }
}
