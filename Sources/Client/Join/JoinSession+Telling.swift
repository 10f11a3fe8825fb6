/// How a session tells what happens.
extension JoinSession {
  /// The line that came last, as a failure names it.
  var placeOfLine: [UInt8] { place(of: lineNumber) }

  /// A line, by its number, as a failure names it.
  func place(of number: Int) -> [UInt8] { Array("line \(number)".utf8) }

  /// Shows a record.
  mutating func tell(_ record: Record) {
    show(record)
    told.insert(record)
  }

  /// Says something to know that is no failure.
  mutating func remark(_ text: String) {
    output.notices.append(.remark(text))
  }

  /// Says something to know that has just happened.
  mutating func report(_ text: String, _ now: Moment) {
    output.notices.append(.news(text, now.wall))
  }

  /// Says what went wrong. In a pipe the first failure decides the exit code.
  mutating func fail(_ failure: Failure, _ now: Moment) {
    if !request.isInteractive && firstOutcome == nil { firstOutcome = failure.outcome }
    output.notices.append(.failure(failure))
    if request.recordsFailures {
      tell(Record(.error, time: now.wall, to: failure.about, text: failure.words))
    }
  }

  // MARK: What comes while something is missing

  /// Tells what comes now; where what was said before is still being fetched, behind that.
  mutating func tellLive(_ record: Record, _ now: Moment) {
    if gap?.held == nil { return record.isSpeech ? tell(speech: record, now) : tell(record) }
    gap?.held?.append(record)
    guard gap?.held?.isFull == true else { return }
    let reason = "too much was said meanwhile"
    if catchUp != nil { return abandonHistory(reason, now) }
    if case .entering(var entering) = phase {
      entering.catchUp?.obstacle = reason
      phase = .entering(entering)
    }
    let held = gap?.held
    gap?.held = nil
    if let held { tell(held: held, now) }
  }

  /// Tells a message, and counts it.
  mutating func tell(speech record: Record, _ now: Moment) {
    if counting?.left == 0 || hasPassedBridge(record) { return }
    tell(record)
    counting?.countOne(now)
    if counting?.left == 0 {
      if let id = record.id, isOwn(record.to) { connection.link.receive(last: id) }
      beginLeaving(after: 0, now)
    }
  }

  /// Tells what was held back, without what the history has brought.
  mutating func tell(held: HeldRecords, _ now: Moment) {
    for record in held.records where phase != .over {
      if !record.isSpeech { tell(record) } else if !isTold(record) { tell(speech: record, now) }
    }
  }

  /// Tells what was held back, at the end of the run; unless the next one will fetch it.
  mutating func tellHeldAtEnd() {
    guard let records = gap?.held?.records else { return }
    gap = nil
    if request.cursor != nil && profile.hasHistory { return }
    for record in records where counting?.left != 0 && !isTold(record) && !hasPassedBridge(record) {
      tell(record)
    }
  }

  /// Whether it was told before.
  func isTold(_ record: Record) -> Bool {
    told.messages.isKnown(record) || told.messages.isRepeated(record)
  }
}
