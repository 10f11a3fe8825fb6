import Reactor
import Relay
import Wire

/// Answers questions about what was said: the thread that reads.
///
/// One thread uses it, once it has been made.
final class Reader: @unchecked Sendable {
  /// How many bytes of text and tags a page has, unless one message alone has more.
  private static let pageSize = 128 << 10
  /// Among how many of its private talks, those that began last, an account is told where something was said.
  private static let talks = 1_000

  private let shared: Shared
  private let database: Database
  private let recent: RecentPlaces
  private let findRoom, findPair, findAccount, hasMessage, message: Statement
  private let placesUp, placesDown, pairsOf, senderOf: Statement
  private let waiting: WaitingFinder
  private let markers: MarkerFinder

  init(path: String, _ recent: RecentPlaces, _ shared: Shared) throws(StoreError) {
    self.shared = shared
    self.recent = recent
    database = try Database(path: path)
    try database.execute("PRAGMA query_only = ON; PRAGMA mmap_size = 268435456")
    findRoom = try database.prepare("SELECT id FROM target WHERE room = ? ORDER BY id DESC LIMIT 1")
    findPair = try database.prepare("SELECT id FROM target WHERE one = ? AND other = ?")
    findAccount = try database.prepare("SELECT id FROM account WHERE realm = ? AND name = ?")
    hasMessage = try database.prepare("SELECT 1 FROM message WHERE id = ? AND target = ?")
    message = try database.prepare(
      """
      SELECT message.kind, message.drift, sender.source, account.name, message.name, message.text, message.tags
      FROM message JOIN sender ON sender.id = message.sender LEFT JOIN account ON account.id = sender.account
      WHERE message.id = ?
      """)
    let places = "SELECT id FROM place WHERE target = ? AND id > ? AND id < ? ORDER BY id"
    placesUp = try database.prepare("\(places) LIMIT ?")
    placesDown = try database.prepare("\(places) DESC LIMIT ?")
    waiting = try WaitingFinder(database)
    markers = try MarkerFinder(database)
    senderOf = try database.prepare(
      "SELECT sender.account FROM message JOIN sender ON sender.id = message.sender WHERE message.id = ?")
    pairsOf = try database.prepare(
      """
      SELECT id, one, other FROM target WHERE one = ?1
      UNION ALL SELECT id, one, other FROM target WHERE other = ?1 AND one != ?1
      ORDER BY id DESC LIMIT \(Reader.talks)
      """)
  }

  /// Starts the thread.
  func start() throws(SystemError) {
    try Thread.start { [self] in run() }
  }

  private enum Next {
    case end
    case wait
    case answer(Shared.Question)
    case refuse(Shared.Question)
  }

  private func run() {
    while true {
      switch next() {
      case .end: return
      case .wait: shared.asked.wait()
      case .refuse(let question): give(.unavailable, to: question)
      case .answer(let question):
        do throws(StoreError) {
          give(try answer(question.question), to: question)
        } catch {
          give(.unavailable, to: question)
        }
      }
    }
  }

  private func next() -> Next {
    shared.state.withLock { state in
      if state.isEnding { return .end }
      guard let question = state.questions.first else { return .wait }
      if question.after <= state.kept {
        state.questions.removeFirst()
        return .answer(question)
      }
      guard state.isFailing else { return .wait }
      state.questions.removeFirst()
      return .refuse(question)
    }
  }

  private func give(_ answer: Answer, to question: Shared.Question) {
    shared.tell { $0.answers.append(.init(token: question.token, answer: answer)) }
  }

  // MARK: Answering

  private func answer(_ question: HistoryQuestion) throws(StoreError) -> Answer {
    switch question {
    case .messages(let query): try messages(query)
    case .targets(let query): .historyTargets(try targets(query))
    case .addressee(let query): .addressee(try addressee(query))
    case .waiting(let account, let last, let limit):
      .history(try waiting(for: account, after: last, limit: limit))
    case .markers(let account):
      .markers(try number(of: account).map { id throws(StoreError) in try markers.markers(of: id) } ?? [])
    }
  }

  private func addressee(_ query: AddresseeQuery) throws(StoreError) -> Addressee {
    // Whose account is in no table has left nothing.
    let sender = try query.sender.map { id throws(StoreError) in try number(of: id) ?? -1 } ?? 0
    return try waiting.addressee(named: query.name, for: sender)
  }

  private func waiting(
    for account: AccountID, after last: Int64, limit: Int
  ) throws(StoreError) -> [HistoryMessage] {
    guard let number = try number(of: account) else { return [] }
    return try page(of: waiting.waiting(for: number, after: last, limit: limit), wantsLast: false, to: nil)
  }

