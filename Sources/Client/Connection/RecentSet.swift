/// The last of many things, as a set: a new one drives out the oldest where there is no more room.
struct RecentSet<Element: Hashable & Sendable>: Equatable, Sendable {
  /// How many are remembered.
  let capacity: Int
  private var members: Set<Element> = []
  private var order: [Element] = []
  private var oldest = 0

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Whether it is one of the last.
  func contains(_ element: Element) -> Bool {
    members.contains(element)
  }

  /// Remembers one, and gives whether it is new.
  @discardableResult
  mutating func insert(_ element: Element) -> Bool {
    guard members.insert(element).inserted else { return false }
    if order.count < capacity {
      order.append(element)
    } else {
      members.remove(order[oldest])
      order[oldest] = element
      oldest = (oldest + 1) % capacity
    }
    return true
  }
}
