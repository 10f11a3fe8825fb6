/// The people who are ignored.
struct IgnoreList: Equatable, Sendable {
  /// How many are remembered; more are not taken.
  static let most = 1000

  /// Their names, as they were typed, in that order.
  private(set) var names: [[UInt8]] = []

  /// A list of these names.
  init(_ names: [[UInt8]] = []) {
    self.names = names
  }

  /// Whether a name is on it.
  func contains(_ name: [UInt8], _ mapping: CaseMapping) -> Bool {
    !names.isEmpty && names.contains { mapping.equal($0, name) }
  }

  /// Whether no more names are taken.
  var isFull: Bool { names.count >= IgnoreList.most }

  /// Adds a name. Gives whether that changes anything.
  mutating func insert(_ name: [UInt8], _ mapping: CaseMapping) -> Bool {
    if contains(name, mapping) || isFull { return false }
    names.append(name)
    return true
  }

  /// Takes a name off the list. Gives whether that changes anything.
  mutating func remove(_ name: [UInt8], _ mapping: CaseMapping) -> Bool {
    let count = names.count
    names.removeAll { mapping.equal($0, name) }
    return names.count < count
  }
}
