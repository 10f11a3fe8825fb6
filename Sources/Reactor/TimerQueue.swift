/// Times at which something is due, the earliest first: a binary heap.
///
/// Scheduling and popping take logarithmic time. Nothing is cancelled: whoever pops a token checks whether it
/// is still wanted.
public struct TimerQueue: Sendable {
  private struct Entry {
    let deadline: Int64
    let order: UInt64
    let token: UInt64

    func isBefore(_ other: Entry) -> Bool {
      deadline != other.deadline ? deadline < other.deadline : order < other.order
    }
  }

  private var heap: [Entry] = []
  private var scheduled: UInt64 = 0

  /// A queue in which nothing is due.
  public init() {}

  /// How many are scheduled.
  public var count: Int { heap.count }

  /// The earliest time, or nil where nothing is scheduled.
  public var nextDeadline: Int64? { heap.first?.deadline }

  /// Schedules a token for a time in milliseconds, on whatever clock the caller pops with.
  public mutating func schedule(at deadline: Int64, token: UInt64) {
    heap.append(Entry(deadline: deadline, order: scheduled, token: token))
    scheduled += 1
    siftUp(heap.count - 1)
  }

  /// Removes the earliest token whose time is not after `now`; equal times come in the order of scheduling.
  public mutating func popDue(now: Int64) -> UInt64? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      siftDown(0)
    }
    return first.token
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0 {
      let parent = (child - 1) / 2
      if !heap[child].isBefore(heap[parent]) { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      let left = 2 * parent + 1
      guard left < heap.count else { return }
      let right = left + 1
      let child = right < heap.count && heap[right].isBefore(heap[left]) ? right : left
      if !heap[child].isBefore(heap[parent]) { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
