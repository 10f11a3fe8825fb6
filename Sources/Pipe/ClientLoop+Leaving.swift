import Client
import Glibc
import Reactor

/// How a client's loop comes to its end: the output is written, the commands have ended, and the server has been told.
extension ClientLoop {
  func receive(signal: Int32) {
    // Who wants to leave already does not throw away a typed line.
    let isFrontAsked = ending == nil || signal != SIGINT
    if isFrontAsked && front.handle(signal: signal) { return }
    let isLast = ending != nil && (wasSignalled || !isWaitingForCommands)
    wasSignalled = true
    commands?.startNoMore()
    leave(Ending(.done, signal: signal))
    if isLast {
      // A further signal ends the waiting for the goodbye too, and for the commands.
      sendGoodbye()
      leaveBy = 0
      ending = Ending(.done, signal: signal)
      commands?.pass(on: signal)
    }
  }

  func leave(_ wanted: Ending, notKeeping reason: String? = nil) {
    if ending == nil {
      if let reason {
        mind.leave(notKeeping: Failure(wanted.outcome, reason))
      } else {
        let rest = input.takeAll() + front.takeRest()
        mind.leave(havingRead: rest, isInterrupted: wanted != Ending(.done))
      }
      server.append(takeOutput())
      ending = wanted
    } else if ending?.outcome == .done && ending?.signal == nil {
      if let reason { errors.say(reason) }
      ending = wanted
    }
    awaitsClose = false
  }

  /// The end of that outcome. Where the terminal has gone away that is the reason: the end of its input, or of its output,
  /// may be noticed before the SIGHUP comes.
  func end(_ outcome: Outcome) -> Ending {
    Ending(outcome, signal: outcome == .done && front.hasLostTerminal ? SIGHUP : nil)
  }

  /// Says goodbye to the server once the commands have ended: what they are answered by comes to where this client is.
  func sayGoodbye() {
    guard ending != nil, leaveBy == .max, !isWaitingForCommands else { return }
    sendGoodbye()
    leaveBy = Clock.monotonicMilliseconds() + LoopLimits.goodbye
  }

  private func sendGoodbye() {
    server.append(goodbye)
    goodbye = []
  }

  func sayWhatDidNotRun() {
    guard let notices = commands?.takeLastNotices(), !notices.isEmpty else { return }
    for notice in notices { front.show(notice) }
    _ = front.flush()
  }

  /// Whether nothing is left to wait for: the commands have ended, the output is written, and the server has what it
  /// should have.
  var hasLeft: Bool { leaveBy == 0 || (goodbyeIsSaid && !isWaitingForCommands) }

  /// Whether the server has what it should have, and the output is written.
  var goodbyeIsSaid: Bool {
    if ending == nil || leaveBy == .max || waitsForReader { return false }
    if !front.hasPendingOutput && (!server.isOpen || (server.pending == 0 && !awaitsClose)) { return true }
    return Clock.monotonicMilliseconds() >= leaveBy
  }

  private var isWaitingForCommands: Bool { !(commands?.isIdle ?? true) }

  /// Whether only the output keeps the client: what is written belongs to its reader, however slow it is. A signal
  /// does not wait for it longer than for the server.
  var waitsForReader: Bool { front.hasPendingOutput && ending?.signal == nil }
}
