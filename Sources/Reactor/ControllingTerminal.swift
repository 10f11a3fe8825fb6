import Glibc

/// The terminal from which a process is controlled, if any.
public enum ControllingTerminal {
  /// Whether there is one, and it has not been hung up.
  public static var isThere: Bool {
    let number = open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    if number < 0 { return false }
    close(number)
    return true
  }
}
