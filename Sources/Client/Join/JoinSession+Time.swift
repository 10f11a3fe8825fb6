/// What a session does when time has passed.
extension JoinSession {
  /// When it gives up, tries again or leaves, if nothing comes.
  public var deadline: Int64? {
    if phase == .over { return nil }
    let lingerEnd = leaving?.lingerEnd
    let own: [Int64?] =
      switch phase {
      case .over: []
      case .pausing(let until): [until, lingerEnd]
      case .connecting: [outage?.endOfTry, lingerEnd]
      case .haunted(let until): [until, outage?.endOfTry]
      case .registering: [connection.patience.deadline, outage?.endOfTry]
      case .introducing(let until): [until, connection.patience.deadline, outage?.endOfTry]
      case .lingering(let until): [until, connection.patience.deadline, connection.keepAlive.deadline]
      default: [connection.patience.deadline, connection.keepAlive.deadline]
      }
    let echo = connection.isOpen ? connection.echo.deadline : nil
    let returning = connection.isOpen && !isGettingReady ? returns.deadline : nil
    return (own + [counting?.deadline, echo, returning, leaving?.deadline]).compactMap(\.self).min()
  }

  /// Gives up where nothing has moved for too long, and does what was put off until now.
  public mutating func timePassed(_ now: Moment) {
    guard phase != .over else { return }
    if let end = counting?.deadline, end <= now.monotonic { return giveUpCounting(now) }
    if let end = leaving?.deadline, end <= now.monotonic { return leaveUnanswered() }
    noteLateEcho(now)
    if let due = returns.deadline, due <= now.monotonic {
      tryReturns(now)
      proceed(now)
    }
    switch phase {
    case .over: break
    case .pausing(let until):
      if lingerHasEnded(now) { finish(as: .done) } else if until <= now.monotonic { tryNow(now) }
    case .connecting:
      if lingerHasEnded(now) { finish(as: .done) } else if hasTryEnded(now) { giveUpReconnecting(now) }
    case .haunted(let until):
      if hasTryEnded(now) { giveUpReconnecting(now) } else if until <= now.monotonic { askForNameAgain(now) }
    case .registering where hasTryEnded(now), .introducing where hasTryEnded(now): giveUpReconnecting(now)
    case .introducing(let until) where until <= now.monotonic:
      // The server has not been asked for anything until now.
      connection.patience.renew(now)
      enterRooms(now)
      proceed(now)
    case .lingering(let until) where until <= now.monotonic:
      phase = .leaving(isAsked: false)
      proceed(now)
    default: lookAtServer(now)
    }
  }

  private mutating func lookAtServer(_ now: Moment) {
    if connection.patience.hasEnded(now) { return endPatience(now) }
    switch connection.keepAlive.look(now) {
    case .nothing: break
    case .ask: connection.link.bytes.appendCommand("PING", Array("chatnet-alive".utf8))
    case .dead:
      let reason = "the server no longer answers"
      lose(Failure(.noConnection, "the connection was lost: \(reason)"), Array(reason.utf8), now)
    }
  }

  /// Nothing came of what was waited for.
  private mutating func endPatience(_ now: Moment) {
    let silence = Failure.noAnswer(connection.patience)
    if catchUp != nil {
      return connection.patience.hasRunOut(now) ? endEndlessHistory(now) : abandonHistory(silence.text, now)
    }
    let failure = Failure.noAnswer(connection.patience, to: awaited, now)
    if outage != nil && isGettingReady { return tryLater(failure, now) }
    // A server that has not said a word since is no more there than one whose connection has broken.
    let hasHeard = connection.keepAlive.hasHeard(since: connection.patience)
    if request.retry != 0, connection.link.isRegistered, !isGettingReady, !hasHeard {
      return lose(silence, silence.words, now)
    }
    if request.isInteractive, phase == .ready { return goOn(without: failure, now) }
    fail(failure, now)
    finish(as: .gaveUpWaiting)
  }

  /// A person is told what was not answered, and goes on.
  private mutating func goOn(without failure: Failure, _ now: Moment) {
    let messages = acknowledgements.giveUp()
    let silence = Failure.noAnswer(connection.patience)
    for message in messages {
      fail(mayNotHaveArrived(message, silence.outcome, silence.text), now)
      giveUpReturn(message)
    }
    if case .isOnline(let name, _, let whole) = question?.subject {
      fail(notSent(whole, to: name, silence), now)
    } else if question != nil || messages.isEmpty {
      fail(failure, now)
    }
    if case .join = question?.subject { missRoom() }
    question = nil
    connection.patience.end()
    proceed(now)
  }

  private mutating func giveUpCounting(_ now: Moment) {
    if let failure = counting?.failure { fail(failure, now) }
    finish(as: .gaveUpWaiting)
  }

  private func hasTryEnded(_ now: Moment) -> Bool {
    outage?.endOfTry.map { $0 <= now.monotonic } ?? false
  }

  private func lingerHasEnded(_ now: Moment) -> Bool {
    leaving?.lingerEnd.map { $0 <= now.monotonic } ?? false
  }
}
