import Client
import Glibc
import Pipe
import Reactor

extension TerminalFront {
  /// What the terminal and the shell have to say.
  public var furtherSignals: [Int32] { [SIGWINCH, SIGTSTP, SIGCONT, SIGQUIT] }

  /// Deals with all but what ends a program.
  public func handle(signal: Int32) -> Bool {
    switch signal {
    case SIGINT where interrupt(): break
    // Each drawing asks for the size.
    case SIGWINCH: break
    case SIGTSTP: suspend()
    // Stopped by a signal that cannot be caught: the terminal may have another mode since.
    case SIGCONT:
      TerminalState.awaitForeground()
      resume()
    default:
      // Who ends a client whose screen was stopped (C-s) wants to see the end of it.
      if hasPendingOutput { TerminalState.restartOutput() }
      return false
    }
    return true
  }

  /// C-c throws away what is being typed, pasted or asked. On an empty line it may have been meant for a line that the
  /// person had just entered, so that only a second one leaves, unless the client is leaving anyway. A C-c that had
  /// something to throw away is not the first of these two: people press keys twice.
  private func interrupt() -> Bool {
    if page.ownName == nil && questions.isEmpty || roster().isLeaving { return false }
    if Readline.dropPaste() { return true }
    if let answer = refuseAnswer() {
      held.append(answer)
      return true
    }
    if Readline.isEditing {
      Readline.setLine()
      return true
    }
    if isInterrupted { return false }
    isInterrupted = true
    remark("C-c once more leaves")
    return true
  }

  private func suspend() {
    output.append(line.leave())
    Readline.suspend()
    output.append(line.output.takeBytes())
    _ = write()
    TerminalState.stopProcess()
    resume()
  }

  private func resume() {
    Readline.resume()
    output.append(line.output.takeBytes())
    line.begin()
  }

  /// Gives the terminal back as it was found.
  public func close() {
    draw()
    output.append(line.leave())
    Readline.stop()
    output.append(line.output.takeBytes())
    _ = output.flush(deadline: Clock.monotonicMilliseconds() + 1000)
    _ = write()
  }
}
