import Wire

/// What a session does about what the server says.
extension JoinSession {
  mutating func take(_ event: LinkEvent, _ now: Moment) {
    switch event {
    case .registered:
      if let failure = link.loginFailure { fail(failure, now) }
      enterRooms(now)
    case .nameRefused(let failure):
      if outage != nil { return awaitName(failure, now) }
      if request.isInteractive {
        phase = .naming
        output.notices.append(.nameRefused(failure))
      } else {
        fail(failure, now)
        finish(as: failure.outcome)
      }
    case .failed(let failure):
      if outage != nil && failure.outcome == .noConnection { return tryLater(failure, now) }
      fail(failure, now)
      finish(as: failure.outcome)
    case .message(let message): take(message, now)
    }
  }

  // MARK: Messages

  private mutating func take(_ message: ServerMessage, _ now: Moment) {
    rooms.caseMapping = link.profile.caseMapping
    if acknowledgements.answers(message, link.profile) {
      // It came with the label of the message, and is about who gets that.
      if message.numeric == Numeric.away.rawValue { tellAway(message, now) }
      if let verdict = acknowledgements.receive(message: message, link.profile) { settle(verdict, now) }
      return
    }
    switch batches.receive(message: message, link.profile, now) {
    case .single: takeSingle(message, now)
    case .part: break
    case .speech(let record): takeSpeech(record, now)
    case .page(let page): take(page, now)
    }
  }

  private mutating func takeSingle(_ message: ServerMessage, _ now: Moment) {
    if takeAccount(message, now) || takeRecallError(message, now) { return }
    if let numeric = message.numeric { return takeNumeric(numeric, message, now) }
    switch message.verb {
    case ServerVerb.pong: takePong(message)
    case ServerVerb.fail: takeError(message, now)
    case ServerVerb.warn, ServerVerb.note: remark(Diagnosis.note(message))
    default: takeEvent(message, now)
    }
  }

  private mutating func settle(_ verdict: Verdict, _ now: Moment) {
    patience.renew(now)
    echoPatience.renew(now)
    isEchoLate = false
    let delivery = verdict.delivery
    if let failure = verdict.failure {
      return fail(
        request.isInteractive ? notSent(delivery.text, to: delivery.target, failure) : failure, now)
    }
    tell(
      Record(
        .sent, time: verdict.time ?? now.wall, from: link.ownName, to: delivery.target, text: delivery.text,
        id: verdict.id, sentAs: delivery.kind.event))
  }

  private mutating func takePong(_ message: ServerMessage) {
    if message.text == JoinSession.token && phase == .leaving(isAsked: true) { finish(as: .done) }
  }

  private mutating func takeEvent(_ message: ServerMessage, _ now: Moment) {
    guard let record = Record(message, link.profile, now) else { return }
    if record.isSpeech { return takeSpeech(record, now) }
    if isNews(record) { tellLive(record, now) }
    if !link.isOwn(record.from) { absences.learn(record, link.profile.caseMapping) }
    switch record.event {
    case .join: takeJoin(record)
    case .topic: rooms.setTopic(record.text, of: record.to)
    case .part: takeDeparture(of: record.from, from: record.to, now)
    case .kick: takeKick(record, of: message[1], now)
    case .quit: rooms.remove(record.from)
    case .nick:
      rooms.rename(record.from, to: record.text)
      renameCorrespondent(record)
    default: break
    }
  }

  private mutating func takeSpeech(_ record: Record, _ now: Moment) {
    if seen.isRepeated(record) { return }
    noteCorrespondent(record)
    tellLive(record, now)
  }

  /// Tells a message, and counts it.
  mutating func tellSpeech(_ record: Record, _ now: Moment) {
    if messagesLeft == 0 { return }
    tell(record)
    guard let left = messagesLeft else { return }
    messagesLeft = left - 1
    awaitNextMessage(now)
    if left == 1 { beginLeaving(after: 0, now) }
  }

  // MARK: Rooms

  private mutating func takeJoin(_ record: Record) {
    if !link.isOwn(record.from) { return rooms.add(record.from, to: record.to) }
    rooms.enter(record.to)
    rooms.add(record.from, to: record.to)
  }

  private mutating func takeDeparture(of name: [UInt8], from room: [UInt8], _ now: Moment) {
    guard link.isOwn(name) else { return rooms.remove(name, from: room) }
    var isAsked = false
    if case .part(let asked) = question, link.profile.caseMapping.equal(asked, room) {
      question = nil
      isAsked = true
    }
    // What a pipe holds, or a person is just typing, was written for this room: others would be the wrong people.
    rooms.leave(room, fallsBack: isAsked)
  }

  private mutating func takeKick(_ record: Record, of name: [UInt8], _ now: Moment) {
    takeDeparture(of: name, from: record.to, now)
    guard link.isOwn(name) else { return }
    // A person has seen the record.
    if request.isInteractive { return }
    let by = Escaping.visible(record.from, as: .name)
    fail(Failure(.notPermitted, about: record.to, "you were put out by \(by)"), now)
    if rooms.names.isEmpty { finish(as: .notPermitted) }
  }

  /// The list of a room's members is complete: the room has been entered.
  mutating func completeRoom(_ room: [UInt8], _ now: Moment) {
    // Rooms that are entered with others are introduced with them.
    let isAlone = request.isInteractive && phase == .ready
    settleEntering(room, now)
    if case .join(let asked) = question, link.profile.caseMapping.equal(asked, room) {
      question = nil
      _ = rooms.makeCurrent(room)
    }
    if isAlone && rooms.contains(room) { introduceMembers(of: room, now) }
  }

  // MARK: Errors

  /// An error that is about no message of ours: a command's.
  mutating func takeError(_ message: ServerMessage, _ now: Moment) {
    let failure = Diagnosis.failure(message, link.profile, about: nameAskedFor(message))
    if isAboutHistory(message) { return refuseHistory(failure.text, now) }
    if Verb(message.errorSubject.span) == ServerVerb.away { absences.refuse() }
    fail(failure, now)
    settleEntering(failure.about, isRefused: true, now)
    switch question {
    // A server without ISON; any other error is about an earlier line.
    case .isOnline: if Verb(failure.about.span) == Verb("ISON") { answer(isOnline: [], now) }
    case .part(let room):
      if link.profile.caseMapping.equal(room, failure.about) { question = nil }
    case .join(let room):
      guard link.profile.caseMapping.equal(room, failure.about) else { break }
      question = nil
      missRoom()
    case .account, .history, nil: break
    }
  }

  /// The current room is not the one that was asked for. What follows in a pipe, or has been entered behind it, is meant
  /// for that one, and goes nowhere; a person who has entered nothing yet sees the prompt.
  mutating func missRoom() {
    if !request.isInteractive || !typedLines.isEmpty { rooms.leaveCurrent() }
  }

  /// The name that a refusal is about, where the server cannot repeat it: one with a blank is no parameter.
  private func nameAskedFor(_ message: ServerMessage) -> [UInt8]? {
    message.numeric == Numeric.erroneousNickname.rawValue ? nameWanted : nil
  }
}
