/// All of the input as one message, while it is read. Line ends at its end are no part of it.
struct WholeInput: Sendable {
  /// The most bytes that are kept. Of longer input only the length is counted.
  static let mostBytes = 1 << 20
  /// The most bytes that are counted. Longer input is not read to its end.
  private static let mostCounted = 1 << 26

  /// What was read; empty where that is too much.
  private(set) var text: [UInt8] = []
  /// How many bytes were read.
  private(set) var count = 0
  /// Whether not even the number of bytes is known: nobody should wait for the end.
  private(set) var isEndless = false
  private var lineEnds = 0
  private var hasBegun = false

  /// Adds a line.
  mutating func append(_ line: [UInt8]) {
    if hasBegun { lineEnds += 1 }
    hasBegun = true
    if line.isEmpty { return }
    count += lineEnds + line.count
    if isTooLong {
      text = []
    } else {
      text.append(contentsOf: repeatElement(0x0A, count: lineEnds))
      text += line
    }
    lineEnds = 0
    if count > WholeInput.mostCounted { isEndless = true }
  }

  /// A line was longer than any that is read.
  mutating func appendOverlong() {
    count = WholeInput.mostCounted
    text = []
    isEndless = true
  }

  /// Whether it is more than is gathered.
  var isTooLong: Bool { count > WholeInput.mostBytes }

  /// How long it is, in words.
  var length: String { isEndless ? "more than \(WholeInput.mostBytes) bytes" : "\(count) bytes" }
}
