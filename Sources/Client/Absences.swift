/// Who is away, oneself and others, as far as it has been told: so that it is told once.
struct Absences: Sendable {
  /// How many others are remembered.
  static let most = 1000

  // MARK: Oneself

  /// The reasons of the commands whose answers are still to come, in order; empty: to be back.
  private var asked: [[UInt8]] = []
  /// What was told last, and whether that was the answer to a command.
  private var own: (event: RecordEvent, reason: [UInt8], isAnswer: Bool)?
  /// Why this client is away; empty where it is not, or nobody said.
  private(set) var reason: [UInt8] = []

  /// The server is asked to have this client be away for that reason, or, if it is empty, back.
  mutating func ask(_ reason: [UInt8]) { asked.append(reason) }

  /// The server refuses the first of the commands.
  mutating func refuse() { if !asked.isEmpty { asked.removeFirst() } }

  /// The server answers a command, the first of its kind: gives the reason. Those before it will not be answered any
  /// more.
  mutating func answer(isAway: Bool) -> [UInt8] {
    guard let index = asked.firstIndex(where: { $0.isEmpty != isAway }) else { return [] }
    defer { asked.removeFirst(index + 1) }
    return asked[index]
  }

  /// Whether an own being away, or back, is told: some servers tell it twice, in their answer to the command and to all
  /// connections of the name.
  mutating func isNews(own record: Record, isAnswer: Bool) -> Bool {
    reason = record.event == .away ? record.text : []
    if let own, own.isAnswer != isAnswer, own.event == record.event, own.reason == record.text {
      self.own = nil
      return false
    }
    own = (record.event, record.text, isAnswer)
    return true
  }

  /// The connection is back, and the server is asked to have this client be away as before: that is no news.
  mutating func askAgain() {
    ask(reason)
    own = (.away, reason, false)
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

  /// Something has been told of somebody else.
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
    let reason = reason
    self = Absences()
    self.reason = reason
  }

  private mutating func remember(_ key: [UInt8], _ reason: [UInt8]) {
    if told.count >= Absences.most, told[key] == nil { told = [:] }
    told[key] = reason
  }
}
