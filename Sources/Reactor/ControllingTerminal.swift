import Glibc

/// The terminal from which a process is controlled, if any.
public enum ControllingTerminal {
  /// Whether there is one, and it has not been hung up.
  public static var isThere: Bool {
    do throws(SystemError) {
      _ = try System.open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK)
      return true
    } catch {
      return false
    }
  }
}
