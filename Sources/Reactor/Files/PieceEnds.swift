/// Where the pieces end that stand one behind the other in a buffer, and how many of them have been passed.
struct PieceEnds {
  /// How many have been passed, since there is a buffer.
  private(set) var passed = 0
  /// Where in the buffer the last one ended that was passed; 0 or less: before it.
  private(set) var last = 0
  private var ends = Fifo<Int>()
  /// What is taken off each end of ``ends``, since the buffer was cut at its front.
  private var offset = 0

  /// A piece ends there in the buffer, behind the others.
  mutating func add(at end: Int) {
    ends.append(end + offset)
  }

  /// So much of the buffer has been dealt with.
  mutating func pass(_ position: Int) {
    while let end = ends.first, end - offset <= position {
      ends.removeFirst()
      passed += 1
      last = end - offset
    }
  }

  /// So much is cut off the front of the buffer.
  mutating func shift(by count: Int) {
    offset += count
    last -= count
  }
}
