import Client
import Wire

/// Which records are a reason to run the command.
extension CommandRunner {
  func learn(_ record: Record) {
    switch record.event {
    case .ready: ownName = record.from
    case .nick: if isOwn(record.from) { ownName = record.text }
    default: break
    }
  }

  /// Whether it is the own name, or one of those that the clients take which a command starts.
  private func isOwn(_ name: [UInt8]) -> Bool {
    guard let ownName else { return false }
    if ASCIIFold.equal(ownName, name) { return true }
    if variables.isLocal || name.count <= ownName.count + 1 { return false }
    let rest = name.dropFirst(ownName.count)
    return ASCIIFold.equal(Array(name.prefix(ownName.count)), ownName) && rest.first == UInt8(ascii: "-")
      && rest.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether a record is a reason to run the command.
  func isReason(_ record: Record) -> Bool {
    guard record.isSpeech, !isOwn(record.from), !record.via.contains(plan.mark) else { return false }
    if record.event == .notice && !plan.runsForNotices { return false }
    if (record.isOfBot || record.via.isOfCommand) && !plan.runsForBots { return false }
    return !record.isHistory || plan.old == .all || (plan.old == .missed && record.wasMissed)
  }
}
