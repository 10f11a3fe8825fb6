import Wire

/// A session that receives something.
public struct Recipient: Sendable {
  /// The slot of the session.
  public let slot: UInt32
  /// How it reads events: the tags that it gets in the lowest three bits, which number its lane of the ``Outbox``,
  /// and above them whether it takes a message of several lines as one.
  public internal(set) var form: UInt8

  /// The bits that number its lane.
  @usableFromInline static let laneBits: UInt8 = 0b0111
  static let multilineBit: UInt8 = 0b1000

  /// The lane of the outbox that it reads.
  @inlinable public var lane: UInt8 { form & 0b0111 }

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

  func include(_ recipient: Recipient) -> Bool { include(form: recipient.form) }

  func include(form: UInt8) -> Bool { form & bits == wanted }
}

/// The forms in which some recipients read.
struct Forms: Equatable, Sequence, IteratorProtocol {
  /// A bit for each form.
  private var bits: UInt16 = 0

  mutating func insert(_ form: UInt8) { bits |= 1 << UInt16(form) }

  /// The next form, which is taken out.
  mutating func next() -> UInt8? {
    if bits == 0 { return nil }
    let form = UInt8(truncatingIfNeeded: bits.trailingZeroBitCount)
    bits &= bits - 1
    return form
  }
}

/// Sessions side by side, so that a message's way to a thousand of them is one walk over memory.
struct Recipients {
  private(set) var all: [Recipient] = []
  /// The forms in which they read, so that what they read is encoded without a walk.
  private(set) var forms = Forms()

  init() {}

  /// One session alone.
  init(_ session: Session) { add(session) }

  /// Adds a session.
  mutating func add(_ session: Session) { add(Recipient(session)) }

  /// Adds a recipient.
  mutating func add(_ recipient: Recipient) {
    all.append(recipient)
    forms.insert(recipient.form)
  }

  /// Removes a session, if it is there.
  mutating func remove(_ session: Session) {
    guard let place = place(of: session.slot) else { return }
    all.swapAt(place, all.count - 1)
    all.removeLast()
    countForms()
  }

  /// Has a session in it or not, as it reads events from now on.
  mutating func put(_ session: Session, in isIn: Bool) {
    if !isIn { return remove(session) }
    if place(of: session.slot) != nil { update(session) } else { add(session) }
  }

  /// Takes over how the session reads events from now on.
  mutating func update(_ session: Session) {
    guard let place = place(of: session.slot) else { return }
    all[place].form = session.form
    countForms()
  }

  /// Those of them for which that holds.
  func filter(_ isMeant: (Recipient) -> Bool) -> Recipients {
    var kept = Recipients()
    for recipient in all where isMeant(recipient) { kept.add(recipient) }
    return kept
  }

  /// The recipient in that slot, if it is among them.
  subscript(slot: UInt32) -> Recipient? { place(of: slot).map { all[$0] } }

  private func place(of slot: UInt32) -> Int? { all.firstIndex { $0.slot == slot } }

  private mutating func countForms() {
    forms = Forms()
    for recipient in all { forms.insert(recipient.form) }
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
