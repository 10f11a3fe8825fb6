/// How a session asks for its name again, which the lost connection may still hold.
extension JoinSession {
  /// Whether only the name is missing.
  var isHaunted: Bool { if case .haunted = phase { true } else { false } }

  /// The server does not give the name: it does not know that the lost connection is no more. Or it does not give
  /// another name that the person would rather have than wait.
  mutating func awaitName(_ failure: Failure, _ now: Moment) {
    if connection.asksForOtherName {
      connection.asksForOtherName = false
      fail(failure, now)
    } else {
      sayNameIsTaken(failure)
    }
    connection.patience.end()
    phase = .haunted(until: now.monotonic + pauses.nextForName())
    if let name = takeNameEntered() { tryName(name, now) }
  }

  private mutating func sayNameIsTaken(_ failure: Failure) {
    if outage?.hasSaidNameIsTaken == false {
      outage?.hasSaidNameIsTaken = true
      let name = Escaping.visible(connection.link.ownName, as: .name)
      let advice = request.isInteractive ? " (/nick NAME takes another)" : ""
      remark("\(name): \(failure.text); trying again\(advice)")
    }
    outage?.lastFailure = Failure(failure.outcome, words: failure.about + Array(": ".utf8) + failure.words)
  }

  /// Asks for the name again.
  mutating func askForNameAgain(_ now: Moment) {
    ask(forName: ownName, now)
  }

  /// Asks for another name, which the person would rather have than wait.
  mutating func tryName(_ name: [UInt8], _ now: Moment) {
    connection.asksForOtherName = true
    ask(forName: name, now)
  }

  private mutating func ask(forName name: [UInt8], _ now: Moment) {
    phase = .registering
    connection.patience.renew(now)
    if let event = connection.link.rename(name) { receive(event: event, now) }
  }

  /// The other name that was entered before it was known that the own one is taken.
  private mutating func takeNameEntered() -> [UInt8]? {
    if request.isLiteral { return nil }
    for (index, input) in keptInputs.enumerated() {
      guard case .nick(let name) = ChatLine(input.bytes) else { continue }
      keptInputs.remove(at: index)
      return name
    }
    return nil
  }
}
