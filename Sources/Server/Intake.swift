/// How much has come in on a connection lately: it tells who writes much from who says a line now and then.
struct Intake {
  /// Over how many milliseconds it is counted.
  private static let span: Int64 = 100

  private var since: Int64 = 0
  /// The bytes that came in since the count began.
  private(set) var bytes = 0

  /// Counts bytes that came in at that time.
  mutating func add(_ count: Int, at now: Int64) {
    if now - since >= Intake.span { (since, bytes) = (now, 0) }
    bytes += count
  }
}