  private func messages(_ query: HistoryQuery) throws(StoreError) -> Answer {
    guard let target = try target(of: query.place) else {
      // Nothing was ever said there; a message that is named is not known either.
      return query.selection.messages.isEmpty ? .history([]) : .historyUnknown
    }
    for number in query.selection.messages {
      guard number > query.start, try has(number, in: target) else { return .historyUnknown }
    }
    let ids = try ids(of: target, query.selection, from: query.start, to: query.end, limit: query.limit)
    var name: [UInt8]?
    if case .room(let room) = query.place { name = room }
    if case .around(let point) = query.selection {
      return .history(try page(of: ids, around: point.start, to: name))
    }
    return .history(try page(of: ids, wantsLast: query.selection.wantsLast, to: name))
  }

  /// The messages of those ids, in order; where they are long those that stand next to the place of an id.
  private func page(of ids: [Int64], around center: Int64, to name: [UInt8]?) throws(StoreError)
    -> [HistoryMessage]
  {
    let middle = ids.firstIndex { $0 >= center } ?? ids.endIndex
    // The one at the place first, then one before it and one behind it in turn.
    var next = (before: middle - 1, behind: middle)
    var (before, behind): ([HistoryMessage], [HistoryMessage]) = ([], [])
    var size = 0
    while next.before >= 0 || next.behind < ids.endIndex {
      let goesBack = next.behind == ids.endIndex || next.before >= 0 && before.count < behind.count
      let id = ids[goesBack ? next.before : next.behind]
      if goesBack { next.before -= 1 } else { next.behind += 1 }
      guard let message = try read(id, to: name) else { continue }
      size += message.text.count + message.tags.count
      if size > Reader.pageSize, !(before.isEmpty && behind.isEmpty) { break }
      if goesBack { before.append(message) } else { behind.append(message) }
    }
    return before.reversed() + behind
  }

  /// The messages of those ids, in order; fewer where they are long: from the end where the last ones are wanted, else
  /// from the beginning. Who wants more asks for it.
  private func page(
    of ids: [Int64], wantsLast: Bool, to name: [UInt8]?
  ) throws(StoreError) -> [HistoryMessage] {
    var page: [HistoryMessage] = []
    var size = 0
    for id in wantsLast ? ids.reversed() : ids {
      guard let message = try read(id, to: name) else { continue }
      size += message.text.count + message.tags.count
      if size > Reader.pageSize, !page.isEmpty { break }
      page.append(message)
    }
    return wantsLast ? page.reversed() : page
  }

  private func target(of place: HistoryQuery.Place) throws(StoreError) -> Int64? {
    switch place {
    case .room(let name):
      findRoom.bind(1, text: Keys.room(name))
      return try first(findRoom)
    case .conversation(let account, let parties):
      guard let own = try number(of: account).map({ Keys.party(account: $0) }) else { return nil }
      for party in parties {
        guard let other = try key(of: party) else { continue }
        let (one, two) = Keys.pair(own, other)
        findPair.bind(1, text: one)
        findPair.bind(2, text: two)
        if let target = try first(findPair) { return target }
      }
      return nil
    }
  }

  private func key(of party: HistoryParty) throws(StoreError) -> [UInt8]? {
    switch party {
    case .account(let id): try number(of: id).map { Keys.party(account: $0) }
    case .name(let name): Keys.party(named: name)
    }
  }

  private func number(of account: AccountID) throws(StoreError) -> Int64? {
    findAccount.bind(1, text: Keys.realm(account))
    findAccount.bind(2, text: account.name)
    return try first(findAccount)
  }

  private func has(_ number: Int64, in target: Int64) throws(StoreError) -> Bool {
    hasMessage.bind(1, number)
    hasMessage.bind(2, target)
    return try first(hasMessage) != nil
  }

  private func first(_ statement: Statement) throws(StoreError) -> Int64? {
    defer { statement.reset() }
    return try statement.step() ? statement.number(0) : nil
  }

  // MARK: Messages

  private func ids(
    of target: Int64, _ selection: HistoryQuery.Selection, from start: Int64, to end: Int64, limit: Int
  ) throws(StoreError) -> [Int64] {
    func ids(_ low: Int64, _ high: Int64, last: Bool, limit: Int) throws(StoreError) -> [Int64] {
      try self.ids(of: target, max(low, start), min(high, end), last: last, limit: limit)
    }
    switch selection {
    case .latest(let point): return try ids(point?.end ?? -1, .max, last: true, limit: limit)
    case .before(let point): return try ids(-1, point.start, last: true, limit: limit)
    case .after(let point): return try ids(point.end, .max, last: false, limit: limit)
    case .around(let point):
      let before = try ids(-1, point.start, last: true, limit: limit / 2)
      return try before + ids(point.start - 1, .max, last: false, limit: limit - before.count)
    case .between(let first, let second):
      return first.start <= second.start
        ? try ids(first.end, second.start, last: false, limit: limit)
        : try ids(second.end, first.start, last: true, limit: limit)
    }
  }

