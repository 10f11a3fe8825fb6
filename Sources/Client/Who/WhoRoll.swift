/// Who is online, as far as the server has told: one entry for each name, however it is spelt.
///
/// It is learnt in two ways: arrivals and departures change it one by one, and a whole answer takes the place of what
/// was known before. Either way each change is told once.
struct WhoRoll: Equatable, Sendable {
  /// Something that happened.
  enum Change: Equatable {
    case came(WhoEntry)
    case left(WhoEntry)
  }

  private var known: [[UInt8]: WhoEntry] = [:]
  /// An answer that is still coming in.
  private var gathered: [[UInt8]: WhoEntry]?

  /// Whether somebody is there, by folded name.
  func holds(_ key: [UInt8]) -> Bool { known[key] != nil }

  /// Everybody, sorted by folded name.
  var entries: [WhoEntry] { WhoRoll.sorted(known) }

  // MARK: One by one

  /// Somebody is there. Gives the arrival, unless it was known or an answer is coming in.
  @discardableResult
  mutating func add(_ name: [UInt8], _ key: [UInt8]) -> Change? {
    let entry = WhoEntry(name: name)
    if gathered != nil {
      if gathered?[key] == nil { gathered?[key] = entry }
      return nil
    }
    if known[key] != nil { return nil }
    known[key] = entry
    return .came(entry)
  }

  /// Somebody is not there, by folded name. Gives the departure, unless it was known.
  mutating func remove(_ key: [UInt8]) -> Change? {
    known.removeValue(forKey: key).map { .left($0) }
  }

  /// Changes what is known of somebody.
  mutating func update(_ key: [UInt8], _ change: (inout WhoEntry) -> Void) {
    func apply(_ entries: inout [[UInt8]: WhoEntry]) {
      guard var entry = entries.removeValue(forKey: key) else { return }
      change(&entry)
      entries[key] = entry
    }
    if var answer = gathered.take() {
      apply(&answer)
      gathered = answer
    } else {
      apply(&known)
    }
  }

  // MARK: Whole answers

  /// A whole answer is going to come in.
  mutating func beginAnswer() {
    gathered = [:]
  }

  /// The answer is complete. Gives what it changes, departures first, each sorted by name.
  mutating func completeAnswer() -> [Change] {
    guard let answer = gathered.take() else { return [] }
    let left = known.filter { answer[$0.key] == nil }
    let came = answer.filter { known[$0.key] == nil }
    known = answer
    return WhoRoll.sorted(left).map { .left($0) } + WhoRoll.sorted(came).map { .came($0) }
  }

  /// The answer was none.
  mutating func discardAnswer() {
    gathered = nil
  }

  private static func sorted(_ entries: [[UInt8]: WhoEntry]) -> [WhoEntry] {
    entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}
