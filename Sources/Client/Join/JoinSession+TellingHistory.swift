import Wire

/// How a session tells what was said before: in a pipe between a `begin` and an `end`, so that whoever reads it line by
/// line knows old from new.
extension JoinSession {
  /// Tells what was said before, without what was told already.
  mutating func tellHistory(_ records: [Record], of place: [UInt8], _ now: Moment) {
    for record in records where phase != .over && !isTold(record) && !record.isServiceTale {
      if settle(byHistory: record) { continue }
      openHistory(of: place, now)
      var record = record
      record.wasMissed = catchUp?.isAsked == false
      tell(speech: record, now)
    }
  }

  /// Tells a page that the server sends of itself.
  mutating func tell(unasked page: HistoryPage, _ now: Moment) {
    let interrupted = openHistory
    closeHistory(now: now.wall)
    tellHistory(page.records, of: page.target, now)
    closeHistory(now: now.wall)
    if let interrupted { openHistory(of: interrupted, now) }
  }

  private mutating func openHistory(of place: [UInt8], _ now: Moment) {
    if openHistory != nil { return }
    openHistory = place
    if !request.isInteractive { tell(JoinSession.bound(.begin, of: place, now.wall)) }
  }

  /// Nothing more comes of what is being told.
  mutating func closeHistory(now: Timestamp) {
    guard let place = openHistory else { return }
    openHistory = nil
    if !request.isInteractive { tell(JoinSession.bound(.end, of: place, now)) }
  }

  /// Nothing more comes of what was said there. What was asked for has an end though there is nothing of it.
  mutating func closeHistory(of place: [UInt8], now: Timestamp) {
    if openHistory != nil, !request.isInteractive { return closeHistory(now: now) }
    openHistory = nil
    if catchUp?.isAsked == true { tell(JoinSession.bound(.end, of: place, now)) }
  }

  /// Where a history begins or ends.
  static func bound(_ event: RecordEvent, of place: [UInt8], _ time: Timestamp) -> Record {
    Record(event, time: time, to: place, text: Array("history".utf8))
  }

  /// A message of ours whose acceptance was not heard of, and which the history shows, has been accepted.
  private mutating func settle(byHistory record: Record) -> Bool {
    guard let id = record.clientID, isOwn(record.from) else { return false }
    guard let delivery = acknowledgements.withdraw({ $0.id == id }).first else { return false }
    var sent = record
    sent.event = .sent
    sent.sentAs = delivery.kind.event
    tell(sent)
    return true
  }
}
