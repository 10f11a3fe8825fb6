import Wire

/// What an input led to, for the server to carry out in order and then clear.
///
/// Bytes stand in lanes (``Lane``): those of events, and behind them those of replies to one session. A lane is only
/// appended to, so that a receiver of consecutive lines has one run of bytes.
public final class Outbox {
  /// One thing to do, for one session or for many.
  public struct Item: Equatable {
    /// What is to be done.
    public enum Kind: UInt8, Sendable {
      /// Queue the bytes from `start` to `end` of the lane.
      case send
      /// Queue what a ``Spread`` says, whose place among ``spreads`` stands in ``slot``.
      case spread
      /// What is queued from here on waits until the item's ``commit`` is reported; one that has been reported holds
      /// nothing back.
      case hold
      /// Close the connection once its queue is flushed.
      case close
      /// The answer to the session goes on: ``Input/more(_:)`` is wanted once it has taken what it was sent.
      case more
      /// Know that the session has registered; ``isUnseen`` says whether others see it.
      case registered
      /// Know that the session has given a wrong password.
      case mistaken
    }

    /// The slot of the session.
    public let slot: UInt32
    /// The first byte in the lane.
    public fileprivate(set) var start: UInt32
    /// The byte behind the last.
    public fileprivate(set) var end: UInt32
    /// The lane of the bytes.
    public let lane: UInt8
    /// What is to be done.
    public let kind: Kind

    /// The number of the commit that is waited for: it stands where the others have their place in the lane.
    public var commit: UInt64 { UInt64(end) << 32 | UInt64(start) }

    /// Whether nobody sees the session that has registered.
    public var isUnseen: Bool { start == 1 }
  }

  /// The bytes of each lane.
  private var lanes = PerLane<LineBuffer> { _ in LineBuffer() }
  /// The lanes that hold any, in the order in which they were filled.
  public private(set) var filled: [Int] = []
  /// What is to be done, in order.
  public private(set) var items: [Item] = []
  /// What goes to many, each mentioned by one of the items.
  public private(set) var spreads: [Spread] = []
  /// What is to be found out, in order.
  public private(set) var requests: [Request] = []
  /// What happened since facts were last taken, in order, where they are wanted.
  private var facts: [Fact] = []
  /// How many of the facts that were told so far are of a kind that is kept.
  public private(set) var keptFactCount = 0
  /// Whether the session whose line was taken last waits for something, so that its next line is not to be taken before
  /// this is carried out.
  public private(set) var isAwaited = false
  /// How many bytes the lanes hold together.
  public private(set) var byteCount = 0
  /// How much work the inputs made since this was last taken, in units of about a hundred instructions: what they
  /// looked at, wrote and spread, in the relay and behind it.
  private(set) var work = 0
  /// How many pieces of news of users, their comings, goings, names and modes, others were told since this was last
  /// taken; one that very many are told counts as several.
  private(set) var news = 0
  /// The place of the last send among the items, while nothing else has been queued for its session: bytes that follow
  /// its own can be added to it.
  private var lastSend: Int?
  /// The place of the last spread, while everything that was queued behind it is for the session that it leaves out
  /// (the sender). So a sender's lines to a room, with its echoes between them, are one spread and one send.
  private var lastSpread: Int?
  /// The place of the last hold among the items.
  private var lastHold: Int?

  /// How many recipients of a spread are counted as work.
  private static let countedRecipients = 500

  /// For how many receivers news counts once more.
  private static let receiversOfNews = 1_000

  /// Forgets what has been carried out; the memory is kept for the next input.
  public func clear() {
    items.removeAll(keepingCapacity: true)
    if !requests.isEmpty { requests.removeAll(keepingCapacity: true) }
    if !spreads.isEmpty { spreads.removeAll(keepingCapacity: true) }
    for lane in filled { lanes[lane].removeAll() }
    filled.removeAll(keepingCapacity: true)
    byteCount = 0
    isAwaited = false
    lastSend = nil
    lastSpread = nil
    lastHold = nil
  }

  /// How many bytes a lane holds.
  public func byteCount(ofLane lane: Int) -> Int { lanes[lane].count }

  /// Calls `body` with bytes of a lane. Traps where it does not hold them.
  public func withBytes<Result>(_ place: Range<UInt32>, ofLane lane: Int, _ body: (Span<UInt8>) -> Result)
    -> Result
  {
    lanes[lane].withBytes(Int(place.lowerBound)..<Int(place.upperBound), body)
  }

  /// Counts work.
  func add(work: Int) { self.work += work }

  /// Takes how much work was made since this was last called.
  public func takeWork() -> Int {
    defer { work = 0 }
    return work
  }

  /// Counts news for so many receivers.
  func addNews(to count: Int) { news += 1 + count / Outbox.receiversOfNews }

  /// Takes how many pieces of news there were since this was last called.
  public func takeNews() -> Int {
    defer { news = 0 }
    return news
  }

  /// Asks for something.
  func ask(_ request: Request) {
    requests.append(request)
    isAwaited = true
  }

