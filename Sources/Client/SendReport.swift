/// What became of everything that `send` was given.
struct SendReport: Equatable, Sendable {
  /// Lines of input.
  var lines = 0
  /// Messages that it accepted.
  private(set) var accepted = 0
  /// The first line of input of which a message did not go through.
  private(set) var firstFailedLine: Int?
  /// What failed first.
  private(set) var firstFailure: Failure?

  /// The server accepted one.
  mutating func accept() {
    accepted += 1
  }

  /// Something failed.
  mutating func fail(_ failure: Failure) {
    if firstFailure == nil { firstFailure = failure }
  }

  /// A message of that line did not go through.
  mutating func miss(line: Int) {
    firstFailedLine = min(firstFailedLine ?? line, line)
  }

  /// How the run ended.
  var outcome: Outcome { firstFailure?.outcome ?? .done }

  /// How many went through, and the first that did not; nil where nothing failed, or where the failure itself says it
  /// all because there was one line at most and nobody got it.
  var summary: String? {
    if firstFailure == nil || (accepted == 0 && lines <= 1) { return nil }
    let count = accepted == 1 ? "1 message" : "\(accepted) messages"
    guard let firstFailedLine, lines > 1 else { return "\(count) went through" }
    return "\(count) went through; line \(firstFailedLine) was the first that did not"
  }
}
