import Wire

/// What a session does about what the server says.
extension SendSession {
  mutating func take(_ event: Link.Event, _ now: Moment) {
    switch event {
    case .registered:
      if let wanted = link.nameGivenUp {
        let names = (Escaping.visible(wanted, as: .name), Escaping.visible(link.ownName, as: .name))
        output.notices.append(.remark("\(names.0) is taken, so this is sent as \(names.1)"))
      }
      begin(now)
    case .nameRefused(let failure), .failed(let failure):
      fail(failure)
      finish()
    case .message(let message): take(message, now)
    }
  }

  /// Ends what has nothing left to wait for, and keeps the time of what has.
  mutating func proceed(_ now: Moment) {
    guard phase == .sending else { return }
    acknowledgements.pump(link.profile, to: &link.bytes)
    let isWaiting = !acknowledgements.isEmpty || targets.contains { $0.state == .joining }
    if isWaiting {
      patience.begin(now)
    } else {
      patience.end()
      if inputHasEnded || areAllRefused { finish() }
    }
  }

  var areAllRefused: Bool { targets.allSatisfy { $0.state == .refused } }

  // MARK: Before the first message

  /// A message that is given beforehand tells by itself whether its targets exist.
  private mutating func begin(_ now: Moment) {
    patience.renew(now)
    if let text = request.text, !text.allSatisfy({ $0.isBlank || $0 == 0x0A }) { return beginSending() }
    phase = .checking
    let open = targets.filter { $0.state == .open }.map(\.name)
    check.ask(open, link.profile, to: &link.bytes)
  }

  private mutating func endCheck(_ now: Moment) {
    patience.end()
    for index in targets.indices where targets[index].state == .open {
      if let failure = check.failure(of: targets[index], link.profile) { refuse(index, failure) }
    }
    if areAllRefused { finish() } else { beginSending() }
  }

  // MARK: Answers

  private mutating func take(_ message: ServerMessage, _ now: Moment) {
    if phase == .checking, check.take(message, link.profile) { return endCheck(now) }
    guard phase == .sending else { return }
    if let verdict = acknowledgements.take(message, link.profile) {
      patience.renew(now)
      settle(verdict, now)
    } else if targets.contains(where: { $0.state == .joining }) {
      takeJoinAnswer(message, now)
    }
  }

  private mutating func settle(_ verdict: Verdict, _ now: Moment) {
    guard let failure = verdict.failure else {
      report.accept()
      if request.reportsAccepted { output.notices.append(.record(record(of: verdict, now))) }
      return
    }
    guard let index = targets.firstIndex(where: { $0.name == verdict.delivery.target }) else { return }
    if asksForMembership(verdict, targets[index]) { return join(index, then: verdict.delivery) }
    report.miss(line: verdict.delivery.line)
    switch failure.outcome {
    case .badInput, .gaveUpWaiting: fail(failure)
    default: refuse(index, failure)
    }
  }

  private func record(of verdict: Verdict, _ now: Moment) -> Record {
    Record(
      .sent, time: verdict.time ?? now.wall, from: link.ownName, to: verdict.delivery.target,
      text: verdict.delivery.text, id: verdict.id, sentAs: verdict.delivery.kind.event)
  }

  /// A target that refuses gets no more, also of what waits already.
  mutating func refuse(_ index: Int, _ failure: Failure) {
    let name = targets[index].name
    for delivery in takeBack(index) + acknowledgements.withdraw({ $0.target == name }) {
      report.miss(line: delivery.line)
    }
    if targets[index].state == .refused { return }
    targets[index].state = .refused
    fail(failure)
  }

  // MARK: Rooms that ask for membership

  private func asksForMembership(_ verdict: Verdict, _ target: SendTarget) -> Bool {
    guard link.profile.isRoom(target.name), target.state == .open || target.state == .joining else {
      return false
    }
    return verdict.numeric == .cannotSendToChan || verdict.numeric == .notOnChannel
  }

  private mutating func join(_ index: Int, then delivery: Delivery) {
    targets[index].retries.append(delivery)
    if targets[index].state == .joining { return }
    let name = targets[index].name
    targets[index].state = .joining
    link.bytes.appendCommand("JOIN", name)
    targets[index].held = acknowledgements.withdraw { $0.target == name }
  }

  /// What waits for the room to be joined, in order; it waits no more.
  private mutating func takeBack(_ index: Int) -> [Delivery] {
    defer {
      targets[index].retries = []
      targets[index].held = []
    }
    return targets[index].waiting
  }

  private mutating func takeJoinAnswer(_ message: ServerMessage, _ now: Moment) {
    let isOwnJoin = message.verb == ServerVerb.join && link.isOwn(message.sender)
    guard isOwnJoin || message.isError else { return }
    let room = isOwnJoin ? message[0] : Diagnosis.subject(of: message)
    let index = targets.firstIndex { $0.state == .joining && link.profile.caseMapping.equal($0.name, room) }
    guard let index else { return }
    patience.renew(now)
    if isOwnJoin { return enter(index) }
    refuse(index, Diagnosis.failure(message, link.profile, about: targets[index].name))
  }

  private mutating func enter(_ index: Int) {
    targets[index].state = .joined
    for delivery in takeBack(index) { acknowledgements.add(delivery, link.profile, to: &link.bytes) }
  }

  // MARK: The end

  mutating func fail(_ failure: Failure) {
    report.fail(failure)
    output.notices.append(.failure(failure))
  }

  /// Leaves, and says what became of the messages where not all is well.
  mutating func finish() {
    phase = .over
    for delivery in acknowledgements.unsettled + targets.flatMap(\.waiting) {
      report.miss(line: delivery.line)
    }
    if let summary = report.summary { output.notices.append(.remark(summary)) }
    for target in targets where target.state == .joined { link.bytes.appendCommand("PART", target.name) }
    link.bytes.append("QUIT\r\n")
    output.outcome = report.outcome
    output.awaitsClose = link.isRegistered && !link.profile.isChatnet
  }
}
