import Wire

/// The answers that `send --reply` waits for.
extension SendSession {
  /// Takes what may be an answer: a private message of a person that was sent to or, where a room was, of anybody.
  mutating func receive(answer message: ServerMessage, _ now: Moment) {
    switch answers.receive(message: message, link.profile, now) {
    case .single:
      // Servers say things too.
      guard message.source.contains(UInt8(ascii: "!")) else { return }
      if let record = Record(message, link.profile, now) { receive(speech: record) }
    case .speech(let record): receive(speech: record)
    case .part, .page: break
    }
  }

  private mutating func receive(speech record: Record) {
    // A question of a program (CTCP) is no answer.
    guard record.isSpeech, link.isOwn(record.to), !link.isOwn(record.from), record.text.first != 1,
      let index = target(answeredBy: record.from)
    else { return }
    targets[index].hasAnswered = true
    output.notices.append(.record(record))
  }

  private func target(answeredBy name: [UInt8]) -> Int? {
    let mapping = link.profile.caseMapping
    if let index = targets.firstIndex(where: { mapping.equal($0.name, name) }) {
      return awaits(targets[index]) ? index : nil
    }
    return targets.firstIndex { link.profile.isRoom($0.name) && awaits($0) }
  }

  private func awaits(_ target: SendTarget) -> Bool {
    !target.hasAnswered && !target.isOfEarlierRun && target.state != .refused
  }

  /// Whether somebody who got a message has not answered it.
  var awaitsAnswers: Bool {
    request.reply != nil && report.accepted > 0 && targets.contains(where: awaits)
  }

  /// All was accepted: from now on the time runs.
  mutating func beginAwaitingAnswers(_ now: Moment) {
    phase = .awaitingAnswers
    patience = Patience(limit: request.reply ?? 0)
    patience.begin(now)
  }

  /// The time is over.
  mutating func missAnswers() {
    for target in targets where awaits(target) {
      fail(Failure(.gaveUpWaiting, about: target.name, "no answer in \(patience.description)"))
    }
    finish()
  }
}
