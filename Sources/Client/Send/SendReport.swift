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
  /// Whether the run was made to leave before its end.
  var isInterrupted = false

  /// The server accepted one.
  mutating func accept() {
    accepted += 1
  }

  /// Something failed.
  mutating func fail(_ failure: Failure) {
    if firstFailure == nil { firstFailure = failure }
  }

  /// A message of that line did not go through; of line 0: one that an earlier run had kept.
  mutating func miss(line: Int) {
    if line > 0 { firstFailedLine = min(firstFailedLine ?? line, line) }
  }

  /// Whether not all has gone well.
  var hasSomethingToSay: Bool { firstFailure != nil || isInterrupted }

  /// How the run ended.
  var outcome: Outcome { firstFailure?.outcome ?? .done }

  /// How many went through, the first that did not, and how many are kept; nil where nothing failed, or where the
  /// failure itself says it all because there was one line at most and nobody got it.
  func summary(kept: Int) -> String? {
    if !hasSomethingToSay || (!isInterrupted && accepted == 0 && lines <= 1 && kept == 0) { return nil }
    var parts = [(accepted == 1 ? "1 message" : "\(accepted) messages") + " went through"]
    if let firstFailedLine, lines > 1 || isInterrupted {
      parts.append("line \(firstFailedLine) was the first that did not")
    }
    if kept > 0 { parts.append(kept == 1 ? "1 is kept" : "\(kept) are kept") }
    return parts.joined(separator: "; ")
  }
}
