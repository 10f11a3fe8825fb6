import Wire

/// A table from names to values, looked up by bytes without making a key.
///
/// Open addressing with linear probing, at most half full; removal shifts back what follows, so that there are no
/// tombstones. It is never copied, so that a look at it counts none of its parts. Nothing can walk over it: the order
/// of its places is no order of anything.
struct NameTable<Value: AnyObject>: ~Copyable {
  /// When two names are the same.
  enum Comparison {
    /// Under CASEMAPPING ascii.
    case folded
    /// Byte for byte.
    case exact
  }

  private let key: HashKey
  private let comparison: Comparison
  /// What the names are hashed to; 0 where a place is free. Kept apart, so that a look at a place costs one number.
  private var hashes = [Int](repeating: 0, count: 16)
  private var names = [[UInt8]](repeating: [], count: 16)
  private var values = [Value?](repeating: nil, count: 16)
  private(set) var count = 0

  /// An empty table.
  init(key: HashKey, comparison: Comparison = .folded) {
    self.key = key
    self.comparison = comparison
  }

  /// The value of that name, or nil.
  subscript(name: Span<UInt8>) -> Value? {
    values[place(of: name, hash: hash(of: name))]
  }

  /// Sets the value of a name.
  mutating func set(_ value: Value, for name: [UInt8]) {
    let hash = hash(of: name.span)
    let place = place(of: name.span, hash: hash)
    if hashes[place] == 0 { count += 1 }
    fill(place, hash, name, value)
    if count * 2 > hashes.count { grow() }
  }

  /// Removes a name.
  mutating func remove(_ name: [UInt8]) {
    var hole = place(of: name.span, hash: hash(of: name.span))
    guard hashes[hole] != 0 else { return }
    fill(hole, 0, [], nil)
    count -= 1
    let mask = hashes.count - 1
    var next = (hole + 1) & mask
    while hashes[next] != 0 {
      // It may move back into the hole unless its home lies behind the hole.
      if (next &- hashes[next]) & mask >= (next &- hole) & mask {
        fill(hole, hashes[next], names[next], values[next])
        fill(next, 0, [], nil)
        hole = next
      }
      next = (next + 1) & mask
    }
  }

  private mutating func fill(_ place: Int, _ hash: Int, _ name: [UInt8], _ value: Value?) {
    hashes[place] = hash
    names[place] = name
    values[place] = value
  }

  private func place(of name: Span<UInt8>, hash: Int) -> Int {
    let mask = hashes.count - 1
    var place = hash & mask
    while hashes[place] != 0 {
      if hashes[place] == hash, isSame(names[place], name) { return place }
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func grow() {
    let (oldHashes, oldNames, oldValues) = (hashes, names, values)
    let size = oldHashes.count * 2
    hashes = Array(repeating: 0, count: size)
    names = Array(repeating: [], count: size)
    values = Array(repeating: nil, count: size)
    for (index, hash) in oldHashes.enumerated() where hash != 0 {
      var place = hash & (size - 1)
      while hashes[place] != 0 { place = (place + 1) & (size - 1) }
      fill(place, hash, oldNames[index], oldValues[index])
    }
  }

  private func isSame(_ left: [UInt8], _ right: Span<UInt8>) -> Bool {
    comparison == .folded ? ASCIIFold.equal(left, right) : Bytes.equal(left.span, right)
  }

  /// The hash of a name, eight bytes at a time, the same in any case; never 0.
  private func hash(of name: Span<UInt8>) -> Int {
    var state = key.low ^ UInt64(name.count)
    var index = 0
    while index < name.count {
      state = NameTable.mix(state ^ ASCIIFold.lower(Bytes.word(of: name, at: index)), key.high | 1)
      index += 8
    }
    return Int(truncatingIfNeeded: NameTable.mix(state, key.low | 1) | 1 << 63)
  }

  /// Both halves of the product: each bit of the one depends on all of the other.
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
