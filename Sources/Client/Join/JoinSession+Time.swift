/// What a session does when time has passed.
extension JoinSession {
  /// When it gives up, tries again or leaves, if nothing comes.
  public var deadline: Int64? {
    let own: [Int64?] =
      switch phase {
      case .over: [nil]
      case .pausing(let until): [until, lingerDeadline]
      case .connecting: [outage?.endOfTry, lingerDeadline]
      case .haunted(let until): [until, outage?.endOfTry]
      case .registering: [patience.deadline, outage?.endOfTry]
      case .lingering(let until): [until, patience.deadline, keepAlive.deadline]
      default: [patience.deadline, keepAlive.deadline]
      }
    if phase == .over { return nil }
    let echo = isEchoLate || !hasConnection ? nil : echoPatience.deadline
    return (own + [countDeadline, echo, leaveDeadline]).compactMap(\.self).min()
  }

  /// Gives up where nothing has moved for too long, and does what was put off until now.
  public mutating func timePassed(_ now: Moment) {
    guard phase != .over else { return }
    if let countDeadline, countDeadline <= now.monotonic { return giveUpCounting(now) }
    if let leaveDeadline, leaveDeadline <= now.monotonic { return leaveUnanswered() }
    noteLateEcho(now)
    switch phase {
    case .over: break
    case .pausing(let until):
      if hasLingered(now) { finish(as: .done) } else if until <= now.monotonic { tryNow(now) }
    case .connecting:
      if hasLingered(now) { finish(as: .done) } else if hasTryEnded(now) { giveUpReconnecting(now) }
    case .haunted(let until):
      if hasTryEnded(now) { giveUpReconnecting(now) } else if until <= now.monotonic { askForNameAgain(now) }
    case .registering where hasTryEnded(now): giveUpReconnecting(now)
    case .lingering(let until) where until <= now.monotonic:
      phase = .leaving(isAsked: false)
      proceed(now)
    default: lookAtServer(now)
    }
  }

  private mutating func lookAtServer(_ now: Moment) {
    if patience.hasEnded(now) { return endPatience(now) }
    switch keepAlive.look(now) {
    case .nothing: break
    case .ask: link.bytes.appendCommand("PING", Array("chatnet-alive".utf8))
    case .dead:
      let reason = "the server no longer answers"
      lose(Failure(.noConnection, "the connection was lost: \(reason)"), reason, now)
    }
  }

  /// Nothing came of what was waited for.
  private mutating func endPatience(_ now: Moment) {
    let failure = Failure.noAnswer(patience)
    if phase == .catchingUp { return abandonHistory(failure.text, now) }
    if outage != nil && isGettingReady { return tryLater(failure, now) }
    // A server that has not said a word since is no more there than one whose connection has broken.
    if request.retry != 0, link.isRegistered, !isGettingReady, !keepAlive.hasHeard(since: patience) {
      return lose(failure, failure.text, now)
    }
    if request.isInteractive, phase == .ready { return goOn(without: failure, now) }
    fail(failure, now)
    finish(as: .gaveUpWaiting)
  }

  /// A person is told what was not answered, and goes on.
  private mutating func goOn(without failure: Failure, _ now: Moment) {
    let messages = acknowledgements.giveUp()
    for message in messages { fail(mayNotHaveArrived(message, failure.outcome, failure.text), now) }
    if case .isOnline(let name, _, let whole) = question {
      fail(notSent(whole, to: name, failure), now)
    } else if question != nil || messages.isEmpty {
      fail(failure, now)
    }
    if case .join = question { missRoom() }
    question = nil
    patience.end()
    proceed(now)
  }

  /// Keeps the time in which the next message that counts has to come.
  mutating func awaitNextMessage(_ now: Moment) {
    guard let limit = request.countTimeout, let messagesLeft, messagesLeft > 0 else {
      return countDeadline = nil
    }
    countDeadline = now.monotonic + limit
  }

  private mutating func giveUpCounting(_ now: Moment) {
    let limit = Patience(limit: request.countTimeout ?? 0).description
    let left = messagesLeft ?? 0
    let what = left == request.count ? "no message came" : "no further message came"
    fail(Failure(.gaveUpWaiting, "\(what) in \(limit)"), now)
    finish(as: .gaveUpWaiting)
  }

  private func hasTryEnded(_ now: Moment) -> Bool {
    outage?.endOfTry.map { $0 <= now.monotonic } ?? false
  }

  private func hasLingered(_ now: Moment) -> Bool {
    lingerDeadline.map { $0 <= now.monotonic } ?? false
  }
}
