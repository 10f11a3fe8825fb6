import Wire

/// How a session fetches what was said before.
extension JoinSession {
  /// What is being fetched; nil: nothing is.
  var catchUp: CatchUp? {
    get { if case .catchingUp(let catchUp) = phase { catchUp } else { nil } }
    set { if case .catchingUp = phase, let newValue { phase = .catchingUp(newValue) } }
  }

  /// Decides what was missed, before anything is told that came after it; nil: nothing is to be fetched.
  mutating func planCatchingUp() -> CatchUp? {
    let missedByLastRun = outage == nil ? request.cursor?.time : nil
    let since = gap?.since ?? missedByLastRun
    let isAsked =
      !hasBeenReady && request.cursor?.time == nil && (request.history != nil || request.since != nil)
    guard isAsked || since != nil else { return nil }
    gap = Gap(since: since, held: gap?.held ?? HeldRecords())
    return CatchUp(
      isAsked: isAsked, since: since, isMeanwhile: request.isInteractive && outage != nil, from: told.cursor)
  }

  /// The rooms are entered: fetches what was said in them.
  mutating func beginCatchingUp(_ plan: CatchUp?, _ now: Moment) {
    if request.isInteractive && outage != nil { tellResumed(now) }
    guard var catchUp = plan else { return becomeReady(nil, now) }
    catchUp.plan(rooms.wanted, request, profile)
    if !profile.hasHistory { catchUp.obstacle = "this server keeps no history" }
    phase = .catchingUp(catchUp)
    if let obstacle = catchUp.obstacle { return abandonHistory(obstacle, now) }
    askForHistory(now)
  }

  private mutating func askForHistory(_ now: Moment) {
    connection.patience.renew(now)
    if let fetch = catchUp?.fetches.first {
      fetch.request(profile, to: &connection.link.bytes)
    } else if let targets = catchUp?.targets {
      targets.request(profile, now, to: &connection.link.bytes)
    } else {
      judgePoints(now)
      becomeReady(catchUp?.missing, now)
    }
  }

  /// What came after a message was asked for. Where no room knows that one, it is not as if nothing had been said.
  private mutating func judgePoints(_ now: Moment) {
    guard let unknown = catchUp?.unknownPoints, let first = unknown.first,
      case .message(let id)? = request.since
    else { return }
    if unknown.count == rooms.wanted.count {
      let reason = "--since: no message of this id is known (\(first.reason))"
      return fail(Failure(.badInput, about: id, reason), now)
    }
    for point in unknown { remark("\(Escaping.visible(point.room, as: .name)): no history: \(point.reason)") }
  }

  // MARK: Pages

  /// Takes a page: the one that was asked for, or one that the server sends of itself.
  mutating func receive(page: HistoryPage, _ now: Moment) {
    if receive(recalled: page, now) { return }
    guard var fetch = catchUp?.fetches.first else { return receive(targets: page, now) }
    guard profile.caseMapping.equal(fetch.target, page.target) else {
      return tellHistory(page.records, now)
    }
    let (records, isLast) = fetch.receive(page: page.records, profile)
    tellHistory(records, now)
    guard catchUp != nil else { return }
    catchUp?.fetches[0] = fetch
    if isLast || reachesHeld(page) { endFetch(now) }
    askForHistory(now)
  }

  private mutating func receive(targets page: HistoryPage, _ now: Moment) {
    guard var targets = catchUp?.targets, page.target.isTimeOrNothing else {
      return tellHistory(page.records, now)
    }
    if targets.receive(page: page.targets, profile) {
      catchUp?.planPrivate(targets.names)
    } else {
      catchUp?.targets = targets
    }
    askForHistory(now)
  }

  /// Whether what follows the page has come live.
  private func reachesHeld(_ page: HistoryPage) -> Bool {
    guard let id = page.records.last?.id, let held = gap?.held else { return false }
    return held.contains(id: id)
  }

  private mutating func endFetch(_ now: Moment) {
    guard let fetch = catchUp?.fetches.removeFirst() else { return }
    if !fetch.isComplete { catchUp?.doubt(fetch) }
    if fetch.isPointUnknown {
      catchUp?.note(unknownPoint: .init(room: fetch.target, reason: "the server does not know it"))
    }
    if catchUp?.isAsked == true { tellEnd(of: fetch.target, now) }
  }

  private mutating func tellEnd(of room: [UInt8], _ now: Moment) {
    tell(Record(.end, time: now.wall, to: room, text: Array("history".utf8)))
  }

  // MARK: What the server does not give

  /// Whether an error is the answer to what was asked of the history.
  func isAboutHistory(_ message: ServerMessage) -> Bool {
    guard let catchUp else { return false }
    let subject = message.errorSubject
    if Verb(subject.span) == ServerVerb.chathistory { return true }
    return catchUp.fetches.first.map { profile.caseMapping.equal($0.target, subject) } ?? false
  }

  /// The server does not give what was asked for.
  mutating func refuseHistory(_ reason: String, _ now: Moment) {
    if let fetch = catchUp?.fetches.first {
      if catchUp?.fetches[0].isRefused() == true { return askForHistory(now) }
      catchUp?.fetches.removeFirst()
      catchUp?.miss(fetch, reason)
      if catchUp?.isAsked == true {
        if case .message? = request.since {
          catchUp?.note(unknownPoint: .init(room: fetch.target, reason: reason))
        } else {
          remark("\(Escaping.visible(fetch.target, as: .name)): no history: \(reason)")
        }
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
      if !settle(byHistory: record) { tell(speech: record, now) }
    }
  }

  /// A message of ours whose acceptance was not heard of, and which the history shows, has been accepted.
  private mutating func settle(byHistory record: Record) -> Bool {
    guard let id = record.clientID, isOwn(record.from) else { return false }
    guard let delivery = acknowledgements.withdraw({ $0.id == id }).first else { return false }
    var sent = record
    sent.event = .sent
    sent.sentAs = delivery.kind.event
    tell(sent)
    return true
  }
}

extension [UInt8] {
  /// Whether it is no name: the parameter of a batch of targets, which has none.
  fileprivate var isTimeOrNothing: Bool { isEmpty || starts(with: "timestamp=".utf8) }
}
