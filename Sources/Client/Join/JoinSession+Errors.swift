import Wire

/// What a session does about errors of the server that are about no message of its own.
extension JoinSession {
  /// An error that is about a command.
  mutating func receive(error message: ServerMessage, _ now: Moment) {
    let failure = Diagnosis.failure(message, profile, about: nameAskedFor(message))
    if Verb(message.errorSubject.span) == Verb("ISON"), !connection.whoIsOn.isEmpty,
      connection.whoIsOn.removeFirst() != nil
    {
      return
    }
    if isAboutHistory(message) { return refuseHistory(failure.text, now) }
    if Verb(message.errorSubject.span) == ServerVerb.away { absences.refuse() }
    openQuestions.refuse(message, profile.caseMapping)
    // This one never says what it is about.
    if message.numeric == Numeric.noOperatorHere.rawValue { openQuestions.endChange(by: ServerVerb.oper) }
    if message.numeric == JoinSession.forwarding { connection.forward(to: message[2]) }
    fail(failure, now)
    settleEntering(failure.about, isRefused: true, now)
    switch question?.subject {
    // A server without ISON; any other error is about an earlier line.
    case .isOnline: if Verb(failure.about.span) == Verb("ISON") { answer(isOnline: [], now) }
    case .part(let room):
      if profile.caseMapping.equal(room, failure.about) { question = nil }
    case .join(let room):
      guard profile.caseMapping.equal(room, failure.about) else { break }
      question = nil
      missRoom()
    case .account, .history, nil: break
    }
  }

  /// The number of the error with which some servers refuse a room and let the client into another.
  private static let forwarding = 470

  /// The name that a refusal is about, where the server cannot repeat it: one with a blank is no parameter.
  private func nameAskedFor(_ message: ServerMessage) -> [UInt8]? {
    message.numeric == Numeric.erroneousNickname.rawValue ? openQuestions.nameWanted : nil
  }
}
