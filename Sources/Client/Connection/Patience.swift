/// How long something may go on: without progress, and in all.
struct Patience: Equatable, Sendable {
  /// In all it may take so many times as long as without progress: who says a little again and again, and never all, is
  /// not waited for without end.
  private static let totalFactor: Int64 = 4

  /// How long it may go on without progress, in milliseconds.
  let limit: Int64
  /// When the waiting began, or there was progress last, on the monotonic clock; nil while nothing is waited for.
  private(set) var beginning: Int64?
  /// When the waiting for this step of it began.
  private var origin: Int64?

  init(limit: Int64) {
    self.limit = limit
  }

  /// How long it may go on in all, in milliseconds.
  var total: Int64 {
    let (total, overflows) = limit.multipliedReportingOverflow(by: Patience.totalFactor)
    return overflows ? .max : total
  }

  /// When it ends, on the monotonic clock; nil while nothing is waited for.
  var deadline: Int64? {
    guard let beginning, let lastEnd else { return nil }
    return min(beginning + limit, lastEnd)
  }

  /// When it ends whatever the progress is.
  private var lastEnd: Int64? {
    origin.map { origin in
      let (end, overflows) = origin.addingReportingOverflow(total)
      return overflows ? .max : end
    }
  }

  /// Begins to wait for something. If it is waited for already, the time runs on.
  mutating func begin(_ now: Moment) {
    if beginning == nil { renew(now) }
  }

  /// A step is done of which there is a bounded number, and more is waited for: all time begins anew.
  mutating func renew(_ now: Moment) {
    beginning = now.monotonic
    origin = now.monotonic
  }

  /// Something of what is waited for has come, of which there may be any number: the time without progress begins anew,
  /// and the time in all runs on.
  mutating func prolong(_ now: Moment) {
    if beginning != nil { beginning = now.monotonic }
  }

  /// Nothing is waited for.
  mutating func end() {
    beginning = nil
    origin = nil
  }

  /// Whether it has ended.
  func hasEnded(_ now: Moment) -> Bool {
    deadline.map { $0 <= now.monotonic } ?? false
  }

  /// Whether the time in all is over, however much has come in it.
  func hasRunOut(_ now: Moment) -> Bool {
    lastEnd.map { $0 <= now.monotonic } ?? false
  }

  /// The limit in words: `30 s`, `0.5 s`.
  var description: String { Patience.words(limit) }

  /// A time in words, in milliseconds: `30 s`, `0.5 s`.
  static func words(_ time: Int64) -> String {
    let fraction = time % 1000
    if fraction == 0 { return "\(time / 1000) s" }
    var digits = String(1000 + fraction).dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return "\(time / 1000).\(digits) s"
  }
}
