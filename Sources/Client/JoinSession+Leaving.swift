/// How a session goes on, and how it leaves.
extension JoinSession {
  /// Whether something has to be done before lines can be taken.
  var isGettingReady: Bool {
    switch phase {
    case .registering, .entering, .catchingUp, .haunted: true
    default: false
    }
  }

  /// Whether something that was sent or asked is not answered.
  var hasUnsettled: Bool { !acknowledgements.isEmpty || question != nil || !typedLines.isEmpty }

  /// Goes on where nothing stands in the way any more, and keeps the time of what is waited for.
  mutating func proceed(_ now: Moment) {
    if isGettingReady || !hasConnection { return }
    if phase == .naming { return patience.end() }
    acknowledgements.pump(link.profile, to: &link.bytes)
    takeTypedLines(now)
    if isEnding, phase == .ready, typedLines.isEmpty { phase = .leaving(isAsked: false) }
    if phase == .leaving(isAsked: false), !hasUnsettled { settleLeaving(now) }
    if hasUnsettled || isLeaving { patience.begin(now) } else { patience.end() }
  }

  private var isLeaving: Bool {
    if case .leaving = phase { true } else { false }
  }

  /// All that was sent is answered: what others answer is waited for, then the server is asked whether it has done all
  /// else.
  private mutating func settleLeaving(_ now: Moment) {
    if linger > 0 {
      lingerDeadline = now.monotonic + linger
      linger = 0
    }
    if let lingerDeadline, lingerDeadline > now.monotonic {
      phase = .lingering(until: lingerDeadline)
    } else {
      phase = .leaving(isAsked: true)
      link.bytes.appendCommand("PING", JoinSession.token)
    }
  }

  /// No more lines are taken; what was sent is to be answered first.
  ///
  /// - Parameter linger: How long to stay then, in milliseconds.
  mutating func beginLeaving(after linger: Int64, _ now: Moment) {
    if isEnding { return }
    isEnding = true
    self.linger = linger
    switch phase {
    case .ready, .over: break
    case .naming: finish(as: .nameRefused)
    default: leaveUnlessUnsettled(now)
    }
  }

  /// The input has ended while there is no connection, or it is not ready yet.
  private mutating func leaveUnlessUnsettled(_ now: Moment) {
    if hasUnsettled { return }
    guard outage != nil, linger > 0 else { return finish(as: .done) }
    lingerDeadline = now.monotonic + linger
    linger = 0
  }
}
