import Wire

@testable import Relay

/// What inputs led to: whether it may be done, and that it is done.
extension Stage {
  /// Does what the relay said.
  func carryOut() {
    let outbox = relay.outbox
    for request in outbox.requests { note(request) }
    for (slot, thing) in outbox.things { carryOut(thing, for: slot) }
    for item in outbox.items where item.kind == .more { seats[seat(of: item.slot, "more")].hasMore = true }
    let facts = outbox.takeFacts()
    if !facts.isEmpty, !relay.configuration.node.reportsFacts { fatalError("facts that nobody wants") }
    if transcript != nil { for fact in facts { transcript?.add("fact", FactText.text(of: fact.event)) } }
    outbox.clear()
    let isClear =
      outbox.items.isEmpty && outbox.requests.isEmpty && outbox.spreads.isEmpty && outbox.filled.isEmpty
      && outbox.byteCount == 0 && !outbox.isAwaited
    if !isClear { fatalError("the outbox holds something when it was cleared") }
    for place in 0..<Stage.seatCount { checkWaiting(place) }
  }

  /// The server knows what a connection waits for by the outbox alone.
  private func checkWaiting(_ place: Int) {
    let seat = seats[place]
    if !seat.isTaken { return }
    if relay.isWaiting(id(place)) != (seat.waits && !seat.isEnded) {
      fatalError("seat \(place) waits for an answer, or does not, as the outbox did not say")
    }
  }

  private func note(_ request: Request) {
    let place = seat(of: request.session.slot, "a question")
    if id(place) != request.session { fatalError("a question of a connection that was there before") }
    seats[place].awaitsAnswer = true
    requests.append(request)
    transcript?.add("\(place)", "asks \(request.question)")
  }

  private func carryOut(_ thing: OutboxThing, for slot: UInt32) {
    let place = seat(of: slot, "\(thing)")
    switch thing {
    case .send(let bytes):
      let faults = SentLines(bytes).faults
      if !faults.isEmpty { fatalError("seat \(place) is sent: \(faults)") }
      transcript?.add("\(place)", bytes)
    case .hold(let commit):
      if !relay.configuration.node.awaitsCommits { fatalError("seat \(place) is held for a commit") }
      transcript?.add("\(place)", "hold \(commit)")
    case .close:
      seats[place].isEnded = true
      seats[place].backlog = []
      transcript?.add("\(place)", "close")
    }
  }

  /// The seat in that slot, which must be there for what is to be done.
  private func seat(of slot: UInt32, _ what: @autoclosure () -> String) -> Int {
    guard slot < UInt32(seats.count), seats[Int(slot)].isTaken else {
      fatalError("slot \(slot), which nobody has, gets \(what())")
    }
    if seats[Int(slot)].isEnded { fatalError("slot \(slot), which is closed, gets \(what())") }
    return Int(slot)
  }

  /// The rules that hold between two inputs.
  func checkInvariants() {
    let faults = Invariants(of: relay).faults
    if !faults.isEmpty { fatalError("\(faults)") }
  }
}

/// What was sent and told, as text.
struct Transcript: Equatable {
  /// All of it, in order.
  private(set) var bytes: [UInt8] = []
  /// What each connection was sent, and what was told as facts.
  private(set) var ofEach: [String: [UInt8]] = [:]

  mutating func add(_ place: String, _ text: String) { add(place, Array("\(text)\n".utf8)) }

  mutating func add(_ place: String, _ content: [UInt8]) {
    bytes += Array(place.utf8) + [0x20] + content
    ofEach[place, default: []] += content
  }
}
