/// Who is away, oneself and others, as far as it has been told: so that it is told once.
struct Absences: Sendable {
  /// How many others are remembered.
  static let most = 1000

  // MARK: Oneself

  /// How a server tells of an own being away, or back. Some do both: they tell all connections of the name.
  enum Telling: Sendable { case answer, event }

  /// The reasons of the commands whose answers are still to come, in order; empty: to be back.
  private var asked: [[UInt8]] = []
  /// The reason of a command whose answer was lost with the connection.
  private var unanswered: [UInt8]?
  /// What was told last, and how that may still come without being news.
  private var own: (event: RecordEvent, reason: [UInt8], repetitions: Set<Telling>)?
  /// Why this client is away; empty where it is not, or nobody said.
  private var reason: [UInt8] = []

  /// The server is asked to have this client be away for that reason, or, if it is empty, back.
  mutating func ask(_ reason: [UInt8]) { asked.append(reason) }

  /// The server refuses the first of the commands.
  mutating func refuse() {
    if !asked.isEmpty { asked.removeFirst() }
    own?.repetitions.remove(.answer)
  }

  /// The server answers a command, the first of its kind: gives the reason. Those before it will not be answered any
  /// more.
  mutating func answer(isAway: Bool) -> [UInt8] {
    guard let index = asked.firstIndex(where: { $0.isEmpty != isAway }) else { return [] }
    defer { asked.removeFirst(index + 1) }
    return asked[index]
  }

  /// The server tells of an own being away, or back: remembers it, and gives whether it is told. It is not where it is
  /// the other way of telling the same, or as it was before an outage.
  mutating func learnOwn(_ record: Record, _ way: Telling) -> Bool {
    reason = record.event == .away ? record.text : []
    if let own, own.event == record.event, own.reason == record.text, own.repetitions.contains(way) {
      self.own?.repetitions.remove(way)
      return false
    }
    // What another terminal of the name did is no answer that is still to come.
    own = (record.event, record.text, way == .answer ? [.event] : asked.contains(reason) ? [.answer] : [])
    return true
  }

  /// The connection is back: gives the reason for which the server is to be asked now, empty for being back, if it is.
  /// To be away as before is no news; a command that was not answered is.
  mutating func askAgain() -> [UInt8]? {
    if unanswered == nil {
      if reason.isEmpty { return nil }
      own?.repetitions.insert(.answer)
    }
    let wanted = unanswered ?? reason
    unanswered = nil
    ask(wanted)
    return wanted
  }

  // MARK: Others

  /// The reasons that were told, by folded names.
  private var told: [[UInt8]: [UInt8]] = [:]
  /// Who is being described to the person, who asked for it (WHOIS), by folded name.
  private var described: [UInt8]?

  /// What the server says of somebody who is written to, or asked about: gives whether it is told. It is not where that
  /// reason has been.
  mutating func isNews(_ name: [UInt8], _ reason: [UInt8], _ mapping: CaseMapping) -> Bool {
    let key = mapping.fold(name)
    let isNews = told[key] != reason || described == key
    remember(key, reason)
    return isNews
  }

  /// The server has said something of somebody else, which is told, now or later.
  mutating func learn(_ record: Record, _ mapping: CaseMapping) {
    let key = mapping.fold(record.from)
    switch record.event {
    case .away: remember(key, record.text)
    case .back, .quit: told[key] = nil
    case .nick: if let reason = told.removeValue(forKey: key) { remember(mapping.fold(record.text), reason) }
    default: break
    }
  }

  /// A description of somebody begins.
  mutating func beginDescription(of name: [UInt8], _ mapping: CaseMapping) { described = mapping.fold(name) }

  /// A description has ended.
  mutating func endDescription() { described = nil }

  /// The connection is lost: what was asked is not answered any more, and what was told of others may not hold.
  mutating func forget() {
    var next = Absences()
    next.reason = reason
    if let last = asked.last, !isKnown(last) {
      next.unanswered = last
    } else if !reason.isEmpty {
      // Another terminal of the name may say so first.
      next.own = (.away, reason, [.answer, .event])
    }
    self = next
  }

  /// Whether the answer to a command for that reason has nothing new to tell.
  private func isKnown(_ reason: [UInt8]) -> Bool {
    own?.repetitions.contains(.answer) == true && own?.reason == reason
  }

  private mutating func remember(_ key: [UInt8], _ reason: [UInt8]) {
    if told.count >= Absences.most, told[key] == nil { told = [:] }
    told[key] = reason
  }
}