  /// Tells what happened.
  func tell(_ fact: Fact) {
    facts.append(fact)
    if fact.event.isKept { keptFactCount += 1 }
  }

  /// Takes what happened since this was last called, in order. None where ``NodeConfiguration/reportsFacts`` is not
  /// set.
  public func takeFacts() -> [Fact] {
    let taken = facts
    facts = []
    // As many come in the next turn, mostly.
    if taken.count > 1 { facts.reserveCapacity(taken.count) }
    return taken
  }

  /// Appends bytes to a lane and gives their place.
  func encode(in lane: Int, _ write: (inout LineBuffer) -> Void) -> Encoded {
    let start = lanes[lane].count
    if start == 0 { filled.append(lane) }
    write(&lanes[lane])
    byteCount += lanes[lane].count - start
    return Encoded(start: UInt32(start), end: UInt32(lanes[lane].count))
  }

  /// Queues bytes for a session.
  func send(_ bytes: Encoded, ofLane lane: Int, to slot: UInt32) {
    if let last = lastSend, items[last].slot == slot {
      if Int(items[last].lane) == lane, items[last].end == bytes.start {
        items[last].end = bytes.end
        return
      }
    }
    noteItem(for: slot)
    lastSend = items.count
    items.append(Item(slot: slot, start: bytes.start, end: bytes.end, lane: UInt8(lane), kind: .send))
  }

  /// Something is queued for the session in that slot alone.
  private func noteItem(for slot: UInt32) {
    if let last = lastSend, items[last].slot == slot { lastSend = nil }
    if let last = lastSpread, spreads[last].except != slot { lastSpread = nil }
  }

  /// Queues lines for those of the recipients that are among the readers, but for the one in the slot `except`.
  /// `write` encodes them for a lane; it is called once for each that is read. No work is done for a recipient.
  func spread(
    to recipients: Recipients, _ readers: Readers, except: UInt32?, isUrgent: Bool,
    _ places: inout EncodedPlaces, _ write: (Lane, inout LineBuffer) -> Void
  ) {
    // One receiver, as most private messages have: a send costs less than a spread.
    if recipients.all.count == 1 {
      let only = recipients.all[0]
      guard only.slot != except, readers.include(only) else { return }
      return send(place(in: only.lane, &places, write), ofLane: only.lane, to: only.slot)
    }
    // Who has very many receivers waits for their writes anyway.
    add(work: min(recipients.all.count, Outbox.countedRecipients) / 2)
    var isRead = false
    for form in recipients.forms where readers.include(form: form) {
      _ = place(in: Int(form & Recipient.laneBits), &places, write)
      isRead = true
    }
    if !isRead { return }
    let absent = except ?? .max
    if let last = lastSpread,
      spreads[last].isTo(recipients.all, readers, except: absent, isUrgent: isUrgent),
      spreads[last].extend(by: places)
    {
      return
    }
    if let last = lastSend, items[last].slot != except { lastSend = nil }
    lastSpread = spreads.count
    items.append(Item(slot: UInt32(spreads.count), start: 0, end: 0, lane: 0, kind: .spread))
    spreads.append(
      Spread(recipients: recipients.all, readers: readers, except: absent, places: places, isUrgent: isUrgent)
    )
  }

  /// Where the lines stand in a lane, after they have been encoded there.
  func place(
    in lane: Int, _ places: inout EncodedPlaces, _ write: (Lane, inout LineBuffer) -> Void
  ) -> Encoded {
    if places[lane].isEmpty { places[lane] = encode(in: lane) { write(Lane(number: UInt8(lane)), &$0) } }
    return places[lane]
  }

  /// Lets what follows for a session wait for a commit. What waits already waits for this one too: what is handed over
  /// together is kept together, and one wait costs less than many.
  func hold(_ slot: UInt32, until commit: UInt64) {
    let (start, end) = (UInt32(truncatingIfNeeded: commit), UInt32(commit >> 32))
    if let last = lastHold, items[last].slot == slot {
      items[last].start = start
      items[last].end = end
      return
    }
    noteItem(for: slot)
    lastHold = items.count
    items.append(Item(slot: slot, start: start, end: end, lane: 0, kind: .hold))
  }

  /// The answer to a session goes on when it has taken what is queued.
  func more(_ slot: UInt32) {
    noteItem(for: slot)
    items.append(Item(slot: slot, start: 0, end: 0, lane: 0, kind: .more))
    isAwaited = true
  }

  /// Tells that a session has registered.
  func noteRegistration(_ slot: UInt32, isUnseen: Bool) {
    noteItem(for: slot)
    items.append(Item(slot: slot, start: isUnseen ? 1 : 0, end: 0, lane: 0, kind: .registered))
  }

  /// Tells that a session has given a wrong password.
  func noteMistake(_ slot: UInt32) {
    noteItem(for: slot)
    items.append(Item(slot: slot, start: 0, end: 0, lane: 0, kind: .mistaken))
  }

  /// Closes a session behind what is queued for it.
  func close(_ slot: UInt32) {
    noteItem(for: slot)
    items.append(Item(slot: slot, start: 0, end: 0, lane: 0, kind: .close))
  }
}
