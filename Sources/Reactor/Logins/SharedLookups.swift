/// Look-ups of one kind. What was found is remembered for a while, and who asks for what is being looked up waits for
/// the look-up that goes on.
struct SharedLookups<Key: Hashable, Value, Waiter> {
  private var found: ExpiringCache<Key, Value>
  private var waiters: [Key: [Waiter]] = [:]

  init(lifetime: Int64, capacity: Int) {
    found = ExpiringCache(lifetime: lifetime, capacity: capacity)
  }

  /// What is remembered of a key; nil where that is nothing.
  func value(of key: Key, at now: Int64) -> Value? {
    found.value(of: key, at: now)
  }

  /// Adds somebody who waits for a look-up.
  ///
  /// - Returns: Whether nobody waits for it yet, so that it has to be begun.
  mutating func wait(_ waiter: Waiter, for key: Key) -> Bool {
    waiters[key, default: []].append(waiter)
    return waiters[key]?.count == 1
  }

  /// Ends a look-up.
  ///
  /// - Parameter value: What it found, to be remembered; nil where it failed.
  /// - Returns: Who waited for it, in the order in which they came.
  mutating func end(_ key: Key, with value: Value?, at now: Int64) -> [Waiter] {
    if let value { found.put(value, for: key, at: now) }
    return waiters.removeValue(forKey: key) ?? []
  }
}