  /// The ids of a target between two, the last or the first of them, in order.
  private func ids(
    of target: Int64, _ low: Int64, _ high: Int64, last: Bool, limit: Int
  ) throws(StoreError) -> [Int64] {
    // First those that the table may not have: what is put into it meanwhile is found in both, and not in neither.
    let tail = recent.ids(of: target, between: low, and: high, last: last, limit: limit)
    let places = last ? placesDown : placesUp
    places.bind(1, target)
    places.bind(2, low)
    places.bind(3, high)
    places.bind(4, Int64(limit))
    var ids: [Int64] = []
    while try places.step() { ids.append(places.number(0)) }
    if last { ids.reverse() }
    let behind = ids.last ?? -1
    ids += tail.drop { $0 <= behind }
    return Array(last ? ids.suffix(limit) : ids.prefix(limit))
  }

  private func read(_ id: Int64, to room: [UInt8]?) throws(StoreError) -> HistoryMessage? {
    message.bind(1, id)
    defer { message.reset() }
    guard try message.step(),
      let kind = FactMessage.Kind(rawValue: UInt8(truncatingIfNeeded: message.number(0)))
    else { return nil }
    return HistoryMessage(
      number: id, time: HistoryTime.time(of: id, drift: message.number(1)), kind: kind,
      source: message.bytes(2), account: message.isNull(3) ? nil : message.bytes(3),
      target: room ?? message.bytes(4), text: message.bytes(5), tags: message.bytes(6))
  }

  // MARK: Targets

  private func targets(_ query: HistoryTargetsQuery) throws(StoreError) -> [HistoryTarget] {
    let (from, to) = (query.times.min() ?? Timestamp(milliseconds: 0), query.times.max())
    let (low, high) = (
      HistoryTime.numbers(of: from).1 - 1, to.map { HistoryTime.numbers(of: $0).0 } ?? Int64.max
    )
    var found: [(name: [UInt8], last: Int64)] = []
    for room in query.rooms {
      findRoom.bind(1, text: Keys.room(room.name))
      guard let target = try first(findRoom) else { continue }
      if let last = try last(of: target, max(low, room.start), high) { found.append((room.name, last)) }
    }
    if let account = query.account, let number = try number(of: account) {
      let own = Keys.party(account: number)
      for (target, isOwnTalk) in try pairs(of: own) {
        guard let last = try last(of: target, low, high), let message = try read(last, to: nil) else {
          continue
        }
        // The other side is who was written to, or who wrote.
        let isOwn = try isBy(own, message)
        let isOfOther = !isOwnTalk && !isOwn
        found.append((isOfOther ? Source(message.source.span).name : message.target, last))
      }
    }
    found.sort { $0.last < $1.last }
    return try found.suffix(query.limit).map { entry throws(StoreError) in
      let time = try read(entry.last, to: nil)?.time
      return HistoryTarget(
        name: entry.name, time: time ?? HistoryTime.time(of: entry.last))
    }
  }

  /// The private talks of a party, and whether each is with itself.
  private func pairs(of party: [UInt8]) throws(StoreError) -> [(target: Int64, isOwnTalk: Bool)] {
    pairsOf.bind(1, text: party)
    var pairs: [(Int64, Bool)] = []
    while try pairsOf.step() { pairs.append((pairsOf.number(0), pairsOf.bytes(1) == pairsOf.bytes(2))) }
    return pairs
  }

  /// Whether a party has said a message.
  private func isBy(_ party: [UInt8], _ message: HistoryMessage) throws(StoreError) -> Bool {
    senderOf.bind(1, message.number)
    return try first(senderOf).map { Keys.party(account: $0) } == party
  }

  /// The last message of a target, where it lies between two ids.
  private func last(of target: Int64, _ low: Int64, _ high: Int64) throws(StoreError) -> Int64? {
    guard let last = try ids(of: target, -1, .max, last: true, limit: 1).last, last > low, last < high else {
      return nil
    }
    return last
  }
}

extension HistoryQuery.Point {
  /// The first id at this point.
  fileprivate var start: Int64 {
    switch self {
    case .message(let number): number
    case .time(let time): HistoryTime.numbers(of: time).0
    }
  }

  /// The last id at this point.
  fileprivate var end: Int64 {
    switch self {
    case .message(let number): number
    case .time(let time): HistoryTime.numbers(of: time).1 - 1
    }
  }
}

extension HistoryQuery.Selection {
  /// Whether of too many the last ones are wanted.
  fileprivate var wantsLast: Bool {
    switch self {
    case .latest, .before: true
    case .after, .around: false
    case .between(let first, let second): first.start > second.start
    }
  }

  /// The messages that it names.
  fileprivate var messages: [Int64] {
    let points: [HistoryQuery.Point] =
      switch self {
      case .latest(let point): [point].compactMap(\.self)
      case .before(let point), .after(let point), .around(let point): [point]
      case .between(let one, let other): [one, other]
      }
    return points.compactMap { if case .message(let number) = $0 { number } else { nil } }
  }
}
