import Glibc

/// The process and its terminal.
enum TerminalState {
  /// Stops the process as C-z does for programs that know nothing of it, and returns when it goes on.
  static func stopProcess() {
    stop(by: SIGTSTP)
    awaitForeground()
  }

  /// Stops the process as long as another one has the terminal, as any that changes the terminal's mode is.
  static func awaitForeground() {
    // A process that no shell minds cannot be stopped so; it goes on.
    while tcgetpgrp(STDIN_FILENO) != getpgrp(), stop(by: SIGTTOU) {}
  }

  /// Stops the process by a signal that does that unless it is caught. Gives whether it did.
  @discardableResult
  private static func stop(by signal: Int32) -> Bool {
    var stopping = set(signal)
    raise(signal)
    pthread_sigmask(SIG_UNBLOCK, &stopping, nil)
    if signal == SIGTSTP { pthread_sigmask(SIG_BLOCK, &stopping, nil) }
    // The SIGCONT that woke the process is not to be handled once more.
    var continuing = set(SIGCONT)
    var atOnce = timespec()
    return sigtimedwait(&continuing, nil, &atOnce) == SIGCONT
  }

  private static func set(_ signal: Int32) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    return set
  }

  /// Lets a screen go on that C-s has stopped.
  static func restartOutput() {
    // Linux starts by this call only what it stopped by this call.
    tcflow(STDOUT_FILENO, TCOOFF)
    tcflow(STDOUT_FILENO, TCOON)
  }

  /// Whether the terminal breaks the rows on its screen anew when its width changes. Nearly all do.
  static let breaksRowsAnew: Bool = {
    if getenv("TMUX") != nil { return true }
    let isConsole = getenv("TERM").map { String(cString: $0) } == "linux"
    return !isConsole && getenv("XTERM_VERSION") == nil && getenv("STY") == nil
  }()
}
