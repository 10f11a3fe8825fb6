import Wire

/// What is said to somebody who is not here: it waits, where the name is an account's that has been here.
extension Relay {
  /// Nobody of that name hears what was said: asks whose the name is, where something can be left; else says so.
  ///
  /// - Parameter isAlone: Whether the command names no other target.
  @inline(never)
  func miss(
    _ kind: Message.Kind, _ text: Message.Text, _ tags: SenderTags?, _ name: Span<UInt8>, isAlone: Bool,
    line: Span<UInt8>
  ) {
    if RoomRules.isRoom(name) || Relay.isOfMembers(name) { return }
    guard let asker, let sender = asker.user, configuration.node.hasStore, kind != .tagmsg,
      NameRules.fault(name) == nil, tags?.isForThoseHere != true
    else { return replyNobody(name, to: kind) }
    // The answer to a label is one; that to several targets would come in parts.
    guard isAlone else {
      return reply(
        .noSuchNick, about: name, "no such user here: to leave a message write to one name alone")
    }
    let kept: AbsentMessage.Text =
      switch text {
      case .line(let place): .line([UInt8](copying: line.extracting(place.range)))
      case .lines(let text): .lines(text)
      }
    let name = [UInt8](copying: name)
    ask(
      .history(.addressee(AddresseeQuery(name: name, sender: sender.account))), for: asker,
      .absent(AbsentMessage(kind: kind, name: name, text: kept, tags: tags)))
  }

  /// Says something, now that it is known who is meant.
  func say(_ message: AbsentMessage, to addressee: Addressee?, by session: Session) {
    guard let sender = session.user else { return }
    let name = message.name
    if listeningUser(name.span) != nil { return say(message, to: name.span, by: sender) }
    guard let addressee else {
      return refuse(
        message, .unavailable, "not here, and nothing can be left at the moment: try again later")
    }
    // Nobody leaves a message for oneself: a bot that answers who has gone would answer itself, without end.
    guard let account = addressee.account, account != sender.account else {
      return replyNobody(name.span, to: message.kind)
    }
    // Who goes by another name is here all the same.
    if let user = network.seenUsers(of: account).first(where: { $0.personCount > 0 }) {
      let other = user.name
      say(message, to: other.span, by: sender)
      return note(message.kind.verb, "OTHER_NAME", about: name) { output in
        output += name
        output.append(" is here as ")
        output += other
      }
    }
    switch addressee {
    case .nobody: break
    case .account: leave(message, for: account, by: sender)
    case .full:
      refuse(
        message, .tooMany,
        "not here, and as much waits for them as can (1000 messages, or 1 MiB): no message can be left")
    case .fullOfSender:
      refuse(
        message, .tooMany,
        "not here, and as much of yours waits for them as can (250 messages, or 256 KiB): no more can be left"
      )
    }
  }

  private func say(_ message: AbsentMessage, to name: Span<UInt8>, by sender: User) {
    let (text, line) = message.text.said
    _ = say(message.kind, text, message.tags, to: name, by: sender, line: line.span)
  }

  /// The message waits; its sender is told so once it is kept.
  private func leave(_ absent: AbsentMessage, for account: AccountID, by sender: User) {
    let name = absent.name
    let (text, line) = absent.text.said
    let message = Message(
      kind: absent.kind, sender: sender, name: name, text: text, clientTags: relayed(absent.tags),
      time: now.time, number: now.number, key: key(of: absent.tags, to: name.span, by: sender))
    if isTooLong(message) { return replyTooLongToRelay(message) }
    network.apply(message)
    deliver(waiting: message, line: line.span)
    report(message, waitingFor: account, line: line.span)
    guard asker?.capabilities.contains(.standardReplies) == true else {
      return reply(.away, about: name, "not here; the message waits")
    }
    note(absent.kind.verb, "MESSAGE_WAITS", about: name) { output in
      output += name
      output.append(" is not here; the message waits for them")
    }
  }

  private func refuse(_ message: AbsentMessage, _ fault: AbsenceFault, _ text: StaticString) {
    let name = message.name
    guard asker?.capabilities.contains(.standardReplies) == true else {
      return reply(.noSuchNick, about: name, text)
    }
    replyFromServer { output in
      output.append("FAIL ")
      output.append(message.kind.verb)
      output.append(fault.code)
      output.append(" ")
      append(subject: name.span, to: &output)
      output.append(" :")
      output.append(text)
    }
  }
}

/// What was said to a name that nobody has now, until it is known whose that is.
struct AbsentMessage: Equatable {
  enum Text: Equatable {
    case line([UInt8])
    case lines(MultilineText)

    /// The text as a message holds it, and the line in which it stands.
    fileprivate var said: (Message.Text, [UInt8]) {
      switch self {
      case .line(let line): (.line(ByteRange(0, line.count)), line)
      case .lines(let text): (.lines(text), [])
      }
    }
  }

  let kind: Message.Kind
  let name: [UInt8]
  let text: Text
  let tags: SenderTags?
}

/// Why nothing can be left for somebody.
private enum AbsenceFault {
  case tooMany, unavailable

  var code: StaticString {
    switch self {
    case .tooMany: "TOO_MANY_WAITING"
    case .unavailable: "TEMPORARILY_UNAVAILABLE"
    }
  }
}

extension Addressee {
  /// Whose the name is.
  var account: AccountID? {
    switch self {
    case .nobody: nil
    case .account(let account), .full(let account), .fullOfSender(let account): account
    }
  }
}

extension SenderTags {
  /// Whether the sender wants it to reach those who are here, and nobody else (`+chatnet/online`).
  fileprivate var isForThoseHere: Bool {
    client.split(separator: UInt8(ascii: ";")).contains { tag in
      tag.prefix { $0 != UInt8(ascii: "=") }.elementsEqual("+chatnet/online".utf8)
    }
  }
}

extension ValueWriter {
  mutating func write(_ message: AbsentMessage) {
    write(message.kind == .notice)
    write(message.name)
    switch message.text {
    case .line(let line):
      write(false)
      write(line)
    case .lines(let text):
      write(true)
      write(text)
    }
    write(message.tags) { writer, tags in
      writer.write(tags.client)
      writer.write(tags.messageID)
    }
  }

  mutating func write(_ text: MultilineText) {
    write(UInt64(text.count))
    text.forEach { line, continuesLine in
      write([UInt8](copying: line))
      write(continuesLine)
    }
  }
}

extension ValueReader {
  mutating func absentMessage() throws(MalformedValue) -> AbsentMessage {
    let kind: Message.Kind = try bool() ? .notice : .privmsg
    let name = try array()
    let text: AbsentMessage.Text = try bool() ? .lines(try multilineText()) : .line(try array())
    let tags = try optional { (reader) throws(MalformedValue) in
      var tags = SenderTags()
      tags.client = try reader.array()
      tags.messageID = try reader.array()
      return tags
    }
    return AbsentMessage(kind: kind, name: name, text: text, tags: tags)
  }

  mutating func multilineText() throws(MalformedValue) -> MultilineText {
    var text = MultilineText()
    for _ in 0..<(try unsigned()) {
      let line = try array()
      text.append(line.span, continuesLine: try bool())
    }
    return text
  }
}
