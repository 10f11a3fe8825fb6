/// What a session does about what is entered. It takes everything at once from a person, and does it as soon as it can;
/// a program's lines come only when it can.
extension JoinSession {
  /// Takes a line, or a block of lines.
  mutating func enter(_ text: [UInt8], replyingTo correspondent: [UInt8]?, _ now: Moment) {
    lineNumber += 1
    let input = KeptInput(text, number: lineNumber, replyingTo: correspondent, now)
    guard request.isInteractive else { return phase == .ready ? perform(input, now) : () }
    if leaving != nil { return }
    if performAtOnce(input, now) { return }
    keptInputs.append(input)
  }

  /// A key chooses a room: at once, or behind what was entered before and still waits.
  mutating func choose(_ room: [UInt8], _ now: Moment) {
    if leaving != nil { return }
    if keptInputs.isEmpty, question == nil { return _ = talk(in: room) }
    if !request.isLiteral { enter(Array("/room ".utf8) + room, replyingTo: nil, now) }
  }

  /// Does what need not wait for what was entered before: leaving, and, while there is no connection, what needs none.
  private mutating func performAtOnce(_ input: KeptInput, _ now: Moment) -> Bool {
    if request.isLiteral { return false }
    let line = ChatLine(input.bytes)
    if case .quit(let reason) = line {
      beginLeaving(after: 0, saying: reason, now)
      return true
    }
    if outage == nil { return false }
    if case .nick(let name) = line, isHaunted {
      tryName(name, now)
      return true
    }
    // What was entered before it and waits is for the room that lines went to then: that stays.
    if case .fault(let text) = line {
      fail(Failure(.badInput, text), now)
      return true
    }
    guard JoinSession.needsNoServer(line) else { return false }
    perform(input, now)
    return true
  }

  /// Whether a line can be done without a connection, and no later line depends on it.
  private static func needsNoServer(_ line: ChatLine) -> Bool {
    switch line {
    case .help, .clear, .ignore, .unignore: true
    default: false
    }
  }

  /// Does what was entered and kept, as far as that can be done now.
  mutating func performKeptInputs(_ now: Moment) {
    while wantsLine, !keptInputs.isEmpty { perform(keptInputs.removeFirst(), now) }
  }

  // MARK: What did not go out

  /// How many lines that were not sent are named.
  private static let mostNamed = 3

  /// The run is over: says what was not sent, and what may not have arrived.
  mutating func nameUnsent() {
    let lost = acknowledgements.unsettled
    var unsent = keptInputs.map(\.bytes)
    keptInputs = []
    let awaiting = returns.deliveries.filter { waiting in !lost.contains { $0.id == waiting.id } }
    if request.isInteractive, case .isOnline(_, _, let whole) = question?.subject {
      unsent.insert(whole, at: 0)
    }
    if !lost.isEmpty {
      remark("\(lost.count == 1 ? "1 message was" : "\(lost.count) messages were") not acknowledged")
      if request.isInteractive {
        name(lost.map { "may not have arrived: \(Excerpt.of($0.text, to: $0.target))" })
      }
    }
    let count = unsent.count + awaiting.count
    if count > 0 {
      remark("\(count == 1 ? "1 line was" : "\(count) lines were") not sent")
      name(
        awaiting.map { "not sent: \(Excerpt.of($0.text, to: $0.target))" }
          + unsent.map { "not sent: \(Excerpt.of(line: $0))" })
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
    let reason = isPlain ? failure.text : "\(Escaping.visible(failure.about, as: .subject)): \(failure.text)"
    return Failure(failure.outcome, "not sent: \(Excerpt.of(text, to: target)) (\(reason))")
  }

  /// What is said to a person about a message of which nobody knows whether it arrived.
  func mayNotHaveArrived(_ delivery: Delivery, _ outcome: Outcome, _ reason: String) -> Failure {
    Failure(outcome, "may not have arrived: \(Excerpt.of(delivery.text, to: delivery.target)) (\(reason))")
  }
}
