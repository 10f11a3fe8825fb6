import Wire

/// PRIVMSG, NOTICE and TAGMSG: what is said to rooms and users.
extension Relay {
  func message(_ kind: Message.Kind, _ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let sender = request.session.user else { return }
    if isEmptyList(request[0], of: line) { return reply(.noRecipient, "no recipient is given") }
    if kind != .tagmsg, request[1].isEmpty { return reply(.noTextToSend, "no text to send") }
    // What belongs to a message of several lines is never relayed as one of its own.
    let isTagged = !request.message.tags.isEmpty
    if isTagged, !tags.batch.isEmpty { return refuse(.invalid("no such batch is open")) }
    let senderTags = isTagged ? tags.ofMessage : nil
    var ordinal = 0
    forEachItem(in: request[0], of: line) { place in
      let name = line.extracting(place)
      guard ordinal < RelayLimit.targets else {
        return reply(.tooManyTargets, about: name, "too many targets in one line, not sent to this one")
      }
      if say(kind, .line(request[1]), senderTags, to: name, by: sender, ordinal: ordinal, line: line) {
        ordinal += 1
      } else {
        miss(
          kind, .line(request[1]), senderTags, name, isAlone: place.count == request[0].count, line: line)
      }
    }
  }

  /// Says something to one target, or says why not, but for a name that nobody has: see
  /// ``miss(_:_:_:_:isAlone:line:)``.
  ///
  /// - Returns: Whether there is such a target.
  func say(
    _ kind: Message.Kind, _ text: Message.Text, _ tags: SenderTags?, to name: Span<UInt8>, by sender: User,
    ordinal: Int = 0, line: Span<UInt8>
  ) -> Bool {
    let key = tags == nil || kind == .tagmsg ? nil : key(of: tags, to: name, by: sender)
    if let key, let given = network.seenMessages[key] {
      // The target may be gone since, and was told all the same.
      let message = Message(
        kind: kind, sender: sender, name: [UInt8](copying: name), text: text,
        clientTags: relayed(tags),
        time: given.time, number: given.number, key: key)
      deliver(again: message, line: line)
      return true
    }
    guard let target = target(name, of: sender, text, line) ?? members(name, for: sender, text, line) else {
      return false
    }
    if case .user(let user) = target, !user.modes.isEmpty, !mayTell(user, sender, text, line) { return true }
    let message = Message(
      kind: kind, sender: sender, name: target.name, text: text, clientTags: relayed(tags),
      time: now.time, number: now.number + Int64(ordinal), key: key)
    if isTooLong(message) {
      replyTooLongToRelay(message)
      return true
    }
    network.apply(message)
    deliver(message, to: target, line: line)
    if configuration.node.reportsFacts { report(message, to: target, line: line) }
    switch target {
    case .user(let user): if kind == .privmsg { replyAway(user) }
    case .room(let room): if room.vacancy != nil { noteUse(of: room) }
    case .members: break
    }
    return true
  }

  /// The tags that go with a message: the client-only ones, and `bot` where a bot speaks (IRCv3 bot mode), which is a
  /// matter of the session: who runs a logger may still say something by `send`.
  func relayed(_ tags: SenderTags?) -> [UInt8] {
    let client = tags?.client ?? []
    if asker?.isBot != true { return client }
    return Array((client.isEmpty ? "bot" : "bot;").utf8) + client
  }

  /// What the message is known by when it is sent again, if its sender gave it an id.
  func key(of tags: SenderTags?, to name: Span<UInt8>, by sender: User) -> MessageKey? {
    guard let id = tags?.messageID, !id.isEmpty else { return nil }
    return MessageKey(
      sender: sender, target: name, id: id.span, under: configuration.network.hashKey)
  }

  /// The room or user of that name that the sender may speak to; if there is no such room, the asker is told why.
  // Inlined, as the rest of the way is on which nearly each message goes.
  @inline(__always)
  private func target(
    _ name: Span<UInt8>, of sender: User, _ text: Message.Text, _ line: Span<UInt8>
  ) -> Message.Target? {
    guard RoomRules.isRoom(name) else {
      return listeningUser(name).map { .user($0) }
    }
    guard let room = room(named: name) else {
      replyNoSuchChannel(name)
      return nil
    }
    return Policy.isOpen(room, toSpeaker: sender)
      ? .room(room) : restrictedTarget(room, name, of: sender, text, line)
  }

  /// The members of a room from a status on (ISUPPORT STATUSMSG), who may be spoken to by who may speak in the room.
  @inline(never)
  private func members(
    _ name: Span<UInt8>, for sender: User, _ text: Message.Text, _ line: Span<UInt8>
  ) -> Message.Target? {
    guard Relay.isOfMembers(name) else { return nil }
    let mark = name[0]
    switch target(name.extracting(1...), of: sender, text, line) {
    case .room(let room), .members(let room, _, _):
      return .members(room, members(of: room, voiced: mark == UInt8(ascii: "+")), name: [mark] + room.name)
    case .user, nil: return nil
    }
  }

