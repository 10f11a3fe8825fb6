import Wire

/// PRIVMSG, NOTICE and TAGMSG: what is said to rooms and users.
extension Relay {
  func message(_ kind: Message.Kind, _ request: Request, _ line: Span<UInt8>) {
    guard let sender = request.session.user else { return }
    if isEmptyList(request[0], of: line) { return reply(.noRecipient, "no recipient is given") }
    if kind != .tagmsg, request[1].isEmpty { return reply(.noTextToSend, "no text to send") }
    var ordinal = 0
    forEachItem(in: request[0], of: line) { place in
      let name = line.extracting(place)
      guard ordinal < RelayLimit.targets else {
        return reply(.tooManyTargets, about: name, "too many targets in one line, not sent to this one")
      }
      guard let target = target(name, of: sender) else { return }
      let message = Message(
        kind: kind, sender: sender, target: target, time: now.time, text: request[1], ordinal: ordinal)
      ordinal += 1
      if isTooLong(message) { return replyTooLongToRelay(message, name) }
      happen(.message(message), line: line)
      if kind == .privmsg, case .user(let user) = target { replyAway(user) }
    }
  }

  /// The room or user of that name that the sender may speak to; if there is none, the asker is told why.
  private func target(_ name: Span<UInt8>, of sender: User) -> Message.Target? {
    guard RoomRules.isRoom(name) else {
      if let user = network.seenUser(name) { return .user(user) }
      replyNoSuchNick(name)
      return nil
    }
    guard let room = network.rooms[name] else {
      replyNoSuchChannel(name)
      return nil
    }
    if let refusal = refusal(of: sender, in: room) {
      reply(.cannotSendToChan, about: room.name, refusal)
      return nil
    }
    return .room(room)
  }

  private func refusal(of sender: User, in room: Room) -> StaticString? {
    let membership = sender.membership(in: room)
    if room.modes.contains(.noExternal), membership == nil { return "only members may speak in this room" }
    if membership?.isOperator == true || membership?.hasVoice == true { return nil }
    if room.modes.contains(.moderated) { return "this room is moderated, and you have no voice" }
    return !room.bans.isEmpty && room.isBanned(sender) ? "you are banned from this room" : nil
  }

  /// Whether the line that receivers get would be longer than a line can be: nothing is cut off in silence.
  private func isTooLong(_ message: Message) -> Bool {
    overhead(of: message) + message.text.count > WireLimit.body
  }

  private func overhead(of message: Message) -> Int {
    message.sender.source.count + message.kind.verb.utf8CodeUnitCount + message.target.name.count + 2
  }

  private func replyTooLongToRelay(_ message: Message, _ name: Span<UInt8>) {
    reply(.inputTooLong) { output in
      append(subject: name, to: &output)
      output.append(" :this text is too long to be relayed: at most ")
      output.append(decimal: WireLimit.body - overhead(of: message))
      output.append(" bytes in one message")
    }
  }

  private func replyAway(_ user: User) {
    guard let reason = user.awayReason else { return }
    reply(.away) { output in
      output += user.name
      output.append(" :")
      output += reason
    }
  }
}
