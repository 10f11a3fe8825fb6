import Glibc
import Options
import Pipe

/// Ends the process.
enum Exit {
  /// With a code.
  static func with(_ code: ExitCode) -> Never {
    exit(code.rawValue)
  }

  /// With the code of a client's end; by the signal that ended it, where one did, so that a shell sees it.
  static func with(_ ending: Ending) -> Never {
    if let number = ending.signal {
      signal(number, SIG_DFL)
      var set = sigset_t()
      sigemptyset(&set)
      sigaddset(&set, number)
      raise(number)
      sigprocmask(SIG_UNBLOCK, &set, nil)
    }
    with(ExitCode(ending.outcome))
  }
}
