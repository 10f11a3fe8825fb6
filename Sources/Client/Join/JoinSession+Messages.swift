import Wire

/// What a session does about what the server says.
extension JoinSession {
  mutating func receive(event: LinkEvent, _ now: Moment) {
    switch event {
    case .registered:
      isGivingPassword = false
      if let failure = connection.link.loginFailure { fail(failure, now) }
      connection.patience.renew(now)
      beginEntering(now)
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
      if askServerPassword(failure) { return }
      fail(failure, now)
      finish(as: failure.outcome)
    case .message(let message): receive(message: message, now)
    case .closed: lose(because: nil, now)
    }
  }

  // MARK: Messages

  private mutating func receive(message: ServerMessage, _ now: Moment) {
    rooms.caseMapping = profile.caseMapping
    notePart(message, now)
    if request.isBot { markAsBot(message, now) }
    if acknowledgements.answers(message, profile) {
      // It came with the label of the message, and is about who gets that.
      if message.numeric == Numeric.away.rawValue { tellAway(message, now) }
      if message.verb == ServerVerb.note { remark(Diagnosis.note(message)) }
      if let verdict = acknowledgements.receive(message: message, profile) { settle(verdict, now) }
      return
    }
    switch connection.batches.receive(message: message, profile, now) {
    case .single: receive(single: message, now)
    case .part: break
    case .speech(let record): receive(speech: record, now)
    case .page(let page): receive(page: page, now)
    }
  }

  private mutating func receive(single message: ServerMessage, _ now: Moment) {
    if receive(account: message, now) || refuseRecall(message, now) { return }
    if connection.botMark.isAnswered(by: message) { return }
    if let numeric = message.numeric { return receive(numeric: numeric, message, now) }
    switch message.verb {
    case ServerVerb.pong: receive(pong: message, now)
    case ServerVerb.fail: receive(error: message, now)
    case ServerVerb.warn, ServerVerb.note: remark(Diagnosis.note(message))
    default: receive(happening: message, now)
    }
  }

  private mutating func settle(_ verdict: Verdict, _ now: Moment) {
    connection.patience.renew(now)
    connection.echo.renew(now)
    if keep(refused: verdict, now) { return }
    settleReturn(verdict)
    let delivery = verdict.delivery
    if let failure = verdict.failure.map({ hinting($0, at: delivery.target) }) {
      return fail(
        request.isInteractive ? notSent(delivery.text, to: delivery.target, failure) : failure, now)
    }
    tell(
      Record(
        .sent, time: verdict.time ?? now.wall, from: ownName, to: delivery.target, text: delivery.text,
        id: verdict.id, sentAs: delivery.kind.event))
  }

  private mutating func receive(pong message: ServerMessage, _ now: Moment) {
    if message.text == JoinSession.pingToken { tellPing(now) }
    if message.text == JoinSession.token && phase == .leaving(isAsked: true) { finish(as: .done) }
  }

  private mutating func receive(happening message: ServerMessage, _ now: Moment) {
    guard let record = Record(message, profile, now) else { return }
    if record.isSpeech { return receive(speech: record, now) }
    if isNews(record) { tellLive(record, now) }
    // Who takes another name is known by it already.
    let isOwnDoing = isOwn(record.event == .nick ? record.text : record.from)
    if isOwnDoing { openQuestions.endChange(by: message.verb) }
    if !isOwn(record.from) { absences.learn(record, profile.caseMapping) }
    switch record.event {
    case .join:
      apply(join: record)
      noteArrival(of: record.from, now)
    case .topic: rooms.setTopic(record.text, of: record.to)
    case .part: apply(departureOf: record.from, from: record.to)
    case .kick: apply(kick: record, of: message[1], now)
    case .quit: rooms.remove(record.from)
    case .nick:
      rooms.rename(record.from, to: record.text)
      renameCorrespondent(record)
    default: break
    }
  }

  private mutating func receive(speech record: Record, _ now: Moment) {
    if told.messages.isRepeated(record) { return }
    // What has waited comes again where the server does not know that it was received.
    if told.messages.isKnown(record), !isOwn(record.from) { return }
    noteCorrespondent(record)
    tellLive(record, now)
  }

  // MARK: Rooms

  /// Somebody comes into a room. The own name does so for this session alone; into a room that this session has not
  /// asked for, the server has put it.
  private mutating func apply(join record: Record) {
    if isOwn(record.from) {
      let isWanted = rooms.isWanted(record.to) || connection.hasRequested(record.to)
      rooms.enter(record.to, isWanted: isWanted, key: connection.key(of: record.to))
      begin(record.to, at: record.time)
    }
    rooms.add(record.from, to: record.to)
  }

  private mutating func apply(departureOf name: [UInt8], from room: [UInt8]) {
    guard isOwn(name) else { return rooms.remove(name, from: room) }
    var isAsked = false
    if case .part(let asked) = question?.subject, profile.caseMapping.equal(asked, room) {
      question = nil
      isAsked = true
    }
    // What a pipe holds, or a person is just typing, was written for this room: others would be the wrong people.
    rooms.leave(room, fallsBack: isAsked)
  }

  private mutating func apply(kick record: Record, of name: [UInt8], _ now: Moment) {
    let wasWanted = rooms.isWanted(record.to)
    apply(departureOf: name, from: record.to)
    guard isOwn(name), wasWanted else { return }
    // A person has seen the record.
    if request.isInteractive { return }
    fail(
      Failure(.notPermitted, about: record.to, words: Array("you were put out by ".utf8) + record.from), now)
    if rooms.wanted.isEmpty { finish(as: .notPermitted) }
  }

  /// The list of a room's members is complete: the room has been entered.
  mutating func completeRoom(_ room: [UInt8], _ now: Moment) {
    // Rooms that are entered with others are introduced with them.
    let isAlone = request.isInteractive && phase == .ready
    settleEntering(room, now)
    if case .join(let asked) = question?.subject, profile.caseMapping.equal(asked, room) {
      question = nil
      _ = talk(in: room)
    }
    if isAlone && rooms.contains(room) { introduceMembers(of: room, now) }
  }

  /// The current room is not the one that was asked for. What follows in a pipe, or was entered behind it, is meant for
  /// that one, and goes nowhere; a person who has entered nothing yet sees the prompt.
  mutating func missRoom() {
    guard !request.isInteractive || !keptInputs.isEmpty else { return }
    rooms.leaveCurrent()
    queried = nil
  }

  /// Lines go to this room from now on, and to nobody alone. Gives whether this session is in it.
  mutating func talk(in room: [UInt8]) -> Bool {
    guard rooms.makeCurrent(room) else { return false }
    queried = nil
    return true
  }
}
