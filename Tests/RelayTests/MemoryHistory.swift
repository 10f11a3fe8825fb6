import Wire

@testable import Relay

/// What was said, kept in a list: the least store that there can be.
struct MemoryHistory {
  private struct Kept {
    let place: String
    let time: Timestamp
    let message: FactMessage

    func moved(to place: String) -> Kept { Kept(place: place, time: time, message: message) }
  }

  private var kept: [Kept] = []
  /// The accounts of which a person has been here.
  private var known: [AccountID] = []
  private var markers: [AccountID: ReadMarkers] = [:]
  /// The numbers of the messages that wait for them.
  private var waiting: [AccountID: [Int64]] = [:]
  /// How often a room has been made that its maker had not made before.
  private var rooms: [String: (founder: AccountID?, number: Int)] = [:]

  mutating func keep(_ facts: [Fact]) {
    for fact in facts {
      switch fact.event {
      case .roomMade(let name, let founder):
        let known = rooms[text(name)]
        if founder == nil || known?.founder != founder {
          rooms[text(name)] = (founder, (known?.number ?? 0) + 1)
        }
      case .roomRenamed(let name, let other, _):
        let from = place(ofRoom: name)
        rooms[text(other)] = (rooms[text(name)]?.founder, (rooms[text(other)]?.number ?? 0) + 1)
        kept = kept.map { $0.place == from ? $0.moved(to: place(ofRoom: other)) : $0 }
      case .redacted(let number, _): kept.removeAll { $0.message.number == number }
      case .message(let message):
        kept.append(Kept(place: place(message), time: fact.stamp.time, message: message))
        if case .absent(let account, _) = message.target {
          waiting[account, default: []].append(message.number)
        }
      case .read(let account, let marker): _ = markers[account, default: ReadMarkers()].advance(marker)
      case .received(let account, let last):
        if !known.contains(account) { known.append(account) }
        waiting[account]?.removeAll { $0 <= last }
      default: break
      }
    }
  }

  func answer(_ question: HistoryQuestion) -> Answer {
    switch question {
    case .messages(let query): return messages(query)
    case .targets(let query):
      let (low, high) = (query.times.min()!, query.times.max()!)
      let found = query.rooms.compactMap { room in
        kept.last {
          $0.place == place(ofRoom: room.name) && $0.message.number > room.start && $0.time > low
            && $0.time < high
        }
        .map { HistoryTarget(name: room.name, time: $0.time) }
      }
      return .historyTargets(Array(found.sorted { $0.time < $1.time }.suffix(query.limit)))
    case .addressee(let query): return .addressee(addressee(query))
    case .markers(let account): return .markers(markers[account]?.all ?? [])
    case .waiting(let account, let last, let limit):
      let numbers = (waiting[account] ?? []).filter { $0 > last }.prefix(limit)
      return .history(numbers.compactMap { number in kept.first { $0.message.number == number } }.map(told))
    }
  }

  private func addressee(_ query: AddresseeQuery) -> Addressee {
    guard let account = known.first(where: { $0.isCalled(query.name) }) else { return .nobody }
    let messages = (waiting[account] ?? []).compactMap { number in kept.first { $0.message.number == number }
    }
    if messages.count >= WaitingLimit.messages { return .full(account) }
    let own = messages.count { $0.message.sender.account == query.sender }
    return own >= WaitingLimit.messagesOfSender ? .fullOfSender(account) : .account(account)
  }

  private func messages(_ query: HistoryQuery) -> Answer {
    let place: String? =
      switch query.place {
      case .room(let name): self.place(ofRoom: name)
      case .conversation(let account, let parties):
        parties.map { pair(.account(account), $0) }.first { place in kept.contains { $0.place == place } }
      }
    let all = kept.filter {
      $0.place == place && $0.message.number > query.start && $0.message.number < query.end
    }
    func isBehind(_ kept: Kept, _ point: HistoryQuery.Point) -> Bool {
      switch point {
      case .message(let number): kept.message.number > number
      case .time(let time): kept.time > time
      }
    }
    func isAt(_ kept: Kept, _ point: HistoryQuery.Point) -> Bool {
      switch point {
      case .message(let number): kept.message.number == number
      case .time(let time): kept.time == time
      }
    }
    func isBefore(_ kept: Kept, _ point: HistoryQuery.Point) -> Bool {
      !isBehind(kept, point) && !isAt(kept, point)
    }
    func isKnown(_ point: HistoryQuery.Point) -> Bool {
      if case .message = point { all.contains { isAt($0, point) } } else { true }
    }
    let found: [Kept]
    switch query.selection {
    case .latest(nil): found = all.suffix(query.limit)
    case .latest(let point?): found = all.filter { isBehind($0, point) }.suffix(query.limit)
    case .before(let point):
      if !isKnown(point) { return .historyUnknown }
      found = all.filter { isBefore($0, point) }.suffix(query.limit)
    case .after(let point):
      if !isKnown(point) { return .historyUnknown }
      found = Array(all.filter { isBehind($0, point) }.prefix(query.limit))
    case .around(let point):
      let before = all.filter { isBefore($0, point) }.suffix(query.limit / 2)
      found = Array(before) + all.filter { !isBefore($0, point) }.prefix(query.limit - before.count)
    case .between(let one, let other):
      found = Array(all.filter { isBehind($0, one) && isBefore($0, other) }.prefix(query.limit))
    }
    return .history(found.map(told))
  }

  private func told(_ kept: Kept) -> HistoryMessage {
    let message = kept.message
    return HistoryMessage(
      number: message.number, time: kept.time, kind: message.kind, source: message.source,
      account: message.sender.account.map { Array($0.name.utf8) }, target: target(message),
      text: message.text, tags: message.tags)
  }

  private func target(_ message: FactMessage) -> [UInt8] {
    switch message.target {
    case .room(let name): name
    case .user(let actor): actor.name
    case .absent(_, let name): name
    }
  }

  private func place(_ message: FactMessage) -> String {
    switch message.target {
    case .room(let name): place(ofRoom: name)
    case .user(let actor): pair(HistoryParty(message.sender), HistoryParty(actor))
    case .absent(let account, _): pair(HistoryParty(message.sender), .account(account))
    }
  }

  private func place(ofRoom name: [UInt8]) -> String { "\(text(name)) \(rooms[text(name)]?.number ?? 0)" }

  private func pair(_ one: HistoryParty, _ other: HistoryParty) -> String {
    [one, other].map { party in
      switch party {
      case .account(let id): "=\(id.name)"
      case .name(let name): "~\(text(name))"
      }
    }.sorted().joined(separator: " ")
  }

  private func text(_ name: [UInt8]) -> String { String(decoding: ASCIIFold.lower(name.span), as: UTF8.self) }
}
