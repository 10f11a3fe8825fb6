/// How a session gets a lost connection back.
extension JoinSession {
  /// The connection is no more. `failure` says so where that ends the run.
  mutating func lose(_ failure: Failure, _ reason: String?, _ now: Moment) {
    hasConnection = false
    if outage != nil { return tryLater(failure, now) }
    guard link.isRegistered else {
      fail(failure, now)
      return finish(as: failure.outcome)
    }
    endListing(now)
    absences.forget()
    tell(Record(.lost, time: now.wall, to: link.profile.name, text: Array((reason ?? "").utf8)))
    if hasDoneAll(now) || request.isInteractive && isEnding { return finish(as: .done) }
    guard request.retry != 0 else {
      fail(failure, now)
      return finish(as: failure.outcome)
    }
    remark(
      request.isInteractive ? "trying to get the connection back" : "\(failure.text); trying to get it back")
    beginOutage(now)
  }

  private mutating func beginOutage(_ now: Moment) {
    var unentered: [[UInt8]] = []
    if case .entering(let left) = phase { unentered = left }
    outage = Outage(limit: request.retry, unentered: unentered, name: link.ownName, now)
    lastLimits = link.limits
    echoPatience.end()
    isEchoLate = false
    if missingSince == nil { missingSince = lastHeard }
    if request.isInteractive { keepQuestion(now) }
    abandonErrand(now)
    giveUpUnrepeatable(now)
    pause(now)
  }

  /// Whether all that was left to do is the goodbye.
  private func hasDoneAll(_ now: Moment) -> Bool {
    isEnding && !hasUnsettled && linger == 0 && (lingerDeadline ?? 0) <= now.monotonic
  }

  /// A try has failed.
  mutating func tryLater(_ failure: Failure, _ now: Moment) {
    hasConnection = false
    if outage?.lastFailure == nil { remark("\(failure.text); trying again") }
    outage?.lastFailure = failure
    pause(now)
  }

  private mutating func pause(_ now: Moment) {
    guard let outage else { return }
    patience.end()
    if outage.hasEnded(now) { return giveUpReconnecting(now) }
    phase = .pausing(until: outage.endOfPause(pauses.next(), now))
  }

  /// Asks for a connection, with all that belonged to the last one forgotten.
  mutating func tryNow(_ now: Moment) {
    identity.name = outage?.name
    identity.takesNextFree = false
    link = Link(identity, wanted: JoinSession.wanted)
    keepAlive = KeepAlive(limit: request.timeout)
    batches = Batches()
    catchUp = nil
    acknowledgements.beginAnew()
    outage?.otherName = nil
    outage?.beginTry(now)
    phase = .connecting
    output.connects = true
  }

  /// There was not enough time.
  mutating func giveUpReconnecting(_ now: Moment) {
    guard let outage else { return }
    fail(outage.failure, now)
    finish(as: .noConnection)
  }

  // MARK: What was under way

  /// Without tags nobody knows a message that is sent again from one that is said twice: what was in flight is given up.
  private mutating func giveUpUnrepeatable(_ now: Moment) {
    guard !link.profile.capabilities.contains(.messageTags) else { return }
    var copy = acknowledgements
    let waiting = copy.withdraw { _ in true }
    let flying = acknowledgements.unsettled.dropLast(waiting.count)
    acknowledgements.beginAnew()
    for delivery in flying {
      _ = acknowledgements.withdraw { $0.id == delivery.id }
      fail(lost(delivery), now)
    }
  }

  func lost(_ delivery: Delivery) -> Failure {
    let reason = "the connection was lost"
    if request.isInteractive { return mayNotHaveArrived(delivery, .noConnection, reason) }
    let about = delivery.line > 0 ? Array("line \(delivery.line)".utf8) : delivery.target
    return Failure(.noConnection, about: about, "may not have arrived: \(reason)")
  }

  /// What a person entered and could not be done before the server had answered is done anew, when it is the turn of
  /// what was entered.
  private mutating func keepQuestion(_ now: Moment) {
    let line: [UInt8]
    switch question {
    case .isOnline(_, _, let whole): line = whole
    case .join(let room): line = Array("/join ".utf8) + room
    default: return
    }
    question = nil
    typedLines.insert(KeptInput(line, now), at: 0)
  }

  /// A list that was told of in part is not told of again.
  private mutating func endListing(_ now: Moment) {
    guard let room = lists.breakOff() else { return }
    fail(Failure(.noConnection, about: room, "the list is not complete: the connection was lost"), now)
    tell(Record(.end, time: now.wall, to: room, text: Array("user".utf8)))
  }

  /// The session is where it was.
  mutating func resume(_ now: Moment) {
    let beginning = outage?.beginning ?? now.wall.milliseconds
    outage = nil
    pauses.reset()
    askAboutOld(lostAt: beginning, now)
    if let reason = absences.askAgain() {
      link.bytes.appendCommand("AWAY", reason.isEmpty ? [] : [reason])
    }
    for room in lists.rooms { link.bytes.appendCommand("WHO", room.isEmpty ? Array("*".utf8) : room) }
    switch question {
    case .isOnline(let name, _, _): link.bytes.appendCommand("ISON", name)
    case .join(let room): enter(room)
    // What was to be left has not been entered again.
    case .part, .account, .history, nil: question = nil
    }
    if !request.isInteractive { remark("the connection is back") }
  }
}
