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
