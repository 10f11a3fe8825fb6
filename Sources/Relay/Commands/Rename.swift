import Wire

/// RENAME: a room gets another name (IRCv3 draft/channel-rename), and keeps all else: who is in it, its modes and lists,
/// and what was said in it. To clients that know no RENAME its members leave the one room and come into the other.
extension Relay {
  func rename(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let given = line.extracting(request[0].range)
    guard let room = roomOperated(by: user, given) else { return }
    let name = [UInt8](copying: line.extracting(request[1].range))
    if let fault = RoomRules.fault(name.span) {
      return refuseRename("CANNOT_RENAME", room, name, fault.description)
    }
    if let other = self.room(named: name.span), other !== room {
      return refuseRename("CHANNEL_NAME_IN_USE", room, name, "there is a room of that name")
    }
    if room.isPermanent {
      return refuseRename(
        "CANNOT_RENAME", room, name, "this room is always here, by the server's configuration")
    }
    if room.name == name { return }
    let reason = prefix(line.extracting(request[2].range), RelayLimit.kickReason)
    change(room, to: name, by: user, reason: reason)
  }

  private func change(_ room: Room, to name: [UInt8], by user: User, reason: [UInt8]) {
    let old = room.name
    let recipients = room.recipients
    happen(.roomRenamed(room, to: name, by: user))
    let knowing = recipients.filter { sessions[Int($0.slot)]?.capabilities.contains(.channelRename) == true }
    broadcast(to: knowing, from: user) { output in
      output += user.source
      output.append("RENAME ")
      output += old
      output.append(" ")
      output += name
      output.append(" :")
      output += reason
    }
    for recipient in recipients.all where knowing[recipient.slot] == nil {
      guard let session = sessions[Int(recipient.slot)] else { continue }
      outbox.add(work: room.members.count)
      if session === asker {
        tellMoved(session, from: old, to: room, reason)
      } else {
        aside(for: session) { tellMoved(session, from: old, to: room, reason) }
      }
    }
  }

  /// Tells a session that knows no RENAME that it has left a room and is in another.
  private func tellMoved(_ session: Session, from old: [UInt8], to room: Room, _ reason: [UInt8]) {
    guard let user = session.user else { return }
    for (verb, name, tail) in [("PART ", old, " :renamed to "), ("JOIN ", room.name, "")] {
      replies.add { output in
        output += user.source
        output += Array(verb.utf8)
        output += name
        if tail.isEmpty { return }
        output += Array(tail.utf8)
        output += room.name
        if reason.isEmpty { return }
        output.append(": ")
        output += reason
      }
    }
    if room.topic != nil { replyTopic(room) }
    if !session.capabilities.contains(.noImplicitNames) { replyNames(room) }
  }

  /// Tells another session than the asker something as replies, apart from those to the asker, of which none is there
  /// yet.
  private func aside(for session: Session, _ body: () -> Void) {
    let (own, label) = (asker, tags.label)
    asker = session
    tags.label = []
    body()
    flushReplies(to: session)
    asker = own
    tags.label = label
  }

  private func refuseRename(_ code: StaticString, _ room: Room, _ name: [UInt8], _ text: String) {
    replyFromServer { output in
      output.append("FAIL RENAME ")
      output.append(code)
      output.append(" ")
      output += room.name
      output.append(" ")
      append(subject: name.span, to: &output)
      output.append(" :")
      output += Array(text.utf8)
    }
  }
}
