import Wire

/// The latest messages to which their senders gave an id, so that the relay knows one that is sent again.
///
/// A ring whose oldest entry makes room for the newest, and an open-addressing table of places in it, at most half
/// full. Nothing is allocated before the first such message.
struct SeenMessages {
  /// What a message was given when it was relayed.
  struct Given {
    let time: Timestamp
    let number: Int64
  }

  private struct Entry {
    let key: MessageKey
    var given: Given
  }

  /// A place in the ring, counted from 1, and behind it the key's mark, so that the ring, which is larger than a cache,
  /// is not looked into for nothing. Zero stands for none.
  private struct Slot {
    let bits: UInt64

    static let none = Slot(bits: 0)

    init(bits: UInt64) { self.bits = bits }

    init(place: Int, mark: UInt32) { bits = UInt64(mark) << 32 | UInt64(place + 1) }

    var isEmpty: Bool { bits == 0 }
    var place: Int { Int(bits & 0xFFFF_FFFF) - 1 }
    var mark: UInt32 { UInt32(bits >> 32) }
  }

  private let capacity: Int
  private var ring: [Entry] = []
  /// Where the next entry goes once the ring is full.
  private var oldest = 0
  private var table: [Slot] = []

  /// A memory of that many messages, which is a power of two and at most 2³¹.
  init(capacity: Int = RelayLimit.rememberedMessages) {
    self.capacity = capacity
  }

  /// What the message of that key was given, if it is remembered.
  subscript(key: MessageKey) -> Given? {
    if table.isEmpty { return nil }
    let slot = table[index(of: key)]
    return slot.isEmpty ? nil : ring[slot.place].given
  }

  /// Remembers a message, if it is not remembered yet.
  mutating func remember(_ key: MessageKey, _ given: Given) {
    if table.isEmpty {
      table = Array(repeating: .none, count: capacity * 2)
      ring.reserveCapacity(capacity)
    }
    if !table[index(of: key)].isEmpty { return }
    let entry = Entry(key: key, given: given)
    let place = ring.count < capacity ? ring.count : oldest
    if place == ring.count {
      ring.append(entry)
    } else {
      remove(ring[oldest].key)
      ring[oldest] = entry
      oldest = (oldest + 1) & (capacity - 1)
    }
    table[index(of: key)] = Slot(place: place, mark: key.mark)
  }

  /// Remembers it, with that in place of what is remembered of it. It is forgotten no later for that.
  mutating func update(_ key: MessageKey, _ given: Given) {
    if !table.isEmpty, case let slot = table[index(of: key)], !slot.isEmpty {
      ring[slot.place].given = given
    } else {
      remember(key, given)
    }
  }

  /// Calls `body` with each message that is remembered, the oldest first.
  func forEach(_ body: (MessageKey, Given) -> Void) {
    for index in ring.indices {
      let entry = ring[(oldest + index) % ring.count]
      body(entry.key, entry.given)
    }
  }

  /// How many messages are remembered.
  var count: Int { ring.count }

  /// Where the key stands in the table, or would.
  private func index(of key: MessageKey) -> Int {
    let mask = table.count - 1
    var index = Int(key.mark) & mask
    while !table[index].isEmpty, table[index].mark != key.mark || ring[table[index].place].key != key {
      index = (index + 1) & mask
    }
    return index
  }

  /// Takes a key out of the table; what follows is shifted back, so that there are no tombstones.
  private mutating func remove(_ key: MessageKey) {
    var hole = index(of: key)
    table[hole] = .none
    let mask = table.count - 1
    var next = (hole + 1) & mask
    while !table[next].isEmpty {
      let home = Int(table[next].mark) & mask
      // It may move back into the hole unless its home lies behind the hole.
      if (next &- home) & mask >= (next &- hole) & mask {
        table[hole] = table[next]
        table[next] = .none
        hole = next
      }
      next = (next + 1) & mask
    }
  }
}
