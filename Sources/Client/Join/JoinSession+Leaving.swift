/// How a session goes on, and how it leaves.
extension JoinSession {
  /// Whether something has to be done before lines can be taken.
  var isGettingReady: Bool {
    switch phase {
    case .registering, .entering, .catchingUp, .haunted: true
    default: false
    }
  }

  /// How long a person who wants to leave waits for answers to what was entered, and for a word of the server where
  /// nothing else is waited for, in milliseconds.
  private static let mostWaiting: Int64 = 3000
  private static let mostWaitingForNothing: Int64 = 1000

  /// Whether something that was sent, asked or entered is not answered.
  var hasUnsettled: Bool { !acknowledgements.isEmpty || question != nil || !typedLines.isEmpty }

  /// Goes on where nothing stands in the way any more, and keeps the time of what is waited for.
  mutating func proceed(_ now: Moment) {
    if isGettingReady || !hasConnection { return }
    if phase == .naming { return patience.end() }
    if !asksAboutOld { sendWaiting(now) }
    takeTypedLines(now)
    if isEnding, phase == .ready, typedLines.isEmpty { phase = .leaving(isAsked: false) }
    if phase == .leaving(isAsked: false), !hasUnsettled { settleLeaving(now) }
    if acknowledgements.hasFlights || question != nil || isLeaving {
      patience.begin(now)
    } else {
      patience.end()
    }
    awaitEcho(now)
  }

  /// A person who wants to leave sees why that takes a while.
  private mutating func sayWhatIsAwaited() {
    let count = acknowledgements.count
    let messages = count == 1 ? "1 message" : "\(count) messages"
    remark("waiting for \(messages) to be acknowledged; C-c leaves at once")
  }

  /// The server has not said anything about a message for so long that the person should know.
  mutating func noteLateEcho(_ now: Moment) {
    if isEchoLate || !echoPatience.hasEnded(now) { return }
    isEchoLate = true
    if isEnding { sayWhatIsAwaited() }
  }

  /// Nothing more is waited for: the server does not answer.
  mutating func leaveUnanswered() {
    finish(as: hasUnsettled ? .gaveUpWaiting : .done)
    output.awaitsClose = false
  }

  /// Keeps the time in which a person expects to see what was said.
  private mutating func awaitEcho(_ now: Moment) {
    if request.isInteractive && acknowledgements.hasFlights { return echoPatience.begin(now) }
    echoPatience.end()
    isEchoLate = false
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
      if request.isInteractive {
        leaveDeadline = min(leaveDeadline ?? .max, now.monotonic + JoinSession.mostWaitingForNothing)
      }
    }
  }

  /// No more lines are taken; what was sent is to be answered first.
  ///
  /// - Parameter linger: How long to stay then, in milliseconds.
  mutating func beginLeaving(after linger: Int64, _ now: Moment) {
    if isEnding { return }
    isEnding = true
    self.linger = linger
    if request.isInteractive {
      answer(nil, now)
      if outage != nil { return finish(as: .done) }
      leaveDeadline = now.monotonic + linger + JoinSession.mostWaiting
      if isEchoLate { sayWhatIsAwaited() }
    }
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
