import Wire

/// How a session waits for the slow world.
extension Relay {
  /// Asks for something that a session waits for. The command at hand is answered when the answer has come, and under
  /// its label then.
  func ask(_ question: Request.Question, for session: Session, _ purpose: PendingRequest.Purpose) {
    counters.requests += 1
    let id = RequestID(number: counters.requests)
    session.request = PendingRequest(id: id, purpose: purpose, label: tags.label)
    tags.label.removeAll(keepingCapacity: true)
    outbox.ask(Request(id: id, session: session.id, question: question))
  }

  /// An answer has come. Where the session is gone nobody waits for it any more.
  func settle(_ id: RequestID, of sessionID: SessionID, _ answer: Answer) {
    guard let session = session(sessionID), let request = session.request, request.id == id else { return }
    session.request = nil
    tags.label = request.label
    switch (request.purpose, answer) {
    case (.identity, .login(let login?)):
      guard case .local(let uid) = session.origin.place else { break }
      session.account = AccountID(
        realm: .host(configuration.node.hostName), name: login, generation: Int64(uid))
    case (.identity, _): break
    case (.password, .attemptGranted): answering(session) { lookAtPassword(of: session) }
    case (.password, .attemptRefused(let seconds)):
      let why = "too many wrong passwords: try again in \(seconds) s"
      answering(session) { refusePassword(of: session, why) }
    case (.password, _): break
    case (.replay(let room), _): answering(session) { replay(answer, of: room, to: session) }
    case (.waiting, _): answering(session) { tellWaiting(answer, to: session) }
    case (.absent(let message), _): answering(session) { say(message, to: answer.addressee, by: session) }
    case (.sasl, _): answering(session) { goOn(loggingIn: session, answer) }
    case (.account(let task), _): answering(session) { goOn(with: task, session, answer) }
    case (.markers(let line), _): learnMarkers(answer, then: line, session)
    case (.whowas(let name, let count), _):
      answering(session) { replyWhowas(name, count, answer.addressee) }
    case (.redaction(let redaction), _):
      answering(session) { redact(redaction, answer, by: session) }
    case (.operating(let name, let password), .attemptGranted):
      answering(session) { lookAtOperator(name, password, session) }
    case (.operating, .attemptRefused(let seconds)):
      answering(session) { replyTooManyMistakes(seconds) }
    case (.operating, _): break
    case (.history(let purpose), _): answering(session) { answerHistory(purpose, answer, to: session) }
    case (.registration(let name), _):
      answering(session) { register(session, as: name, owner: answer.owner) }
    case (.renaming(let name), _):
      answering(session) { rename(session, to: name, owner: answer.owner) }
    }
    replayNext(session)
  }
}

extension Answer {
  /// Whose a name is; nil where that could not be found out.
  fileprivate var owner: NameOwner? {
    if case .owner(let owner) = self { owner } else { nil }
  }

  /// Who is meant by a name that nobody has now; nil where that could not be found out.
  fileprivate var addressee: Addressee? {
    if case .addressee(let addressee) = self { addressee } else { nil }
  }
}
