import Wire

/// What a session does about what the server says.
extension SendSession {
  mutating func receive(event: LinkEvent, _ now: Moment) {
    switch event {
    case .registered:
      if request.saysOtherName, let wanted = link.nameGivenUp {
        let names = (Escaping.visible(wanted, as: .name), Escaping.visible(link.ownName, as: .name))
        nameRemark = "\(names.0) is taken, so this is sent as \(names.1)"
        // Of many at once most go by another name: where no person waits and all goes well, that is no news.
        if request.inputIsTerminal { sayName() }
      }
      begin(now)
    case .nameRefused where phase == .registering && nameWait.begin(link, now): break
    case .nameRefused(let failure), .failed(let failure):
      if phase != .keeping { giveUp(failure, now) }
    case .message(let message): receive(message: message, now)
    case .closed:
      output.disconnects = true
      disconnected(nil, now)
    }
  }

  /// Ends what has nothing left to wait for, and keeps the time of what has.
  mutating func proceed(_ now: Moment) {
    switch phase {
    case .sending: proceedSending(now)
    case .awaitingAnswers where !awaitsAnswers: finish()
    case .keeping where inputHasEnded: finish()
    default: break
    }
  }

  private mutating func proceedSending(_ now: Moment) {
    acknowledgements.pump(link.profile, to: &link.bytes)
    if !acknowledgements.isEmpty || targets.contains(where: { $0.state == .joining }) {
      return patience.begin(now)
    }
    patience.end()
    if inputHasEnded && awaitsAnswers {
      beginAwaitingAnswers(now)
    } else if inputHasEnded {
      finish()
    } else if nobodyTakesLines {
      beginKeeping(now)
    }
  }

  /// Whether no line that is read can be sent.
  var nobodyTakesLines: Bool { targets.allSatisfy { $0.state == .refused || $0.isOfEarlierRun } }

  /// Refuses what can be no target.
  mutating func refuseImpossible() {
    for index in targets.indices {
      guard let fault = targets[index].fault(isMessageGiven: request.text != nil) else { continue }
      targets[index].isImpossible = true
      refuse(index, fault)
    }
  }

  // MARK: Before the first message

  /// A message that is given beforehand tells by itself whether its targets exist.
  private mutating func begin(_ now: Moment) {
    guard phase == .registering else { return }
    patience.renew(now)
    if let text = request.text, !text.showsNothing { return beginSending() }
    phase = .checking
    let open = targets.filter { $0.state == .open }.map(\.name)
    check.ask(open, link.profile, mayWait: !request.isForThoseHere, to: &link.bytes)
  }

  private mutating func endCheck(_ now: Moment) {
    patience.end()
    let missing = targets.indices.filter { targets[$0].state == .open }.compactMap { index in
      check.failure(of: targets[index], link.profile).map { (index: index, failure: $0) }
    }
    // Of `bob hello there` only the first is somebody.
    let further = missing.filter { $0.index > 0 && !link.profile.isRoom(targets[$0.index].name) }
    let mayBeText = targets.count > 1 && further.count == targets.count - 1 && request.text == nil
    for (index, failure) in missing {
      let isLast = index == targets.count - 1
      refuse(index, mayBeText && isLast ? targets[index].asText(failure) : failure)
    }
    beginSending()
  }

  private mutating func beginSending() {
    phase = .sending
    sayWhatIsSpecial()
    sendKept()
    enterText()
  }

  private mutating func sayWhatIsSpecial() {
    if nobodyTakesLines { return }
    if request.inputIsTerminal && request.text == nil {
      output.notices.append(.remark("reading lines from the terminal; control-D ends them"))
    }
    guard whole != nil, let reason = whyLinesGoAlone else { return }
    whole = nil
    output.notices.append(.remark("\(reason): each line is sent by itself"))
  }

  /// Why there can be no message of several lines, or nil.
  private var whyLinesGoAlone: String? {
    if link.profile.multiline == nil { return "the server has no messages of several lines" }
    return request.kind == .action ? "an action has one line" : nil
  }

