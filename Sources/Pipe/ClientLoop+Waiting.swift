import Reactor

/// What a client's loop waits for, and for how long.
extension ClientLoop {
  var wantsInput: Bool {
    guard ending == nil, front.inputDescriptor != nil else { return false }
    return front.readsAhead || (input.isEmpty && mind.wantsInput && !isBehind)
  }

  /// Whether there is input of which the poller does not tell.
  private var hasInputAnyway: Bool {
    wantsInput && (front.holdsInput || watchedInput?.isAlwaysReady ?? false)
  }

  /// Whether enough waits to be sent or written, so that no more should be made.
  var isBehind: Bool {
    server.pending > LoopLimits.mostPending
      || front.pendingOutput > front.mostPendingOutput * FrontLimits.factorForInput
  }

  /// Whether those who take what the server says are behind, so that it is not listened to.
  private var holdsServerUp: Bool {
    let awaitsAnswers = ending == nil && front.inputDescriptor != nil && !mind.wantsInput
    let factor = awaitsAnswers ? FrontLimits.factorForInput : 1
    return front.pendingOutput > front.mostPendingOutput * factor || (commands?.isFull ?? false)
  }

  func setInterests() throws(SystemError) {
    clock.isPaused = holdsServerUp
    // A server that asks for answers (PING) and does not read them is not listened to either.
    try server.watch(reads: !holdsServerUp && server.pending <= LoopLimits.mostUnread)
    try watchedInput?.set(wantsInput ? .read : nil, in: poller)
    // Once its reader is gone the poller would tell so at every wait.
    try watchedOutput.set(readerIsGone ? nil : front.hasPendingOutput ? .write : [], in: poller)
  }

  func waitForSomething() throws(SystemError) -> LoopReadiness {
    var ready = LoopReadiness()
    let patience = patience
    let beginning = Clock.monotonicMilliseconds()
    try poller.wait(timeoutMilliseconds: patience) { ready.add($0) }
    if patience >= 0 { note(waited: Clock.monotonicMilliseconds() - beginning, of: Int64(patience)) }
    if hasInputAnyway { ready.input = true }
    if server.holdsBytes { ready.server = true }
    return ready
  }

  /// A wait that lasted much longer than it should does not count: the process was stopped (SIGSTOP), and what would
  /// have come in time lies in the socket.
  private func note(waited time: Int64, of patience: Int64) {
    guard time - patience > LoopLimits.oversleeping else { return }
    clock.forget(time)
    if leaveBy != 0 && leaveBy != .max { leaveBy += time }
  }

  /// How long nothing need be done unless something comes; negative: for ever.
  private var patience: Int {
    if server.hasFailed || server.holdsBytes || hasInputAnyway { return 0 }
    let own = ending == nil ? mindsPatience : goodbyesPatience
    guard let wait = [own, commandsPatience, frontsPatience].compactMap(\.self).min() else { return -1 }
    return Int(clamping: max(0, wait))
  }

  private var mindsPatience: Int64? {
    clock.isPaused ? nil : mind.deadline.map { $0 - clock.now }
  }

  private var goodbyesPatience: Int64? {
    waitsForReader || goodbyeIsSaid || leaveBy == .max ? nil : leaveBy - Clock.monotonicMilliseconds()
  }

  private var frontsPatience: Int64? {
    front.deadline.map { $0 - Clock.monotonicMilliseconds() }
  }

  private var commandsPatience: Int64? {
    commands?.deadline.map { $0 - Clock.monotonicMilliseconds() }
  }
}
