import Wire

/// The names of a list, which come one by one and are shown together at its end.
public struct NameList: Sendable {
  /// The most names that are kept of one list; those beyond are only counted.
  static let mostKept = 10_000

  /// One ``RecordEvent/user`` record a name.
  private(set) var users: [Record] = []
  /// How many more there are.
  private(set) var further = 0

  /// An empty list.
  public init() {}

  /// Adds a name.
  public mutating func append(_ user: Record) {
    if users.count < NameList.mostKept { users.append(user) } else { further += 1 }
  }

  /// The names as people look for them, without regard to capitals; all but the first `most` are only counted.
  func sorted(most: Int = NameList.mostKept) -> NameList {
    var list = NameList()
    let all = users.sorted { NameList.precedes($0.from, $1.from) }
    list.users = Array(all.prefix(most))
    list.further = further + all.count - list.users.count
    return list
  }

  /// Whether a name stands before another.
  static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    ASCIIFold.lower(left.span).lexicographicallyPrecedes(ASCIIFold.lower(right.span))
  }
}
