import Relay

/// Bytes of a lane, by their place in the lane's segment.
struct Run {
  /// The lane counted from 1, or 0 for no bytes of no lane; and whether the bytes may wait. In one number, so that one
  /// comparison tells whether two runs can be one.
  private var kind: UInt8 = 0
  /// The offset of the first byte.
  private(set) var from: UInt32 = 0
  /// The offset behind the last.
  private(set) var to: UInt32 = 0

  private static let patientBit: UInt8 = 0x80

  /// No bytes.
  init() {}

  /// The bytes at that place, which is counted from `start`.
  init(_ place: Range<UInt32>, behind start: UInt32, lane: Int, isUrgent: Bool = true) {
    kind = UInt8(lane) + 1 | (isUrgent ? 0 : Run.patientBit)
    from = start + place.lowerBound
    to = start + place.upperBound
  }

  /// The lane, or nil for no bytes.
  var lane: Int? { kind == 0 ? nil : Int(kind & ~Run.patientBit) - 1 }
  var count: Int { Int(to - from) }

  /// Whether it is to be sent at the end of the turn.
  var isUrgent: Bool {
    get { kind & Run.patientBit == 0 }
    set { kind = newValue ? kind & ~Run.patientBit : kind | Run.patientBit }
  }

  /// Makes it longer by bytes that stand right behind it and are as urgent.
  ///
  /// - Returns: Whether they do; if not, nothing has changed.
  @inline(__always)
  mutating func extend(by next: Run) -> Bool {
    guard to == next.from, kind == next.kind else { return false }
    to = next.to
    return true
  }
}

/// What each connection got last and is not in its queue yet, by slot: all that a delivery touches, so that one which
/// goes on where the last one ended costs a comparison.
struct Runs {
  private var runs: [Run] = []

  /// The run of a slot.
  subscript(slot: UInt32) -> Run {
    get { runs[Int(slot)] }
    set { runs[Int(slot)] = newValue }
  }

  /// Makes room for a slot, whose connection has got nothing yet.
  mutating func open(_ slot: UInt32) {
    while runs.count <= Int(slot) { runs.append(Run()) }
    runs[Int(slot)] = Run()
  }

  /// Takes the run of a slot, which has none then.
  mutating func take(_ slot: UInt32) -> Run {
    let run = runs[Int(slot)]
    runs[Int(slot)] = Run()
    return run
  }

  /// Makes the run of a slot longer by bytes that stand right behind it.
  ///
  /// - Returns: Whether they do; if not, nothing has changed.
  mutating func extend(_ slot: UInt32, by next: Run) -> Bool {
    runs[Int(slot)].extend(by: next)
  }

  /// Makes the run of each receiver of a spread longer by what stands in the receiver's lane. Where that does not stand
  /// right behind the run, the run stays as it is, and the receiver is added to `others`.
  mutating func extend(
    _ spread: Spread, by next: borrowing PerEventLane<Run>, others: inout [Recipient]
  ) {
    var runs = runs.mutableSpan
    for recipient in spread.recipients where spread.includes(recipient) {
      if !runs[Int(recipient.slot)].extend(by: next[recipient.lane]) { others.append(recipient) }
    }
  }
}
