import Glibc

/// The terminal from which a process is controlled, if any.
public enum ControllingTerminal {
  /// Whether the terminal behind the descriptor has been hung up, or is within so many milliseconds. The kernel ends its
  /// input and output a moment before it says so, and sends SIGHUP after that.
  public static func isHungUp(_ descriptor: Int32, within milliseconds: Int64) -> Bool {
    var entries = [pollfd(fd: descriptor, events: 0, revents: 0)]
    let ready = try? System.poll(&entries, until: Clock.monotonicMilliseconds() + milliseconds)
    return ready == 1 && Int32(entries[0].revents) & POLLHUP != 0
  }

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