  /// The operators of a room, and with them those who have a voice.
  private func members(of room: Room, voiced: Bool) -> Recipients {
    outbox.add(work: room.recipients.all.count / 8)
    return room.recipients.filter { recipient in
      guard let membership = sessions[Int(recipient.slot)]?.user?.membership(in: room) else { return false }
      return membership.isOperator || voiced && membership.hasVoice
    }
  }

  /// The target of what is said in a room that is not open to everybody; nil where it may not be said, which the asker
  /// is told.
  @inline(never)
  private func restrictedTarget(
    _ room: Room, _ name: Span<UInt8>, of sender: User, _ text: Message.Text, _ line: Span<UInt8>
  ) -> Message.Target? {
    guard maySpeak(sender, in: room, name) else { return nil }
    if room.modes.contains(.noCTCP), Relay.isCTCP(text, line) {
      reply(.cannotSendToChan, about: room.name, "this room takes no CTCP but actions")
      return nil
    }
    guard Policy.isHeardByOperators(sender, in: room) else { return .room(room) }
    return .members(room, members(of: room, voiced: false), name: room.name)
  }

  /// Whether a user takes such a message of the sender; if not, the asker is told.
  @inline(never)
  private func mayTell(_ user: User, _ sender: User, _ text: Message.Text, _ line: Span<UInt8>) -> Bool {
    let isCTCP = Relay.isCTCP(text, line)
    guard let (numeric, why) = Policy.refusal(toTell: user, sender, isCTCP: isCTCP) else { return true }
    reply(numeric, about: user.name, why)
    return false
  }

  /// Whether a text is a CTCP message, and no action.
  private static func isCTCP(_ text: Message.Text, _ line: Span<UInt8>) -> Bool {
    guard case .line(let place) = text, place.count > 1 else { return false }
    let text = line.extracting(place.range)
    guard text[0] == 0x01 else { return false }
    let action: StaticString = "\u{1}ACTION"
    return text.count < 7 || !Bytes.equal(text.extracting(0..<7), action)
  }

  /// Whether a name is that of some members of a room: `@#room` or `+#room`.
  static func isOfMembers(_ name: Span<UInt8>) -> Bool {
    name.count > 1 && (name[0] == UInt8(ascii: "@") || name[0] == UInt8(ascii: "+"))
      && RoomRules.isRoom(name.extracting(1...))
  }

  /// Says that there is no such user; of a service, that there are none here: who asks one for something, and perhaps
  /// tells it a password, is to know that nobody has heard it, and what to do instead.
  @inline(never)
  func replyNobody(_ name: Span<UInt8>, to kind: Message.Kind) {
    countSpelling(of: name)
    guard name.count <= NameRules.maximumBytes, NameRules.isOfService(name) else {
      return replyNoSuchNick(name)
    }
    let hasAccounts = configuration.node.hasStore
    note(kind.verb, "NO_SERVICES", about: name) { output in
      output.append("this server has no services, and nobody got this: ")
      output.append(
        hasAccounts
          ? "an account is used by SASL (in chatnet /login NAME) and made by REGISTER (/register)"
          : "over its Unix socket a login has its name without a password")
      output.append(", and operators of a room rule it by MODE, KICK and TOPIC")
    }
    // What a client counts as refused.
    reply(.noSuchNick, about: name, "no such user: this server has no services")
  }

  /// Whether the sender may speak in a room that refuses some; if not, the asker is told.
  @inline(never)
  private func maySpeak(_ sender: User, in room: Room, _ name: Span<UInt8>) -> Bool {
    // What the bans say of a member is remembered.
    if !room.bans.isEmpty, sender.membership(in: room) == nil {
      outbox.add(work: room.maskCount * Mask.cost)
    }
    let isUnseen = asker?.isUnseen == true
    guard let refusal = Policy.refusal(toSpeakIn: room, sender, isUnseen: isUnseen) else { return true }
    if Policy.isVisible(room, to: sender) {
      reply(.cannotSendToChan, about: room.name, refusal)
    } else {
      replyNoSuchChannel(name)
    }
    return false
  }

  /// Whether the line that receivers get would be longer than a line can be: nothing is cut off in silence.
  func isTooLong(_ message: borrowing Message) -> Bool {
    overhead(of: message) + message.longest > WireLimit.body
  }

  private func overhead(of message: borrowing Message) -> Int {
    message.sender.source.count + message.kind.verb.utf8CodeUnitCount + message.name.count + 2
  }

  func replyTooLongToRelay(_ message: borrowing Message) {
    let (name, limit) = (message.name, WireLimit.body - overhead(of: message))
    if case .lines = message.text { return refuse(.lineTooLong(limit: limit)) }
    reply(.inputTooLong) { output in
      append(subject: name.span, to: &output)
      output.append(" :this text is too long to be relayed: at most ")
      output.append(decimal: limit)
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
