import Wire

/// How a session shows once more what was said lately.
extension JoinSession {
  private static let usualCount = 20

  /// Does what `/history` says: asks the server, or where it keeps nothing, tells what this run has told before.
  mutating func recall(of target: [UInt8]?, _ count: Int?, _ input: KeptInput, _ now: Moment) {
    guard let room = target ?? queried ?? rooms.current else {
      return fail(Failure(.noSuchTarget, "no room is chosen: /join ROOM or /room ROOM"), now)
    }
    let count = count ?? JoinSession.usualCount
    if profile.hasHistory, outage == nil {
      let fetch = HistoryFetch(of: room, latest: count, since: nil)
      fetch.request(profile, to: &connection.link.bytes)
      question = BlockingQuestion(.history(fetch), by: input)
    } else if request.isInteractive {
      tellRecalled(
        recent.last(count, of: room, profile.caseMapping), of: room, "that this run has seen", now)
    } else {
      fail(Failure(.notPermitted, about: room, "this server keeps no history"), now)
    }
  }

  /// Takes a page of what was asked for. Gives whether it was one.
  mutating func receive(recalled page: HistoryPage, _ now: Moment) -> Bool {
    guard case .history(var fetch) = question?.subject,
      profile.caseMapping.equal(fetch.target, page.target)
    else { return false }
    connection.patience.renew(now)
    let (records, isLast) = fetch.receive(page: page.records, profile)
    if isLast {
      question = nil
      tellRecalled(records, of: fetch.target, "in the server's history", now)
    } else {
      question?.subject = .history(fetch)
      fetch.request(profile, to: &connection.link.bytes)
    }
    return true
  }

  /// Takes an error about what was asked for. Gives whether it was one.
  mutating func refuseRecall(_ message: ServerMessage, _ now: Moment) -> Bool {
    guard case .history(let fetch) = question?.subject, message.isError else { return false }
    let subject = message.errorSubject
    // Any other error about the room may be the answer to a command that was sent before.
    let isNoRoom = message.numeric == Numeric.noSuchChannel.rawValue
    guard
      Verb(subject.span) == ServerVerb.chathistory
        || isNoRoom && profile.caseMapping.equal(fetch.target, subject)
    else { return false }
    question = nil
    fail(Diagnosis.failure(message, profile, about: fetch.target), now)
    return true
  }

  /// Shows what was said; it was told before, so that it is no news to anything but the eye.
  private mutating func tellRecalled(_ records: [Record], of room: [UInt8], _ where: String, _ now: Moment) {
    let name = Escaping.visible(room, as: .name)
    if request.isInteractive {
      let what = records.count == 1 ? "the last message" : "the last \(records.count) messages"
      remark(records.isEmpty ? "\(name): no messages \(`where`)" : "\(name): \(what) \(`where`):")
    }
    let told = records.filter { !$0.isServiceTale }
    if !told.isEmpty, !request.isInteractive {
      output.notices.append(.recalled(JoinSession.bound(.begin, of: room, now.wall)))
    }
    for record in told {
      var record = record
      record.isHistory = true
      output.notices.append(.recalled(record))
    }
    output.notices.append(.recalled(JoinSession.bound(.end, of: room, now.wall)))
  }
}