  // MARK: Answers

  private mutating func receive(message: ServerMessage, _ now: Moment) {
    if phase == .checking, let isLast = check.receive(message: message, link.profile) {
      patience.prolong(now)
      if isLast { return endCheck(now) }
    }
    if phase == .awaitingAnswers { return receive(answer: message, now) }
    guard phase == .sending else { return }
    if message.verb == ServerVerb.note { learnWaiting(from: message) }
    if let verdict = acknowledgements.receive(message: message, link.profile) {
      patience.renew(now)
      return settle(verdict, now)
    }
    if request.reply != nil, !acknowledgements.answers(message, link.profile) {
      receive(answer: message, now)
    }
    if targets.contains(where: { $0.state == .joining }) {
      receive(joinAnswer: message, now)
    }
  }

  /// Says, once of each target, that what is sent to it waits since nobody of that name is here.
  private mutating func learnWaiting(from message: ServerMessage) {
    guard message.count > 3, message[1].elementsEqual("MESSAGE_WAITS".utf8) else { return }
    let name = message[2]
    let index = targets.firstIndex {
      !$0.isKnownToWait && link.profile.caseMapping.equal($0.name, name)
    }
    guard let index else { return }
    targets[index].isKnownToWait = true
    let shown = Escaping.visible(targets[index].name, as: .name)
    output.notices.append(.remark("\(shown): not here; the message waits for them"))
  }

  private mutating func settle(_ verdict: Verdict, _ now: Moment) {
    guard let failure = verdict.failure else {
      report.accept()
      forget(verdict.delivery)
      if request.reportsAccepted { output.notices.append(.record(record(of: verdict, now))) }
      return
    }
    guard let index = targets.firstIndex(where: { $0.name == verdict.delivery.target }) else { return }
    if asksForMembership(verdict, targets[index]) { return join(index, then: verdict.delivery) }
    report.miss(line: verdict.delivery.line)
    switch failure.outcome {
    case .badInput:
      forget(verdict.delivery)
      fail(failure)
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
    let told = targets[index].sayingWayIn(failure)
    targets[index].state = .refused
    fail(told)
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

  private mutating func receive(joinAnswer message: ServerMessage, _ now: Moment) {
    let isOwnJoin = message.verb == ServerVerb.join && link.isOwn(message.sender)
    guard isOwnJoin || message.isError else { return }
    let room = isOwnJoin ? message[0] : Diagnosis.subject(of: message)
    let index = targets.firstIndex { $0.state == .joining && link.profile.caseMapping.equal($0.name, room) }
    guard let index else { return }
    patience.renew(now)
    if isOwnJoin { return sendWaiting(index) }
    refuse(index, Diagnosis.failure(message, link.profile, about: targets[index].name))
  }

  /// The room was joined: what waited for that is sent.
  private mutating func sendWaiting(_ index: Int) {
    targets[index].state = .joined
    for delivery in takeBack(index) { acknowledgements.add(delivery, link.profile, to: &link.bytes) }
  }

  // MARK: The end

  mutating func fail(_ failure: Failure) {
    report.fail(failure)
    output.notices.append(.failure(failure))
  }

  /// Says by which other name this is sent, once.
  private mutating func sayName() {
    if let nameRemark { output.notices.append(.remark(nameRemark)) }
    nameRemark = nil
  }

  /// Leaves, and says what became of the messages where not all is well.
  mutating func finish() {
    phase = .over
    for delivery in acknowledgements.unsettled + targets.flatMap(\.waiting) {
      report.miss(line: delivery.line)
    }
    if report.hasSomethingToSay { sayName() }
    if let summary = report.summary(kept: request.keepsUnsent ? kept : 0) {
      output.notices.append(.remark(summary))
    }
    if request.keepsUnsent { output.notices.append(.unsent(.over)) }
    for target in targets where target.state == .joined { link.bytes.appendCommand("PART", target.name) }
    link.bytes.append("QUIT\r\n")
    output.outcome = report.outcome
    output.awaitsClose = link.awaitsGoodbye
  }
}
