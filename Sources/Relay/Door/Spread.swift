/// What goes to many sessions: lines that stand once in each lane that one of them reads.
///
/// The relay makes it at the same cost for two recipients and for a thousand. The server, which carries it out, walks
/// over them.
public struct Spread {
  /// All whom it could go to; ``includes(_:)`` tells who of them gets it.
  public let recipients: [Recipient]
  /// Which of them are meant.
  let readers: Readers
  /// The slot of one that is not; no slot's number for none.
  let except: UInt32
  /// Where the lines stand in each lane.
  private(set) var places: EncodedPlaces
  /// Whether somebody waits for it. What tells of comings and goings may wait a moment, so that many such lines take
  /// one write.
  public let isUrgent: Bool

  init(recipients: [Recipient], readers: Readers, except: UInt32, places: EncodedPlaces, isUrgent: Bool) {
    self.recipients = recipients
    self.readers = readers
    self.except = except
    self.places = places
    self.isUrgent = isUrgent
  }

  /// Adds lines to it, if they stand right behind its own in every lane.
  ///
  /// - Returns: Whether they do; if not, nothing has changed.
  mutating func extend(by next: borrowing EncodedPlaces) -> Bool { places.extend(by: next) }

  /// Whether it goes to those readers of the recipients, and is as urgent. The recipients are compared by
  /// where they lie in memory: the spread keeps its array alive, so an array that lies there is the same one.
  func isTo(_ others: [Recipient], _ readers: Readers, except: UInt32, isUrgent: Bool) -> Bool {
    guard except == self.except, isUrgent == self.isUrgent, readers == self.readers else { return false }
    return recipients.withUnsafeBufferPointer { own in
      others.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress && own.count == $0.count }
    }
  }

  /// Whether the recipient is meant.
  public func includes(_ recipient: Recipient) -> Bool {
    recipient.slot != except && readers.include(recipient)
  }

  /// A bit for each lane that the lines stand in.
  public var lanes: UInt16 { places.lanes }

  /// Where the lines stand in a lane; at no byte where no recipient reads it.
  public subscript(lane: Int) -> Range<UInt32> {
    let place = places[lane]
    return place.start..<place.end
  }
}

/// Where one event stands in each of the lanes that it has been encoded in.
struct EncodedPlaces {
  private var places = PerEventLane<Encoded>(repeating: Encoded())
  /// A bit for each lane that it has been encoded in.
  private(set) var lanes: UInt16 = 0

  subscript(lane: Int) -> Encoded {
    get { places[lane] }
    set {
      places[lane] = newValue
      lanes |= 1 << UInt16(lane)
    }
  }

  /// Makes the places longer by others in the same lanes, if these stand right behind them.
  ///
  /// - Returns: Whether they are; if not, nothing has changed.
  mutating func extend(by next: borrowing EncodedPlaces) -> Bool {
    if next.lanes != lanes { return false }
    var rest = lanes
    while rest != 0 {
      let lane = rest.trailingZeroBitCount
      if places[lane].end != next.places[lane].start { return false }
      rest &= rest - 1
    }
    rest = lanes
    while rest != 0 {
      let lane = rest.trailingZeroBitCount
      places[lane].end = next.places[lane].end
      rest &= rest - 1
    }
    return true
  }
}

/// Where bytes stand in a lane of the outbox.
struct Encoded {
  var start: UInt32 = 0
  var end: UInt32 = 0

  var isEmpty: Bool { start == end }
}
