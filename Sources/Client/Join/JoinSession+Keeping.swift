/// What a session does about what a person enters: it takes everything at once, and does it as soon as that can be.
extension JoinSession {
  /// Takes a line, or a block of lines.
  mutating func take(entered input: KeptInput, _ now: Moment) {
    guard request.isInteractive else { return phase == .ready ? takeNext(input, now) : () }
    if isEnding { return }
    if takeAtOnce(input, now) { return }
    typedLines.append(input)
  }

  /// Does what need not wait for what was entered before: leaving, and, while there is no connection, what needs none.
  private mutating func takeAtOnce(_ input: KeptInput, _ now: Moment) -> Bool {
    if request.isLiteral { return false }
    let line = ChatLine(input.bytes)
    if case .quit(let reason) = line {
      farewell = reason
      beginLeaving(after: 0, now)
      return true
    }
    if outage == nil { return false }
    if case .nick(let name) = line, isHaunted {
      tryName(name, now)
      return true
    }
    guard JoinSession.needsNoServer(line) else { return false }
    takeNext(input, now)
    return true
  }

  /// Whether a line can be done without a connection, and no later line depends on it.
  static func needsNoServer(_ line: ChatLine) -> Bool {
    switch line {
    case .help, .fault, .ignore, .unignore: true
    default: false
    }
  }

  /// Does what was entered and kept, as far as that can be done now.
  mutating func takeTypedLines(_ now: Moment) {
    while wantsLine, !typedLines.isEmpty { takeNext(typedLines.removeFirst(), now) }
  }

  /// Does what a line, or a block of lines, says.
  mutating func takeNext(_ input: KeptInput, _ now: Moment) {
    lineNumber += 1
    take(line: input.bytes, replyingTo: input.correspondent, now)
  }

  // MARK: What did not go out

  /// How many lines that were not sent are named.
  private static let mostNamed = 3

  /// The run is over: says what was not sent, and what may not have arrived.
  mutating func nameUnsent() {
    let lost = acknowledgements.unsettled
    var unsent = typedLines.map(\.bytes)
    typedLines = []
    if request.isInteractive, case .isOnline(_, _, let whole) = question { unsent.insert(whole, at: 0) }
    if !lost.isEmpty {
      remark("\(lost.count == 1 ? "1 message was" : "\(lost.count) messages were") not acknowledged")
      if request.isInteractive {
        name(lost.map { "may not have arrived: \(Excerpt.of($0.text, to: $0.target))" })
      }
    }
    if !unsent.isEmpty {
      remark("\(unsent.count == 1 ? "1 line was" : "\(unsent.count) lines were") not sent")
      name(unsent.map { "not sent: \(Excerpt.of(line: $0))" })
    }
  }

  private mutating func name(_ sentences: [String]) {
    for sentence in sentences.prefix(JoinSession.mostNamed) { remark(sentence) }
    if sentences.count > JoinSession.mostNamed {
      remark("and \(sentences.count - JoinSession.mostNamed) more")
    }
  }

  /// What is said to a person about a message that the server refused, with its text.
  func notSent(_ text: [UInt8], to target: [UInt8], _ failure: Failure) -> Failure {
    let isPlain = failure.about.isEmpty || failure.about == rooms.current
    let reason = isPlain ? failure.text : "\(Escaping.visible(failure.about)): \(failure.text)"
    return Failure(failure.outcome, "not sent: \(Excerpt.of(text, to: target)) (\(reason))")
  }

  /// What is said to a person about a message of which nobody knows whether it arrived.
  func mayNotHaveArrived(_ delivery: Delivery, _ outcome: Outcome, _ reason: String) -> Failure {
    Failure(outcome, "may not have arrived: \(Excerpt.of(delivery.text, to: delivery.target)) (\(reason))")
  }
}
