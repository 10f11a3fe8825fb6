import Wire

/// What a session makes of what the server says.
extension WhoSession {
  mutating func receive(event: LinkEvent, _ now: Moment) {
    switch event {
    case .registered: begin(now)
    case .nameRefused where nameWait.begin(link, now): break
    case .nameRefused(let failure), .failed(let failure): fail(failure)
    case .message(let message): receive(message: message, now)
    case .closed: fail(link.loss(nil))
    }
  }

  private mutating func receive(message: ServerMessage, _ now: Moment) {
    if message.verb == ServerVerb.pong, message.text == WhoSession.token { return completeAnswer(now) }
    if phase == .greeting, message.numeric != nil { patience.prolong(now) }
    guard let numeric = message.numeric.flatMap(Numeric.init) else { return }
    noteProgress(numeric, now)
    switch numeric {
    case .whoReply: learn(numeric, message, about: message[5], isNew: true)
    case .isOn:
      for name in message.text.split(separator: 0x20) { add(Array(name)) }
    case .whoisChannels, .whoisAccount, .whoisIdle, .away:
      learn(numeric, message, about: message[1], isNew: false)
    case .monOnline, .monOffline: receiveMonitored(numeric, message, now)
    case .list: rooms.append(WhoRoom(message))
    case .luserClient, .globalUsers: users.learn(numeric, message)
    case .endOfWho where endsItself, .listEnd where endsItself: completeAnswer(now)
    default: receiveError(numeric, message, now)
    }
  }

  /// A part of the answer is progress; of each description there is one end.
  private mutating func noteProgress(_ numeric: Numeric, _ now: Moment) {
    switch numeric {
    case .whoReply, .isOn, .list, .monOnline, .monOffline, .whoisUser, .whoisChannels, .whoisAccount,
      .whoisIdle:
      patience.prolong(now)
    case .endOfWhois where missingDetails > 0:
      missingDetails -= 1
      patience.renew(now)
    default: break
    }
  }

  private mutating func receiveError(_ numeric: Numeric, _ message: ServerMessage, _ now: Moment) {
    switch numeric {
    case .noSuchNick where phase == .detailing: _ = roll.remove(key(message[1]))
    case .noSuchChannel, .noSuchNick:
      // Only at first, where MODE asked: later a room may come and go.
      guard phase == .listing, !isWaiting, let room = request.room else { return }
      refuse(Diagnosis.failure(message, link.profile, about: room), now)
    case .nicknameInUse: stepAside()
    case .unknownCommand, .monListFull: refuse(Diagnosis.failure(message, link.profile), now)
    case .tryAgain:
      refuse(Failure(.gaveUpWaiting, about: message[1], words: Diagnosis.words(message.text)), now)
    default: break
    }
  }

  /// The server refuses to answer. Where a PONG ends the answer, that comes all the same.
  private mutating func refuse(_ failure: Failure, _ now: Moment) {
    refusal = refusal ?? failure
    if endsItself { completeAnswer(now) }
  }

  /// Whether an answer is awaited that says itself when it is complete.
  private var endsItself: Bool { hasOwnEnd && (phase == .listing || phase == .watching) }

  // MARK: Who is there

  private func key(_ name: [UInt8]) -> [UInt8] { link.profile.caseMapping.fold(name) }

  /// Whether a name is one of those that were asked for. A server that cannot hide this connection names it too: nobody
  /// asked for that.
  private func isAsked(_ name: [UInt8]) -> Bool {
    if !link.profile.isChatnet && link.isOwn(name) { return false }
    return request.names.isEmpty || request.names.contains { link.profile.caseMapping.equal($0, name) }
  }

  @discardableResult
  private mutating func add(_ name: [UInt8]) -> WhoRoll.Change? {
    isAsked(name) ? roll.add(name, key(name)) : nil
  }

  private mutating func learn(_ numeric: Numeric, _ message: ServerMessage, about name: [UInt8], isNew: Bool)
  {
    if isNew { add(name) }
    let (profile, hasRoom) = (link.profile, request.room != nil)
    roll.update(key(name)) {
      $0.learn(numeric, message, profile)
      if !hasRoom { $0.sign = nil }
    }
  }

