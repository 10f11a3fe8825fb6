import Wire

/// The secret that hashes depend on, so that nobody can choose names or ids whose hashes collide. It is drawn outside,
/// once, and belongs to the state: the same key gives the same hashes in any process.
public struct HashKey: Equatable, Sendable {
  /// Its halves.
  public let low, high: UInt64

  /// The key of those 128 bits.
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }
}

/// SipHash-1-3 with an answer of 128 bits (Aumasson and Bernstein, "SipHash: a fast short-input PRF"), taken in by
/// words.
///
/// Words and not bytes go in: who puts in bytes puts in their number too, which keeps them apart from what follows.
struct KeyedHash {
  private var (v0, v1, v2, v3): (UInt64, UInt64, UInt64, UInt64)

  init(_ key: HashKey) {
    v0 = key.low ^ 0x736f_6d65_7073_6575
    v1 = key.high ^ 0x646f_7261_6e64_6f6d ^ 0xee
    v2 = key.low ^ 0x6c79_6765_6e65_7261
    v3 = key.high ^ 0x7465_6462_7974_6573
  }

  /// Takes in a word.
  mutating func combine(_ word: UInt64) {
    v3 ^= word
    mix()
    v0 ^= word
  }

  /// Takes in bytes, and how many they are.
  mutating func combine(_ bytes: Span<UInt8>) {
    combine(UInt64(bytes.count))
    var index = 0
    while index < bytes.count {
      combine(Bytes.word(of: bytes, at: index))
      index += 8
    }
  }

  /// Takes in a name, the same in any case, and how many bytes it has.
  mutating func combine(folded name: Span<UInt8>) {
    combine(UInt64(name.count))
    var index = 0
    while index < name.count {
      combine(ASCIIFold.lower(Bytes.word(of: name, at: index)))
      index += 8
    }
  }

  /// The hash of what was taken in; nothing can be taken in afterwards.
  mutating func finish() -> (low: UInt64, high: UInt64) {
    v2 ^= 0xee
    mix()
    mix()
    mix()
    let low = v0 ^ v1 ^ v2 ^ v3
    v1 ^= 0xdd
    mix()
    mix()
    mix()
    return (low, v0 ^ v1 ^ v2 ^ v3)
  }

  private mutating func mix() {
    v0 &+= v1
    v1 = KeyedHash.rotated(v1, 13) ^ v0
    v0 = KeyedHash.rotated(v0, 32)
    v2 &+= v3
    v3 = KeyedHash.rotated(v3, 16) ^ v2
    v0 &+= v3
    v3 = KeyedHash.rotated(v3, 21) ^ v0
    v2 &+= v1
    v1 = KeyedHash.rotated(v1, 17) ^ v2
    v2 = KeyedHash.rotated(v2, 32)
  }

  private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    word &<< bits | word &>> (64 &- bits)
  }
}
