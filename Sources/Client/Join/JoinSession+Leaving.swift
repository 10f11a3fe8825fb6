/// How a session goes on, and how it leaves.
extension JoinSession {
  /// Whether something has to be done before lines can be taken.
  var isGettingReady: Bool {
    switch phase {
    case .registering, .introducing, .entering, .catchingUp, .haunted: true
    default: false
    }
  }

  /// How long a person who wants to leave waits for answers to what was entered, and for a word of the server where
  /// nothing else is waited for, in milliseconds.
  private static let mostWaiting: Int64 = 3000
  private static let mostWaitingForNothing: Int64 = 1000

  /// Whether something that was sent or entered is not answered, or something that was asked and stands in the way.
  var hasUnsettled: Bool {
    !acknowledgements.isEmpty || !returns.isEmpty || question != nil || !keptInputs.isEmpty
  }

  /// Goes on where nothing stands in the way any more, and keeps the time of what is waited for.
  mutating func proceed(_ now: Moment) {
    if isGettingReady || !connection.isOpen { return }
    if phase == .naming { return connection.patience.end() }
    if !asksAboutOld { sendWaiting(now) }
    performKeptInputs(now)
    if leaving != nil, phase == .ready, keptInputs.isEmpty { phase = .leaving(isAsked: false) }
    if phase == .leaving(isAsked: false), !hasUnsettled { settleLeaving(now) }
    if acknowledgements.hasFlights || question != nil || isLeaving {
      connection.patience.begin(now)
    } else {
      connection.patience.end()
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
    if connection.echo.becomesLate(now), leaving != nil { sayWhatIsAwaited() }
  }

  /// Nothing more is waited for: the server does not answer.
  mutating func leaveUnanswered() {
    finish(as: hasUnsettled ? .gaveUpWaiting : .done)
    output.awaitsClose = false
  }

  /// Keeps the time in which a person expects to see what was said.
  private mutating func awaitEcho(_ now: Moment) {
    if request.isInteractive && acknowledgements.hasFlights {
      connection.echo.begin(now)
    } else {
      connection.echo = EchoWatch()
    }
  }

  private var isLeaving: Bool {
    if case .leaving = phase { true } else { false }
  }

  /// All that was sent is answered: what others answer is waited for, then the server is asked whether it has done all
  /// else.
  private mutating func settleLeaving(_ now: Moment) {
    leaving?.beginLingering(now)
    if let end = leaving?.lingerEnd, end > now.monotonic { return phase = .lingering(until: end) }
    phase = .leaving(isAsked: true)
    connection.link.bytes.appendCommand("PING", JoinSession.token)
    if request.isInteractive { leaving?.wait(atMost: JoinSession.mostWaitingForNothing, now) }
  }

  /// No more lines are taken; what was sent is to be answered first.
  ///
  /// - Parameters:
  ///   - linger: How long to stay then, in milliseconds.
  ///   - farewell: What it says to the others.
  mutating func beginLeaving(after linger: Int64, saying farewell: [UInt8] = [], _ now: Moment) {
    if leaving != nil { return }
    leaving = Leaving(farewell: farewell, linger: linger)
    if request.isInteractive {
      answer(nil, now)
      if outage != nil { return finish(as: .done) }
      leaving?.wait(atMost: linger + JoinSession.mostWaiting, now)
      if connection.echo.isLate { sayWhatIsAwaited() }
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
    guard outage != nil, leaving?.isToLinger == true else { return finish(as: .done) }
    leaving?.beginLingering(now)
  }
}
