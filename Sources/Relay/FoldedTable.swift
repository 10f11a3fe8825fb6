import Wire

/// A table from names to values, looked up by bytes in any case without making a key.
///
/// Open addressing with linear probing, at most half full; removal shifts back what follows, so that there are no
/// tombstones.
struct FoldedTable<Value: AnyObject> {
  private struct Entry {
    let hash: Int
    let name: [UInt8]
    let value: Value
  }

  private var entries: [Entry?] = Array(repeating: nil, count: 16)
  private(set) var count = 0

  /// The value of that name, or nil.
  subscript(name: Span<UInt8>) -> Value? {
    entries[place(of: name, hash: FoldedTable.hash(name))]?.value
  }

  /// Sets the value of a name that is at most ``NameRules/maximumBytes`` bytes long.
  mutating func set(_ value: Value, for name: [UInt8]) {
    let hash = FoldedTable.hash(name.span)
    let place = place(of: name.span, hash: hash)
    if entries[place] == nil { count += 1 }
    entries[place] = Entry(hash: hash, name: name, value: value)
    if count * 2 > entries.count { grow() }
  }

  /// Removes a name.
  mutating func remove(_ name: [UInt8]) {
    var hole = place(of: name.span, hash: FoldedTable.hash(name.span))
    guard entries[hole] != nil else { return }
    entries[hole] = nil
    count -= 1
    let mask = entries.count - 1
    var next = (hole + 1) & mask
    while let entry = entries[next] {
      // It may move back into the hole unless its home lies behind the hole.
      if (next &- entry.hash) & mask >= (next &- hole) & mask {
        entries[hole] = entry
        entries[next] = nil
        hole = next
      }
      next = (next + 1) & mask
    }
  }

  private func place(of name: Span<UInt8>, hash: Int) -> Int {
    let mask = entries.count - 1
    var place = hash & mask
    while let entry = entries[place] {
      if entry.hash == hash, ASCIIFold.equal(entry.name.span, name) { return place }
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func grow() {
    let old = entries
    entries = Array(repeating: nil, count: old.count * 2)
    let mask = entries.count - 1
    for case let entry? in old {
      var place = entry.hash & mask
      while entries[place] != nil { place = (place + 1) & mask }
      entries[place] = entry
    }
  }

  /// The hasher's own seed keeps people from choosing names that collide.
  private static func hash(_ name: Span<UInt8>) -> Int {
    var hasher = Hasher()
    hasher.combine(folded: name)
    return hasher.finalize()
  }
}

extension Hasher {
  /// Takes in a name in any case, eight bytes at a time.
  mutating func combine(folded name: Span<UInt8>) {
    var index = 0
    while index < name.count {
      var word: UInt64 = 0
      for offset in 0..<min(8, name.count - index) {
        word |= UInt64(ASCIIFold.lower(name[index + offset])) << (8 * offset)
      }
      combine(word)
      index += 8
    }
  }
}
