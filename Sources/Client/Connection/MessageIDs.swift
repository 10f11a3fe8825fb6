import Wire

/// Makes the ids that a run gives its messages (``ClientTag/id``): the run's random number in 16 hexadecimal digits, a
/// hyphen, and a number that counts from 1. No two messages of a run share one, and hardly two of any runs.
struct MessageIDs: Sendable {
  private let prefix: [UInt8]
  private var count = 0

  /// The ids of the run with this random number.
  init(seed: UInt64) {
    let digits = String(seed, radix: 16)
    prefix = Array((String(repeating: "0", count: 16 - digits.utf8.count) + digits + "-").utf8)
  }

  /// The next one.
  mutating func next() -> [UInt8] {
    count += 1
    var id: [UInt8] = []
    id.reserveCapacity(prefix.count + 8)
    id += prefix
    id.append(decimal: count)
    return id
  }

  /// Whether an id that came from elsewhere can stand in a tag as it is: letters, digits and hyphens, 64 at most.
  static func isSound(_ id: [UInt8]) -> Bool {
    (1...64).contains(id.count)
      && id.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
