import Wire

/// What a session asks, and when.
extension WhoSession {
  /// How long after an answer the next question follows, in milliseconds. Other servers hold back a client that asks
  /// often.
  private var pause: Int64 { link.profile.isChatnet ? 1000 : 5000 }

  /// The registration is done.
  mutating func begin(_ now: Moment) {
    switch request.question {
    case .who, .rooms: ask(now)
    case .watch, .wait:
      if let failure = impossibleName { return fail(failure) }
      phase = .greeting
      patience.renew(now)
      link.bytes.appendCommand("PING", WhoSession.token)
    }
  }

  /// It is known what the server can do: begins to watch.
  mutating func beginWatching(_ now: Moment) {
    stepAside()
    means = bestMeans
    switch means {
    case .monitoringNames: monitorNames()
    case .monitoringAll: link.bytes.append("MONITOR + *\r\n")
    case .polling: break
    }
    ask(now)
  }

  /// Asks who is there, or which rooms there are.
  mutating func ask(_ now: Moment) {
    let isFirst = phase != .watching
    if isFirst { phase = .listing }
    nextPoll = nil
    patience.renew(now)
    beginAnswer()
    if means == .polling { roll.beginAnswer() }
    askForList(isFirst: isFirst)
    // Not needlessly: some servers answer it late.
    if !hasOwnEnd { link.bytes.appendCommand("PING", WhoSession.token) }
  }

  /// Whether the answer says itself when it is complete, as those of WHO and LIST do.
  var hasOwnEnd: Bool {
    request.question == .rooms || request.room != nil || request.names.isEmpty
  }

  /// Asks again after a while, where the server does not tell by itself.
  mutating func planPoll(_ now: Moment) {
    patience.end()
    if means == .polling { nextPoll = now.monotonic + pause }
  }

  /// Asks about each of those found, where that is wanted; gives whether it is.
  mutating func askForDetails(_ now: Moment) -> Bool {
    let wantsDetails = (request.isLong || request.rendering.format == .json) && !request.isQuiet
    // A server that is not chatnet's may hold back those who ask much.
    let entries = wantsDetails && (link.profile.isChatnet || !request.names.isEmpty) ? found : []
    if entries.isEmpty { return false }
    phase = .detailing
    patience.renew(now)
    beginAnswer()
    missingDetails = entries.count
    for entry in entries { link.bytes.appendCommand("WHOIS", entry.name) }
    link.bytes.appendCommand("PING", WhoSession.token)
    return true
  }

  // MARK: Means

  private var bestMeans: Means {
    let limit = link.profile.monitorLimit
    if request.room != nil || limit == 0 { return .polling }
    if request.names.isEmpty { return link.profile.isChatnet ? .monitoringAll : .polling }
    return request.names.count <= limit ? .monitoringNames : .polling
  }

  private mutating func monitorNames() {
    appendLists(of: sendableNames, after: "MONITOR + ", separator: 0x2C)
  }

  /// The server does not monitor as it said: asks instead.
  mutating func pollInstead(_ now: Moment) {
    refusal = nil
    means = .polling
    roll = WhoRoll()
    ask(now)
  }

  /// Takes another name (`alice-2`) where this connection would keep the person from joining under the first one.
  mutating func stepAside() {
    guard mayStepAside, steps < Identity.lastNumber else { return }
    steps += 1
    link.bytes.appendCommand("NICK", link.ownName + Array("-\(steps)".utf8))
  }

  private var mayStepAside: Bool {
    let sharesName = link.profile.isChatnet && identity.isLocal
    return !sharesName && identity.name == nil && link.nameGivenUp == nil
  }

  // MARK: Lists

  private mutating func askForList(isFirst: Bool) {
    if request.question == .rooms {
      link.bytes.append("LIST\r\n")
    } else if let room = request.room {
      // WHO does not say that there is no such room; MODE does, everywhere. Who waits may wait for the room as well.
      if isFirst, !isWaiting { link.bytes.appendCommand("MODE", room) }
      link.bytes.appendCommand("WHO", room)
    } else if request.names.isEmpty {
      // What a server tells behind its welcome does not count this connection everywhere.
      if request.question == .who, !link.profile.isChatnet { link.bytes.append("LUSERS\r\n") }
      link.bytes.append("WHO *\r\n")
    } else if means == .polling {
      // Each name is a parameter: some servers take several in one for one name that nobody has.
      appendLists(of: sendableNames, after: "ISON ", separator: 0x20, most: WireLimit.parameters)
    }
  }

  /// Appends lines that are full of names.
  private mutating func appendLists(
    of names: [[UInt8]], after command: StaticString, separator: UInt8, most: Int = .max
  ) {
    var line: [UInt8] = []
    var count = 0
    for name in names {
      if !line.isEmpty, line.count + 1 + name.count > longestList || count == most { endLine() }
      if line.isEmpty { line.append(command) } else { line.append(separator) }
      line += name
      count += 1
    }
    if !line.isEmpty { endLine() }
    func endLine() {
      link.bytes.appendRaw(line)
      line = []
      count = 0
    }
  }

  /// How long a line of names may be, so that the server can give all of them back in one.
  private var longestList: Int {
    WireLimit.body - 2 - ":  303  :".utf8.count - link.profile.name.count - link.ownName.count
  }

  /// The names that a line can hold, each once. The others are nobody's.
  private var sendableNames: [[UInt8]] {
    var seen: Set<[UInt8]> = []
    let limit = longestList - "MONITOR + ".utf8.count
    return request.names.filter {
      $0.isOneTarget && $0.count <= limit && seen.insert(CaseMapping.ascii.fold($0)).inserted
    }
  }

  /// Why one of the names will never be online.
  private var impossibleName: Failure? {
    for name in request.names {
      let fault = NameRules.fault(name.span)
      guard !name.isOneTarget || link.profile.isChatnet && fault != nil else { continue }
      return Failure(.noSuchTarget, about: name, fault?.description ?? "not a name")
    }
    return nil
  }
}
