import Wire

/// A session that receives something.
public struct Recipient: Sendable {
  /// The slot of the session.
  public let slot: UInt32
  /// How it reads events: the number of its lane of the ``Outbox``, and above that whether it takes a message of
  /// several lines as one, and who joins with account and real name.
  public internal(set) var form: UInt8

  /// The bits that number its lane.
  @usableFromInline static let laneBits: UInt8 = 0b0000_1111
  static let multilineBit: UInt8 = 0b0001_0000
  static let extendedJoinBit: UInt8 = 0b0010_0000
  /// How many forms there are.
  static let formCount = 64

  /// The lane of the outbox that it reads, as an index.
  @inlinable public var lane: Int { Int(form & Recipient.laneBits) }

  init(_ session: Session) {
    slot = session.slot
    form = session.form
  }

  /// The form in which a session of those capabilities reads events.
  static func form(_ capabilities: Capabilities) -> UInt8 {
    let lane = Lane(capabilities).number
    let form = capabilities.isSuperset(of: [.multiline, .batch]) ? lane | multilineBit : lane
    return capabilities.contains(.extendedJoin) ? form | extendedJoinBit : form
  }
}

/// Which of the recipients are meant: those whose form has certain bits.
struct Readers: Equatable {
  private let bits: UInt8
  private let wanted: UInt8

  static let all = Readers(bits: 0, wanted: 0)
  /// Those with `message-tags`.
  static let ofTags = Readers(
    bits: Lane(.messageTags).number, wanted: Lane(.messageTags).number)
  /// Those who take a message of several lines as one.
  static let ofBatches = Readers(bits: Recipient.multilineBit, wanted: Recipient.multilineBit)
  /// Those who take a message of several lines line by line.
  static let ofLines = Readers(bits: Recipient.multilineBit, wanted: 0)
  /// Those who are told account and real name of who joins.
  static let ofExtendedJoins = Readers(bits: Recipient.extendedJoinBit, wanted: Recipient.extendedJoinBit)
  /// Those who are not.
  static let ofPlainJoins = Readers(bits: Recipient.extendedJoinBit, wanted: 0)

  func include(_ recipient: Recipient) -> Bool { include(form: recipient.form) }

  func include(form: UInt8) -> Bool { form & bits == wanted }
}

/// The forms in which some recipients read.
struct Forms: Equatable, Sequence, IteratorProtocol {
  /// A bit for each form.
  private var bits: UInt64 = 0

  mutating func insert(_ form: UInt8) { bits |= 1 << UInt64(form) }

  mutating func remove(_ form: UInt8) { bits &= ~(1 << UInt64(form)) }

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

  /// Those of them for which that holds.
  func filter(_ isMeant: (Recipient) -> Bool) -> Recipients {
    var kept = Recipients()
    for recipient in all where isMeant(recipient) { kept.add(recipient) }
    return kept
  }

  /// The recipient in that slot, if it is among them.
  subscript(slot: UInt32) -> Recipient? { place(of: slot).map { all[$0] } }

  private func place(of slot: UInt32) -> Int? { all.firstIndex { $0.slot == slot } }
}

/// Changes that walk over all of them: for a user's own sessions, which are few.
extension Recipients {
  /// Removes a session, if it is there.
  mutating func remove(_ session: Session) {
    guard let place = place(of: session.slot) else { return }
    all.swapAt(place, all.count - 1)
    all.removeLast()
    countForms()
  }

  /// Puts a session in, in the form in which it reads events now, or takes it out.
  mutating func put(_ session: Session, in isIn: Bool) {
    if !isIn { return remove(session) }
    guard let place = place(of: session.slot) else { return add(session) }
    all[place].form = session.form
    countForms()
  }

  private mutating func countForms() {
    forms = Forms()
    for recipient in all { forms.insert(recipient.form) }
  }
}

/// Changes for ``Audience``, which knows the place of each recipient and counts how many read in each form.
extension Recipients {
  /// Removes the recipient at a place, which the last one takes.
  mutating func remove(at place: Int) {
    all.swapAt(place, all.count - 1)
    all.removeLast()
  }

  /// Sets the form in which the recipient at a place reads events.
  mutating func setForm(_ form: UInt8, at place: Int) { all[place].form = form }

  /// Notes that recipients of a form are there, or that none is left.
  mutating func note(_ form: UInt8, isRead: Bool) {
    if isRead { forms.insert(form) } else { forms.remove(form) }
  }
}
