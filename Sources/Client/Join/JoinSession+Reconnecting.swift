import Wire

/// How a session asks for another connection when it has lost one, and goes on with that.
extension JoinSession {
  /// The connection is no more. `failure` says so where that ends the run.
  mutating func lose(_ failure: Failure, _ reason: [UInt8], _ now: Moment) {
    connection.isOpen = false
    if connection.hasLasted(now) { pauses.reset() }
    let isBan = failure.outcome == .notPermitted
    if outage != nil && !isBan { return tryLater(failure, now) }
    guard connection.link.isRegistered else {
      fail(failure, now)
      return finish(as: failure.outcome)
    }
    endListing(now)
    breakOffQuestions(now)
    absences.forget()
    closeHistory(now: now.wall)
    tell(Record(.lost, time: now.wall, to: profile.name, text: reason))
    if hasDoneAll(now) || request.isInteractive && leaving != nil { return finish(as: .done) }
    guard request.retry != 0, !isBan else {
      fail(failure, now)
      return finish(as: failure.outcome)
    }
    report(
      request.isInteractive ? "trying to get the connection back" : "\(failure.text); trying to get it back",
      now)
    beginOutage(now)
  }

  /// The server has ended the connection, in its own words or by closing it; `reason` where that was not in order.
  mutating func lose(because reason: String?, _ now: Moment) {
    let said = connection.link.farewell ?? Array((reason ?? "").utf8)
    lose(connection.link.loss(reason), said, now)
  }

  private mutating func beginOutage(_ now: Moment) {
    outage = Outage(limit: request.retry, unentered: roomsNotEntered(now), connection.link, now)
    if gap?.since == nil { gap = Gap(since: endOfTold, held: gap?.held) }
    breakOffQuestion(now)
    giveUpUnrepeatable(now)
    replaceConnection()
    awaitReturns(now)
    pause(now)
  }

  /// How far what was told has come. Not when the server was heard last: of a run that was stopped for a while, or is
  /// far behind, the server may have thrown away what was said until then.
  private var endOfTold: Timestamp { told.lastTime ?? told.cursor.beginning ?? lastHeard }

  /// The rooms that were asked for, and into which the lost connection has not come.
  private mutating func roomsNotEntered(_ now: Moment) -> [[UInt8]] {
    switch phase {
    case .introducing: roomsRequested(now)
    case .entering(let entering): entering.left
    default: []
    }
  }

  /// All that belonged to the last connection is gone, and what was in flight waits for the next one.
  private mutating func replaceConnection() {
    identity.name = outage?.name
    identity.takesNextFree = false
    connection = JoinConnection(identity, timeout: request.timeout)
    output.disconnects = true
    acknowledgements.beginAnew()
  }

  /// Whether all that was left to do is the goodbye.
  private func hasDoneAll(_ now: Moment) -> Bool {
    guard let leaving, !hasUnsettled, openQuestions.isEmpty, lists.rooms.isEmpty else { return false }
    return leaving.hasLingered(now)
  }

  /// A try has failed.
  mutating func tryLater(_ failure: Failure, _ now: Moment) {
    replaceConnection()
    if outage?.lastFailure == nil { report("\(failure.text); trying again", now) }
    outage?.lastFailure = failure
    pause(now)
  }

  private mutating func pause(_ now: Moment) {
    guard let outage else { return }
    if outage.hasEnded(now) { return giveUpReconnecting(now) }
    phase = .pausing(until: outage.endOfPause(pauses.next(), now))
  }

  /// Asks for a connection.
  mutating func tryNow(_ now: Moment) {
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

  /// The session is where it was.
  mutating func resume(_ now: Moment) {
    let beginning = outage?.beginning ?? now.wall.milliseconds
    outage = nil
    returns.begin(now)
    askAboutOld(lostAt: beginning, now)
    if let reason = absences.askAgain() {
      connection.link.bytes.appendCommand("AWAY", reason.isEmpty ? [] : [reason])
    }
    for room in lists.rooms {
      connection.link.bytes.appendCommand("WHO", room.isEmpty ? Array("*".utf8) : room)
    }
    openQuestions.askAgain(&connection.link.bytes)
    if !request.isInteractive { report("the connection is back", now) }
  }
}
