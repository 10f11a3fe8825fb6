import Wire

/// A session that receives something.
struct Recipient {
  let slot: UInt32
  /// How it reads events: see ``Outbox``.
  var lane: UInt8

  /// The tags that it gets.
  var capabilities: Capabilities { Capabilities(rawValue: UInt16(lane)) }

  init(_ session: Session) {
    slot = session.slot
    lane = session.lane
  }
}

/// Watched sessions side by side, so that a message's way to a thousand of them is one walk over memory.
struct Recipients {
  private(set) var all: [Recipient] = []

  /// Adds a session, if anybody watches it.
  mutating func add(_ session: Session) {
    if session.isUnseen { return }
    all.append(Recipient(session))
  }

  /// Removes a session, if it is there.
  mutating func remove(_ session: Session) {
    guard let place = all.firstIndex(where: { $0.slot == session.slot }) else { return }
    all.swapAt(place, all.count - 1)
    all.removeLast()
  }

  /// Takes over how the session reads events from now on.
  mutating func update(_ session: Session) {
    guard let place = all.firstIndex(where: { $0.slot == session.slot }) else { return }
    all[place].lane = session.lane
  }
}

/// A set of slots that is emptied at no cost, for telling everyone a thing once.
struct SlotSet {
  /// For each slot the round in which it was last put in.
  private var rounds: [UInt64] = []
  private var round: UInt64 = 1

  /// Empties the set.
  mutating func removeAll() {
    round += 1
  }

  /// Puts a slot in, and gives whether it was not there before.
  @discardableResult
  mutating func insert(_ slot: UInt32) -> Bool {
    let index = Int(slot)
    while rounds.count <= index { rounds.append(0) }
    if rounds[index] == round { return false }
    rounds[index] = round
    return true
  }
}
