/// A `chatnet join` in a pipe: what it writes is read record by record, and what a test types goes to its input.
final class Participant {
  let child: ChildProcess

  /// Takes over a `join` that writes TSV.
  init(_ child: ChildProcess) { self.child = child }

  /// Types a line.
  func type(_ line: String) throws { try child.input.write(line + "\n") }

  /// The next record, or nil at the end.
  func next(by deadline: Deadline = .usual) throws -> Record? {
    try child.output.line(by: deadline).map { try Record(line: $0) }
  }

  /// All records up to and with the one that is asked for.
  @discardableResult
  func records(through wanted: Record, by deadline: Deadline = .usual) throws -> [Record] {
    try records(by: deadline, awaiting: wanted.description) { $0 == wanted }
  }

  /// All records up to and with the first for which `isLast` is true.
  @discardableResult
  func records(
    by deadline: Deadline = .usual, awaiting what: String = "a record", through isLast: (Record) -> Bool
  ) throws -> [Record] {
    var records: [Record] = []
    while true {
      guard let record = try attempt(awaiting: what, { try next(by: deadline) }) else {
        throw HarnessError(
          "the end came instead of \(what), after: \(records), errors: \(child.errors.everything)")
      }
      records.append(record)
      if isLast(record) { return records }
    }
  }

  /// All records to the end.
  func remainingRecords(by deadline: Deadline = .usual) throws -> [Record] {
    var records: [Record] = []
    while let record = try next(by: deadline) { records.append(record) }
    return records
  }

  /// Ends the input and waits for the end.
  @discardableResult
  func leave(by deadline: Deadline = .usual) throws -> ChildProcess.Result {
    child.input.end()
    return try child.result(by: deadline)
  }

  private func attempt<Value>(awaiting what: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw HarnessError("awaiting \(what): \(error)") }
  }
}
