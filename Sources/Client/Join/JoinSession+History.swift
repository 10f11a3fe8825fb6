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

  /// A room is entered. Where neither an earlier connection nor an earlier run was there, nothing that was said there
  /// until now has been missed.
  mutating func begin(_ room: [UInt8], at time: Timestamp) {
    if told.cursor.knows(room) { return }
    told.begin(room, at: time)
    if request.cursor != nil { output.notices.append(.begins(room: room, at: time)) }
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
    askForPage(now)
  }

  private mutating func askForPage(_ now: Moment) {
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

  /// Fewer messages in a page are little.
  private static let littleOfHistory = 10

  /// Takes a page: the one that was asked for, or one that the server sends of itself.
  mutating func receive(page: HistoryPage, _ now: Moment) {
    if receive(recalled: page, now) { return }
    guard var fetch = catchUp?.fetches.first else { return receive(targets: page, now) }
    guard profile.caseMapping.equal(fetch.target, page.target) else { return tell(unasked: page, now) }
    let (records, isLast) = fetch.receive(page: page.records, profile)
    tellHistory(records, of: fetch.target, now)
    guard catchUp != nil else { return }
    catchUp?.fetches[0] = fetch
    if isLast || reachesHeld(page) {
      endFetch(now)
      return askForHistory(now)
    }
    catchUp?.pages += 1
    guard let pages = catchUp?.pages, pages < CatchUp.mostPages else { return endEndlessHistory(now) }
    // A server that gives little each time, and never all, is not asked without end.
    if page.records.count >= min(HistoryFetch.pageSize(profile), JoinSession.littleOfHistory) {
      askForHistory(now)
    } else {
      connection.patience.prolong(now)
      askForPage(now)
    }
  }

  /// The pages do not come to the present.
  mutating func endEndlessHistory(_ now: Moment) {
    let reason = "the history that the server tells does not come to an end"
    fail(Failure(.gaveUpWaiting, about: catchUp?.fetches.first?.target ?? [], reason), now)
    abandonHistory(reason, now)
  }

  private mutating func receive(targets page: HistoryPage, _ now: Moment) {
    guard var targets = catchUp?.targets, page.target.isTimeOrNothing else {
      return tell(unasked: page, now)
    }
    if targets.receive(page: page.targets, profile) {
      catchUp?.planPrivate(targets.names)
    } else {
      catchUp?.targets = targets
      catchUp?.pages += 1
      if (catchUp?.pages ?? 0) >= CatchUp.mostPages { return endEndlessHistory(now) }
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
    closeHistory(of: fetch.target, now: now.wall)
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
      }
      closeHistory(of: fetch.target, now: now.wall)
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
    }
    for fetch in left { closeHistory(of: fetch.target, now: now.wall) }
    becomeReady(catchUp?.missing, now)
    proceed(now)
  }
}

extension [UInt8] {
  /// Whether it is no name: the parameter of a batch of targets, which has none.
  fileprivate var isTimeOrNothing: Bool { isEmpty || starts(with: "timestamp=".utf8) }
}
