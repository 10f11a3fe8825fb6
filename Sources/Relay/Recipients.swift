import Wire

/// A session that receives something.
struct Recipient {
  let slot: UInt32
  /// How it reads events: the tags that it gets in the lowest three bits, which number its lane of the ``Outbox``,
  /// and above them whether it takes a message of several lines as one.
  var form: UInt8

  /// The bits that number its lane.
  static let laneBits: UInt8 = 0b0111
  static let multilineBit: UInt8 = 0b1000

  /// The lane of the outbox that it reads.
  var lane: UInt8 { form & Recipient.laneBits }

  init(_ session: Session) {
    slot = session.slot
    form = session.form
  }

  /// The form in which a session of those capabilities reads events.
  static func form(_ capabilities: Capabilities) -> UInt8 {
    let lane = UInt8(truncatingIfNeeded: capabilities.intersection(.tagging).rawValue)
    return capabilities.isSuperset(of: [.multiline, .batch]) ? lane | multilineBit : lane
  }
}

/// Which of the recipients are meant: those whose form has certain bits.
struct Readers: Equatable {
  private let bits: UInt8
  private let wanted: UInt8

  static let all = Readers(bits: 0, wanted: 0)
  /// Those with `message-tags`.
  static let ofTags = Readers(
    bits: UInt8(Capabilities.messageTags.rawValue), wanted: UInt8(Capabilities.messageTags.rawValue))
  /// Those who take a message of several lines as one.
  static let ofBatches = Readers(bits: Recipient.multilineBit, wanted: Recipient.multilineBit)
  /// Those who take a message of several lines line by line.
  static let ofLines = Readers(bits: Recipient.multilineBit, wanted: 0)

  func include(_ recipient: Recipient) -> Bool { recipient.form & bits == wanted }
}

/// Sessions side by side, so that a message's way to a thousand of them is one walk over memory.
struct Recipients {
  private(set) var all: [Recipient] = []

  /// Adds a session.
  mutating func add(_ session: Session) {
    all.append(Recipient(session))
  }

  /// Removes a session, if it is there.
  mutating func remove(_ session: Session) {
    guard let place = all.firstIndex(where: { $0.slot == session.slot }) else { return }
    all.swapAt(place, all.count - 1)
    all.removeLast()
  }

  /// Has a session in it or not, as it reads events from now on.
  mutating func put(_ session: Session, in isIn: Bool) {
    if !isIn { return remove(session) }
    if all.contains(where: { $0.slot == session.slot }) { update(session) } else { add(session) }
  }

  /// Takes over how the session reads events from now on.
  mutating func update(_ session: Session) {
    guard let place = all.firstIndex(where: { $0.slot == session.slot }) else { return }
    all[place].form = session.form
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
