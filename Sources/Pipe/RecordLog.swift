import Client
import Reactor

/// Adds to a file what is shown, as records of five columns (`join --log`).
public final class RecordLog: Ledger {
  /// Is told why nothing more can be added, once.
  public var report: (String) -> Void = { _ in }
  private let path: String
  private let file: OutputFile
  private let hidden: HiddenEvents
  private var ownName: [UInt8]?
  private var hasFailed = false

  /// Opens the file, and makes it for its owner alone where there is none.
  public init(path: String, hidden: HiddenEvents) throws(SystemError) {
    self.path = path
    self.hidden = hidden
    file = try OutputFile(appendingTo: path)
  }

  /// Adds a record. What is shown once more is in the file already.
  public func note(_ notice: Notice) {
    guard case .record(let record) = notice else { return }
    switch record.event {
    case .ready: ownName = record.from
    case .nick where ownName == record.from: ownName = record.text
    default: break
    }
    if hasFailed || hidden.hides(record, from: ownName) { return }
    var line: [UInt8] = []
    RecordWriter(.tsv).append(record, to: &line)
    file.append(line)
  }

  /// Writes what was added. Chat goes on without a log.
  public func save(unwritten: Int) -> String? {
    switch file.write() {
    case .drained, .blocked: break
    case .closed: fail("nobody reads it any more")
    case .failed(let error): fail(error.message)
    }
    return nil
  }

  private func fail(_ reason: String) {
    if hasFailed { return }
    hasFailed = true
    report("--log: nothing more is added to \(path): \(reason)")
  }
}
