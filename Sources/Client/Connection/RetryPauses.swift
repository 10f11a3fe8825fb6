/// How long to wait before each try to get a lost connection back: 0.1 to 0.3 s first, then about twice as long each
/// time, 30 s at most. Chance spreads the pauses, so that the clients of a server that has died do not all come back in
/// the same moment.
struct RetryPauses: Sendable {
  /// The middle of the first pause, and the longest one, in milliseconds.
  private static let first: Int64 = 200
  private static let longest: Int64 = 30_000

  private var random: SplitMix64
  private var tries = 0

  /// `seed`: a random number of this run.
  init(seed: UInt64) {
    random = SplitMix64(state: seed)
  }

  /// How long to wait now, in milliseconds.
  mutating func next() -> Int64 {
    let middle = min(RetryPauses.longest, RetryPauses.first << min(tries, 16))
    tries += 1
    return min(RetryPauses.longest, Int64.random(in: (middle / 2)...(middle * 3 / 2), using: &random))
  }

  /// How long to wait before asking again for a name that is still taken: 1 to 2 s, in milliseconds.
  mutating func nextForName() -> Int64 {
    Int64.random(in: 1000...2000, using: &random)
  }

  /// A connection has lasted: the next pause is a first one.
  mutating func reset() {
    tries = 0
  }
}

/// A small generator of random numbers (SplitMix64, Steele, Lea and Flood 2014).
private struct SplitMix64: RandomNumberGenerator, Sendable {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
