import Wire

/// What an input led to, for the server to carry out in order and then clear.
///
/// Bytes stand in lanes. A lane is one way of encoding what several receive, one for each set of tag capabilities,
/// and a last one for replies to one session; each is appended to only, so that a receiver of consecutive lines
/// has one run of bytes.
public struct Outbox {
  /// One thing to do for one session.
  public struct Item: Equatable {
    /// What is to be done.
    public enum Kind: UInt8, Sendable {
      /// Queue the bytes from `start` to `end` of the lane.
      case send
      /// What is queued from here on waits until the item's ``commit`` is reported; one that has been reported holds
      /// nothing back.
      case hold
      /// Close the connection once its queue is flushed.
      case close
    }

    /// The slot of the session.
    public let slot: UInt32
    /// The first byte in the lane.
    public let start: UInt32
    /// The byte behind the last.
    public let end: UInt32
    /// The lane of the bytes.
    public let lane: UInt8
    /// What is to be done.
    public let kind: Kind

    /// The number of the commit that is waited for: it stands where the others have their place in the lane.
    public var commit: UInt64 { UInt64(end) << 32 | UInt64(start) }
  }

  /// How many lanes there are.
  public static let laneCount = 9
  /// The lane of replies to one session.
  static let replyLane = 8

  /// The bytes of each lane.
  public private(set) var lanes = [[UInt8]](repeating: [], count: laneCount)
  /// What is to be done, in order.
  public private(set) var items: [Item] = []
  /// The number of the last event that has to be stored.
  public internal(set) var lastCommit: UInt64 = 0

  /// Forgets what has been carried out; the memory is kept for the next input.
  public mutating func clear() {
    items.removeAll(keepingCapacity: true)
    for lane in lanes.indices where !lanes[lane].isEmpty { lanes[lane].removeAll(keepingCapacity: true) }
  }

  /// Appends bytes to a lane and gives their place.
  mutating func encode(in lane: Int, _ write: (inout [UInt8]) -> Void) -> Encoded {
    let start = lanes[lane].count
    write(&lanes[lane])
    return Encoded(start: UInt32(start), end: UInt32(lanes[lane].count), lane: UInt8(lane))
  }

  /// Queues bytes for a session.
  mutating func send(_ bytes: Encoded, to slot: UInt32) {
    items.append(Item(slot: slot, start: bytes.start, end: bytes.end, lane: bytes.lane, kind: .send))
  }

  /// Queues lines for those of the recipients that are among the readers, but for the one in the slot `except`.
  /// `write` encodes them for a lane; it is called once for each that is read.
  ///
  /// - Returns: The lane of the recipient that was left out, if it was among them.
  mutating func send(
    to recipients: some Sequence<Recipient>, _ readers: Readers, except: UInt32?,
    _ places: inout EncodedPlaces, _ write: (UInt8, inout [UInt8]) -> Void
  ) -> UInt8? {
    var leftOut: UInt8?
    for recipient in recipients where readers.include(recipient) {
      if recipient.slot == except {
        leftOut = recipient.lane
      } else {
        send(place(in: recipient.lane, &places, write), to: recipient.slot)
      }
    }
    return leftOut
  }

  /// Where the lines stand in a lane, after they have been encoded there.
  mutating func place(
    in lane: UInt8, _ places: inout EncodedPlaces, _ write: (UInt8, inout [UInt8]) -> Void
  ) -> Encoded {
    if places[lane].isEmpty { places[lane] = encode(in: Int(lane)) { write(lane, &$0) } }
    return places[lane]
  }

  /// Lets what follows for a session wait for a commit.
  mutating func hold(_ slot: UInt32, until commit: UInt64) {
    let (start, end) = (UInt32(truncatingIfNeeded: commit), UInt32(commit >> 32))
    items.append(Item(slot: slot, start: start, end: end, lane: 0, kind: .hold))
  }

  /// Closes a session behind what is queued for it.
  mutating func close(_ slot: UInt32) {
    items.append(Item(slot: slot, start: 0, end: 0, lane: 0, kind: .close))
  }
}

/// Where one event stands in each of the lanes that it has been encoded in.
struct EncodedPlaces {
  private var places = InlineArray<8, Encoded>(repeating: Encoded())

  subscript(lane: UInt8) -> Encoded {
    get { places[Int(lane)] }
    set { places[Int(lane)] = newValue }
  }
}

/// Where bytes stand in the outbox.
struct Encoded {
  var start: UInt32 = 0
  var end: UInt32 = 0
  var lane: UInt8 = 0

  var isEmpty: Bool { start == end }
}
