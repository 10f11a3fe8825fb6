import Client
import Glibc
import Pipe
import Reactor

extension TerminalFront {
  /// What the terminal and the shell have to say.
  public var furtherSignals: [Int32] { [SIGWINCH, SIGTSTP, SIGCONT, SIGQUIT, SIGCHLD] }

  /// That the terminal is to tell when it is looked at and when not, and that it need not any more.
  static let asksForFocus = Array("\u{1B}[?1004h".utf8)
  private static let asksForFocusNoMore = Array("\u{1B}[?1004l".utf8)

  /// Deals with all but what ends a program.
  public func handle(signal: Int32) -> Bool {
    switch signal {
    case SIGCHLD: lookAfterChildren()
    // The editor, which has the terminal, gets these too.
    case SIGINT where editor != nil: break
    case SIGTSTP where editor != nil: TerminalState.stopProcess()
    case SIGCONT where editor != nil: break
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
    releaseTerminal()
    TerminalState.stopProcess()
    resume()
  }

  private func resume() { takeTerminal() }

  /// Gives the terminal away for a while.
  func releaseTerminal() {
    output.append(line.leave())
    if notifier != nil { output.append(TerminalFront.asksForFocusNoMore) }
    Readline.suspend()
    output.append(line.output.takeBytes())
    _ = write()
  }

  /// Takes the terminal again.
  func takeTerminal() {
    Readline.resume()
    output.append(line.output.takeBytes())
    if notifier != nil { output.append(TerminalFront.asksForFocus) }
    Readline.isLookedAt = nil
    line.begin()
  }

  /// Gives the terminal back as it was found.
  public func close() {
    editor?.end()
    draw(isLast: true)
    output.append(line.leave())
    if notifier != nil { output.append(TerminalFront.asksForFocusNoMore) }
    Readline.stop()
    output.append(line.output.takeBytes())
    _ = output.flush(deadline: Clock.monotonicMilliseconds() + 1000)
    _ = write()
  }
}
