/// A queue in an array: the front is cleared as it is taken, and the memory reused.
public struct Fifo<Element> {
  private var slots: ContiguousArray<Element?> = []
  private var head = 0

  /// An empty queue.
  public init() {}

  /// How many elements wait.
  public var count: Int { slots.count - head }
  /// Whether none waits.
  public var isEmpty: Bool { head == slots.count }

  /// The element at a distance from the front; nil only outside the queue.
  subscript(distance: Int) -> Element? {
    get { slots[head + distance] }
    set { slots[head + distance] = newValue }
  }

  /// The front; nil where none waits.
  public var first: Element? { isEmpty ? nil : slots[head] }
  var last: Element? { isEmpty ? nil : slots[slots.count - 1] }

  /// Adds an element behind the last.
  public mutating func append(_ element: Element) {
    slots.append(element)
  }

  mutating func replaceLast(with element: Element) {
    slots[slots.count - 1] = element
  }

  /// Takes the front out; traps where none waits.
  public mutating func removeFirst() {
    slots[head] = nil
    head += 1
    if head == slots.count {
      clear()
    } else if head >= 32 && head * 2 >= slots.count {
      slots.removeSubrange(0..<head)
      head = 0
    }
  }

  /// Empties the queue. Only a small array is kept, so that a queue that was long once does not stay large.
  mutating func clear() {
    slots.removeAll(keepingCapacity: slots.capacity <= 64)
    head = 0
  }
}
