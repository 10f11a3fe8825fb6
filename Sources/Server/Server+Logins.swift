import Reactor
import Relay

/// What the relay asks about the logins of this machine, and the answers.
extension Server {
  /// Asks the login directory what the relay wants to know. The session's lines wait for the answer.
  func find(_ request: Request) {
    guard let connection = connections[request.session] else { return }
    connection.awaitsAnswer = true
    switch request.question {
    case .attempt(let delay): ask(toTry: request, connection, after: delay)
    case .secret(let question): find(question, for: request)
    case .history(let question): ask(question, for: request)
    case .login(let uid): lookUp(.name(ofUID: uid), for: request)
    case .owner(let name):
      let name = String(decoding: name, as: UTF8.self)
      lookUp(.owner(ofName: name, askedOver: connection.stream.ends), for: request)
    }
  }

  private func lookUp(_ question: LoginQuestion, for request: Request) {
    awaited[request.id.number] = request
    if let answer = logins.ask(question, token: request.id.number) {
      found.append((token: request.id.number, answer: answer))
    }
  }

  /// Hands over what was found out, and lets the sessions that waited for it go on.
  func takeAnswers() {
    found += logins.answers()
    settleAnswers()
  }

  /// Hands over what is known. An answer may lead to the next question, whose answer may be known at once too.
  func settleAnswers() {
    while !found.isEmpty {
      let answers = found
      found = []
      for (number, answer) in answers { hand(answer, to: number) }
    }
  }

  private func hand(_ answer: LoginAnswer, to number: UInt64) {
    guard let request = awaited.removeValue(forKey: number) else { return }
    give(Answer(answer), to: request)
  }

  /// Tells the relay what was found out, and lets the session go on that waited for it.
  func give(_ answer: Answer, to request: Request) {
    _ = relay.outbox.takeNews()
    take(.answer(request.id, request.session, answer))
    // What an answer costs is bounded by how many are given in a turn. It is not the work of whose lines come next.
    _ = relay.outbox.takeWork()
    if let connection = connections[request.session] {
      // A NICK or a JOIN is done only now that all is known that it needs.
      delay(connection, for: relay.outbox.takeNews())
      goOn(connection)
    }
    carryOut()
  }
}

extension Answer {
  /// What a directory of logins answers, as the relay is told.
  fileprivate init(_ answer: LoginAnswer) {
    self =
      switch answer {
      case .name(let name): .login(name)
      case .owner(.nobody): .owner(.nobody)
      case .owner(.peer): .owner(.peer)
      case .owner(.other(let login)): .owner(.login(login))
      case .tryAgain: .unavailable
      }
  }
}
