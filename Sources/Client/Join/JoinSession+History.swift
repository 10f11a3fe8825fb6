import Wire

/// How a session fetches what was said before.
extension JoinSession {
  /// Decides what was missed: before anything is told that came after it.
  mutating func planCatchingUp() {
    if outage == nil, let time = request.cursor?.time, missingSince == nil { missingSince = time }
    let isAsked =
      !hasBeenReady && request.cursor?.time == nil && (request.history != nil || request.since != nil)
    guard isAsked || missingSince != nil else { return }
    catchUp = CatchUp(
      isAsked: isAsked, since: missingSince, isMeanwhile: request.isInteractive && outage != nil, from: cursor
    )
    if held == nil { held = HeldRecords() }
  }

  /// The rooms are entered: fetches what was said in them.
  mutating func beginCatchingUp(_ now: Moment) {
    if request.isInteractive && outage != nil { tellResumed(now) }
    guard catchUp != nil else { return becomeReady(nil, now) }
    phase = .catchingUp
    catchUp?.plan(rooms.names, request, link.profile)
    if !link.profile.hasHistory { catchUp?.obstacle = "this server keeps no history" }
    if let obstacle = catchUp?.obstacle { return abandonHistory(obstacle, now) }
    askForHistory(now)
  }

  private mutating func askForHistory(_ now: Moment) {
    patience.renew(now)
    if let fetch = catchUp?.fetches.first {
      fetch.request(link.profile, to: &link.bytes)
    } else if let targets = catchUp?.targets {
      targets.request(link.profile, now, to: &link.bytes)
    } else {
      becomeReady(catchUp?.missing, now)
    }
  }

  // MARK: Pages

  /// Takes a page: the one that was asked for, or one that the server sends of itself.
  mutating func take(_ page: HistoryPage, _ now: Moment) {
    if takeRecalled(page, now) { return }
    guard phase == .catchingUp, var fetch = catchUp?.fetches.first else { return takeTargets(page, now) }
    guard link.profile.caseMapping.equal(fetch.target, page.target) else {
      return tellHistory(page.records, now)
    }
    let (records, isLast) = fetch.take(page.records, link.profile)
    tellHistory(records, now)
    guard phase == .catchingUp else { return }
    catchUp?.fetches[0] = fetch
    if isLast || reachesHeld(page) { endFetch(now) }
    askForHistory(now)
  }

  private mutating func takeTargets(_ page: HistoryPage, _ now: Moment) {
    guard phase == .catchingUp, var targets = catchUp?.targets, page.target.isTimeOrNothing else {
      return tellHistory(page.records, now)
    }
    if targets.take(page.targets, link.profile) {
      catchUp?.planPrivate(targets.names)
    } else {
      catchUp?.targets = targets
    }
    askForHistory(now)
  }

  /// Whether what follows the page has come live.
  private func reachesHeld(_ page: HistoryPage) -> Bool {
    guard let id = page.records.last?.id, let held else { return false }
    return held.contains(id: id)
  }

  private mutating func endFetch(_ now: Moment) {
    guard let fetch = catchUp?.fetches.removeFirst() else { return }
    if !fetch.isComplete { catchUp?.doubt(fetch) }
    if catchUp?.isAsked == true { tellEnd(of: fetch.target, now) }
  }

  private mutating func tellEnd(of room: [UInt8], _ now: Moment) {
    tell(Record(.end, time: now.wall, to: room, text: Array("history".utf8)))
  }

  // MARK: What cannot be had

  /// Whether an error is the answer to what was asked of the history.
  func isAboutHistory(_ message: ServerMessage) -> Bool {
    guard phase == .catchingUp else { return false }
    let subject = message.errorSubject
    if Verb(subject.span) == ServerVerb.chathistory { return true }
    return catchUp?.fetches.first.map { link.profile.caseMapping.equal($0.target, subject) } ?? false
  }

  /// The server does not give what was asked for.
  mutating func refuseHistory(_ reason: String, _ now: Moment) {
    if let fetch = catchUp?.fetches.first {
      if catchUp?.fetches[0].isRefused() == true { return askForHistory(now) }
      catchUp?.fetches.removeFirst()
      catchUp?.miss(fetch, reason)
      if catchUp?.isAsked == true {
        remark("\(Escaping.visible(fetch.target, as: .name)): no history: \(reason)")
        tellEnd(of: fetch.target, now)
      }
    } else {
      catchUp?.targets = nil
      catchUp?.missPrivate(reason)
    }
    askForHistory(now)
  }

  /// Nothing more can be fetched.
  mutating func abandonHistory(_ reason: String, _ now: Moment) {
    let left = catchUp?.fetches ?? []
    for fetch in left { catchUp?.miss(fetch, reason) }
    if catchUp?.targets != nil { catchUp?.missPrivate(reason) }
    if catchUp?.isAsked == true {
      remark("no history: \(reason)")
      for fetch in left { tellEnd(of: fetch.target, now) }
    }
    becomeReady(catchUp?.missing, now)
    proceed(now)
  }

  // MARK: Telling

  /// Tells what was said before, without what was told already.
  private mutating func tellHistory(_ records: [Record], _ now: Moment) {
    for record in records where phase != .over && !isTold(record) {
      if !settle(byHistory: record) { tellSpeech(record, now) }
    }
  }

  /// A message of ours whose acceptance was not heard of, and which the history shows, has been accepted.
  private mutating func settle(byHistory record: Record) -> Bool {
    guard let id = record.clientID, link.isOwn(record.from) else { return false }
    guard let delivery = acknowledgements.withdraw({ $0.id == id }).first else { return false }
    var sent = record
    sent.event = .sent
    sent.sentAs = delivery.kind.event
    tell(sent)
    return true
  }

  /// Tells what comes now; where what was said before is still being fetched, behind that.
  mutating func tellLive(_ record: Record, _ now: Moment) {
    if held == nil { return record.isSpeech ? tellSpeech(record, now) : tell(record) }
    held?.append(record)
    guard held?.isFull == true else { return }
    if phase == .catchingUp { return abandonHistory("too much was said meanwhile", now) }
    catchUp?.obstacle = "too much was said meanwhile"
    releaseHeld(now)
  }

  /// Tells what was held back, without what the history has brought.
  mutating func releaseHeld(_ now: Moment) {
    guard let records = held?.records else { return }
    held = nil
    for record in records where phase != .over {
      if !record.isSpeech { tell(record) } else if !isTold(record) { tellSpeech(record, now) }
    }
  }

  /// Tells what was held back, at the end of the run; unless the next one will fetch it.
  mutating func releaseRest() {
    guard let records = held?.records else { return }
    held = nil
    if request.cursor != nil && link.profile.hasHistory { return }
    for record in records where messagesLeft != 0 && !isTold(record) { tell(record) }
  }

  private func isTold(_ record: Record) -> Bool {
    seen.isKnown(record) || seen.isRepeated(record)
  }
}

extension [UInt8] {
  /// Whether it is no name: the parameter of a batch of targets, which has none.
  fileprivate var isTimeOrNothing: Bool { isEmpty || starts(with: "timestamp=".utf8) }
}
