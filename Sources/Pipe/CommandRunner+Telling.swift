import Client

/// What there is to say of commands that are waited for, or not any more.
extension CommandRunner {
  /// Says, once, to a person who has said goodbye what else is waited for.
  func announceWaiting() {
    guard case .shown = output, !isIdle, !hasAnnouncedWaiting else { return }
    hasAnnouncedWaiting = true
    let count = running.count + (mayStart ? waiting.count + retries.count : 0)
    notices.append(
      .remark("waiting for \(count == 1 ? "1 command" : "\(count) commands"); C-c twice ends that"))
  }

  /// What there is to say of messages whose command has not come to its end, when nothing is waited for any more.
  func takeLastNotices() -> [Notice] {
    let unfinished = running.count + retries.count
    var sentences: [String] = []
    if waiting.count > 0 { sentences.append("\(CommandRunner.commands(waiting.count)) did not run") }
    if unfinished > 0 { sentences.append("\(CommandRunner.commands(unfinished)) had not ended") }
    if sentences.isEmpty { return takeNotices() }
    if plan.file != nil { sentences.append("the next run of this name does that") }
    notices.append(.remark("exec: " + sentences.joined(separator: "; ")))
    return takeNotices()
  }

  private static func commands(_ count: Int) -> String {
    count == 1 ? "1 command" : "\(count) commands"
  }
}