  /// `730 me :bob!user@host,carol`, `731 me :bob`.
  private mutating func receiveMonitored(_ numeric: Numeric, _ message: ServerMessage, _ now: Moment) {
    // Where the server did not take all of the names, the answers to questions count alone.
    if means == .polling { return }
    for item in message.text.split(separator: 0x2C) {
      let name = Source(Array(item).span).name
      let change = numeric == .monOnline ? add(name) : roll.remove(key(name))
      guard let change else { continue }
      spend(numeric == .monOnline ? name.count : -name.count)
      if phase == .watching { tell(change, message.time ?? now.wall) }
    }
    answerWait(now)
  }

  // MARK: Complete answers

  private mutating func completeAnswer(_ now: Moment) {
    switch phase {
    case .greeting: beginWatching(now)
    case .listing: completeList(now)
    case .detailing: completeDetails(now)
    case .watching: completePoll(now)
    case .registering, .over: break
    }
  }

  private mutating func completeList(_ now: Moment) {
    if let refusal { return means == .polling ? fail(refusal) : pollInstead(now) }
    if request.question == .rooms { return answerRooms() }
    _ = roll.completeAnswer()
    if request.question == .who {
      if !askForDetails(now) { answer() }
      return
    }
    phase = .watching
    planPoll(now)
    if request.question == .watch { tellList(now) }
    answerWait(now)
  }

  private mutating func completePoll(_ now: Moment) {
    guard isPolled else { return }
    if refusal == nil {
      for change in roll.completeAnswer() { tell(change, now.wall) }
    } else {
      // No answer this time.
      refusal = nil
      roll.discardAnswer()
    }
    planPoll(now)
    answerWait(now)
  }

  private mutating func completeDetails(_ now: Moment) {
    if isWaiting, !missing.isEmpty {
      // Somebody left meanwhile.
      phase = .watching
      return planPoll(now)
    }
    answer()
  }

  // MARK: Answering

  /// Those that were asked for and are there.
  var found: [WhoEntry] { roll.entries }

  /// Those of the names that are not there, as they were written.
  private var missing: [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return request.names.filter { !roll.holds(key($0)) && seen.insert(key($0)).inserted }
  }

  /// Whether it waits for the names.
  var isWaiting: Bool {
    if case .wait = request.question { true } else { false }
  }

  /// The failure of a wait that was to last so long, in milliseconds.
  func stillMissing(after limit: Int64) -> Failure {
    let names = Array(missing.joined(separator: Array(", ".utf8)))
    let place = request.room.map { "in " + Escaping.visible($0, as: .name) } ?? "online"
    return Failure(.gaveUpWaiting, about: names, "not \(place) after \(Patience(limit: limit).description)")
  }

  private mutating func answerWait(_ now: Moment) {
    guard isWaiting, phase == .watching, missing.isEmpty else { return }
    if !askForDetails(now) { answer() }
  }

  private mutating func answer() {
    if !request.isQuiet, !found.isEmpty {
      output.notices.append(.data(request.rendering.bytes(of: found)))
    }
    sayWhoIsHidden()
    finish(missing.isEmpty ? .done : .answerIsNo)
  }

  /// An answer that leaves people out does not look as if nobody was there.
  private mutating func sayWhoIsHidden() {
    guard request.question == .who, request.names.isEmpty, request.room == nil, !link.profile.isChatnet else {
      return
    }
    let hidden = users.hidden(shown: found.count + 1)
    if hidden == 0 { return }
    let count = hidden == 1 ? "1 more user" : "\(hidden) more users"
    output.notices.append(
      .remark(
        "the server counts \(count) and does not show them: who NAME asks for one, who -r ROOM in a room"))
  }

  private mutating func answerRooms() {
    let mapping = link.profile.caseMapping
    rooms.sort { mapping.fold($0.name).lexicographicallyPrecedes(mapping.fold($1.name)) }
    if !rooms.isEmpty { output.notices.append(.data(request.rendering.bytes(of: rooms))) }
    finish(.done)
  }

  // MARK: Watching

  private mutating func tellList(_ now: Moment) {
    let room = request.room ?? []
    for entry in found {
      tell(Record(.user, time: now.wall, from: entry.name, to: room, text: entry.state))
    }
    tell(Record(.end, time: now.wall, to: room, text: Array("user".utf8)))
  }

  private mutating func tell(_ change: WhoRoll.Change, _ time: Timestamp) {
    guard request.question == .watch else { return }
    let room = request.room ?? []
    switch change {
    case .came(let entry): tell(Record(.join, time: time, from: entry.name, to: room))
    case .left(let entry):
      tell(Record(request.room == nil ? .quit : .part, time: time, from: entry.name, to: room))
    }
  }

  private mutating func tell(_ record: Record) {
    output.notices.append(.record(record))
  }
}
