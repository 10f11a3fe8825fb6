import Wire

/// REDACT: what was said is taken back (IRCv3 draft/message-redaction), by who said it or by an operator of the room. It
/// is kept no longer, and those are told who have asked for that.
extension Relay {
  func redact(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let target = line.extracting(request[0].range)
    let id = line.extracting(request[1].range)
    guard configuration.node.keepsHistory, let (place, start) = historyPlace(target, of: user) else {
      return refuseRedaction("INVALID_TARGET", target, Span(), "you cannot take back anything there")
    }
    guard let number = TagText.number(ofID: id) else { return refuseUnknown(target, id) }
    let query = HistoryQuery(place, .around(.message(number)), limit: 1, from: start)
    let redaction = Redaction(
      target: [UInt8](copying: target), number: number,
      reason: prefix(line.extracting(request[2].range), RelayLimit.kickReason))
    ask(.history(.messages(query)), for: request.session, .redaction(redaction))
  }

  /// Takes a message back, now that it is known what it is.
  func redact(_ redaction: Redaction, _ answer: Answer, by session: Session) {
    guard let user = session.user else { return }
    let target = redaction.target
    var id = LineBuffer()
    TagText.appendID(redaction.number, to: &id)
    let word = id.withBytes(0..<id.count) { [UInt8](copying: $0) }
    guard case .history(let messages) = answer,
      let message = messages.first(where: { $0.number == redaction.number })
    else { return refuseUnknown(target.span, word.span) }
    let room = RoomRules.isRoom(target.span) ? self.room(named: target.span) : nil
    guard Policy.mayRedact(message, in: room, user) else {
      return refuseRedaction(
        "REDACT_FORBIDDEN", target.span, word.span, "you may take back what you have said yourself")
    }
    tellRedacted(message.number)
    var recipients = room?.recipients ?? user.recipients
    if room == nil, let other = seenUser(target.span), other !== user {
      for recipient in other.recipients.all { recipients.add(recipient) }
    }
    recipients = recipients.filter { has($0, .messageRedaction) }
    broadcast(to: recipients, from: user) { output in
      output += user.source
      output.append("REDACT ")
      output += room?.name ?? target
      output.append(" ")
      output += word
      if redaction.reason.isEmpty { return }
      output.append(" :")
      output += redaction.reason
    }
  }

  private func refuseUnknown(_ target: Span<UInt8>, _ id: Span<UInt8>) {
    refuseRedaction("UNKNOWN_MSGID", target, id, "no message of that id is kept here")
  }

  private func refuseRedaction(
    _ code: StaticString, _ target: Span<UInt8>, _ id: Span<UInt8>, _ text: StaticString
  ) {
    replyFromServer { output in
      output.append("FAIL REDACT ")
      output.append(code)
      output.append(" ")
      append(subject: target, to: &output)
      if !id.isEmpty {
        output.append(" ")
        append(subject: id, to: &output)
      }
      output.append(" :")
      output.append(text)
    }
  }
}

/// What is to be taken back.
struct Redaction: Equatable {
  /// The room or the name, as the asker has written it.
  let target: [UInt8]
  /// The number of the message.
  let number: Int64
  /// Why; empty for no reason.
  let reason: [UInt8]
}
