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
    tell(Record(.lost, time: now.wall, to: link.profile.name, text: Array((reason ?? "").utf8)))
    if hasDoneAll(now) { return finish(as: .done) }
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
    outage = Outage(limit: request.retry, unentered: unentered, now)
    if missingSince == nil { missingSince = lastHeard }
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
    // A link whose try has failed knows no name.
    if !link.ownName.isEmpty { identity.name = link.ownName }
    identity.takesNextFree = false
    link = Link(identity, wanted: JoinSession.wanted)
    keepAlive = KeepAlive(limit: request.timeout)
    batches = Batches()
    catchUp = nil
    acknowledgements.beginAnew()
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

  // MARK: The name

  /// The server does not give the name back yet: it does not know that the lost connection is no more.
  mutating func awaitName(_ failure: Failure, _ now: Moment) {
    if outage?.hasSaidNameIsTaken == false {
      outage?.hasSaidNameIsTaken = true
      let name = Escaping.visible(link.ownName, as: .name)
      remark("\(name): \(failure.text); trying again")
    }
    outage?.lastFailure = Failure(failure.outcome, "\(Escaping.visible(failure.about)): \(failure.text)")
    patience.end()
    phase = .haunted(until: now.monotonic + pauses.nextForName())
  }

  /// Asks for it again.
  mutating func askForNameAgain(_ now: Moment) {
    phase = .registering
    patience.renew(now)
    if let event = link.rename(link.ownName) { take(event, now) }
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
      let about = delivery.line > 0 ? Array("line \(delivery.line)".utf8) : delivery.target
      fail(Failure(.noConnection, about: about, "may not have arrived: the connection was lost"), now)
    }
  }

  /// A list that was told of in part is not told of again.
  private mutating func endListing(_ now: Moment) {
    guard isListing, let room = listings.first else { return }
    fail(Failure(.noConnection, about: room, "the list is not complete: the connection was lost"), now)
    tell(Record(.end, time: now.wall, to: room, text: Array("user".utf8)))
    listings.removeFirst()
    isListing = false
  }

  /// Keeps what a person types while there is no connection, to be done when it is back; only leaving does not wait.
  mutating func keep(_ line: [UInt8], _ now: Moment) {
    guard request.isInteractive, outage != nil else { return }
    guard !request.isLiteral, case .quit(let reason) = ChatLine(line) else { return typedLines.append(line) }
    farewell = reason
    finish(as: .done)
  }

  /// Does what was typed meanwhile, as far as that can be done now.
  mutating func takeTypedLines(_ now: Moment) {
    while wantsLine, !typedLines.isEmpty { takeNext(typedLines.removeFirst(), now) }
  }

  /// The session is where it was.
  mutating func resume() {
    outage = nil
    pauses.reset()
    for room in listings { link.bytes.appendCommand("WHO", room.isEmpty ? Array("*".utf8) : room) }
    switch question {
    case .isOnline(let name, _, _): link.bytes.appendCommand("ISON", name)
    case .join(let room): enter(room)
    // What was to be left has not been entered again.
    case .part, nil: question = nil
    }
    if !request.isInteractive { remark("the connection is back") }
  }
}
