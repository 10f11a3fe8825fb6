/// Values that were expensive to get, each kept for the same time and no more of them than a limit.
struct ExpiringCache<Key: Hashable, Value> {
  private struct Entry {
    let value: Value
    let expires: Int64
  }

  private let lifetime: Int64
  private let capacity: Int
  private var entries: [Key: Entry] = [:]
  /// The keys in the order in which their values were put. A key whose value was put again stands here twice.
  private var order = Fifo<(key: Key, expires: Int64)>()

  /// An empty cache.
  ///
  /// - Parameters:
  ///   - lifetime: How long a value is good, in milliseconds.
  ///   - capacity: How many values are kept; beyond it the oldest goes.
  init(lifetime: Int64, capacity: Int) {
    self.lifetime = lifetime
    self.capacity = capacity
  }

  /// How many values take up room.
  var count: Int { entries.count }

  /// The value of a key; nil where there is none that is still good.
  func value(of key: Key, at now: Int64) -> Value? {
    guard let entry = entries[key], now < entry.expires else { return nil }
    return entry.value
  }

  /// Keeps a value from now on. `now` does not go back from one call to the next.
  mutating func put(_ value: Value, for key: Key, at now: Int64) {
    let expires = now + lifetime
    entries[key] = Entry(value: value, expires: expires)
    order.append((key, expires))
    while let oldest = order.first, oldest.expires <= now || order.count > capacity {
      order.removeFirst()
      if entries[oldest.key]?.expires == oldest.expires { entries[oldest.key] = nil }
    }
  }
}
