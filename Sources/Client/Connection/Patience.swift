/// How long something may go on without progress.
struct Patience: Equatable, Sendable {
  /// In milliseconds.
  let limit: Int64
  /// When the waiting began, on the monotonic clock; nil while nothing is waited for.
  private(set) var beginning: Int64?

  init(limit: Int64) {
    self.limit = limit
  }

  /// When it ends, on the monotonic clock; nil while nothing is waited for.
  var deadline: Int64? { beginning.map { $0 + limit } }

  /// Begins to wait for something. If it is waited for already, the time runs on.
  mutating func begin(_ now: Moment) {
    if beginning == nil { beginning = now.monotonic }
  }

  /// There was progress, and more is waited for: the time begins anew.
  mutating func renew(_ now: Moment) {
    beginning = now.monotonic
  }

  /// Nothing is waited for.
  mutating func end() {
    beginning = nil
  }

  /// Whether it has ended.
  func hasEnded(_ now: Moment) -> Bool {
    deadline.map { $0 <= now.monotonic } ?? false
  }

  /// The limit in words: `30 s`, `0.5 s`.
  var description: String {
    let fraction = limit % 1000
    if fraction == 0 { return "\(limit / 1000) s" }
    var digits = String(1000 + fraction).dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return "\(limit / 1000).\(digits) s"
  }
}
