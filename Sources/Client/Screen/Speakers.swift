import Wire

/// Who has spoken, for completing names: those first who spoke last.
public struct Speakers: Sendable {
  /// How many are remembered.
  static let most = 100

  private var names: [[UInt8]] = []

  /// Nobody yet.
  public init() {}

  /// Learns from what happens.
  public mutating func learn(_ record: Record) {
    switch record.event {
    case .message, .action: put(first: record.from)
    case .nick: rename(record.from, to: record.text)
    case .quit: if let index = index(of: record.from) { names.remove(at: index) }
    default: break
    }
  }

  /// The names with those first who spoke last, then the others in order.
  ///
  /// - Parameter present: Those who are in the rooms.
  public func sorted(with present: [[UInt8]]) -> [[UInt8]] {
    let spoken = Set(names.map { ASCIIFold.lower($0.span) })
    let silent = present.filter { !spoken.contains(ASCIIFold.lower($0.span)) }
    return names + silent.sorted(by: NameList.precedes)
  }

  private mutating func rename(_ old: [UInt8], to new: [UInt8]) {
    guard let index = index(of: old) else { return }
    names[index] = new
    // Whoever had the new name before has it no more.
    let other = names.indices.first { $0 != index && ASCIIFold.equal(names[$0], new) }
    if let other { names.remove(at: other) }
  }

  private mutating func put(first name: [UInt8]) {
    // The server itself has no name.
    if name.isEmpty { return }
    let index = index(of: name)
    if index == 0 { return }
    if let index { names.remove(at: index) } else if names.count == Speakers.most { names.removeLast() }
    names.insert(name, at: 0)
  }

  private func index(of name: [UInt8]) -> Int? {
    names.firstIndex { ASCIIFold.equal($0, name) }
  }
}
