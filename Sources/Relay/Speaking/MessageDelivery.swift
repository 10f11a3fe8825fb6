import Wire

/// What was said, to those who may hear it. This is the hot path: no allocation for a receiver.
extension Relay {
  /// Delivers a message whose text stands in `line`, if it is of one line.
  func deliver(_ message: borrowing Message, to target: Message.Target, line: Span<UInt8>) {
    if message.kind != .tagmsg { awaitCommit(to: target) }
    deliver(message, to: target, waits: false, line: line)
  }

  /// Shows a message that was delivered before to its sender, who alone sees it again.
  func deliver(again message: borrowing Message, line: Span<UInt8>) {
    // It may be one that is not safe yet.
    if configuration.node.awaitsCommits || configuration.node.hasStore { awaitCommits() }
    deliver(message, to: nil, waits: false, line: line)
  }

  /// Shows a message that waits for somebody who is not here to its sender, who alone sees it now.
  func deliver(waiting message: borrowing Message, line: Span<UInt8>) {
    if configuration.node.hasStore {
      counters.commits += 1
      awaitCommits()
    }
    deliver(message, to: nil, waits: true, line: line)
  }

  @inline(__always)
  private func deliver(
    _ message: borrowing Message, to target: Message.Target?, waits: Bool, line: Span<UInt8>
  ) {
    switch message.text {
    case .line(let place):
      deliver(message, to: target, waits: waits, message.kind == .tagmsg ? .ofTags : .all) {
        append(message, line.extracting(place.range), isFirst: true, $0, to: &$1)
      }
    case .lines(let text):
      let reference = nextBatchReference()
      deliver(message, to: target, waits: waits, .ofBatches) {
        append(message, text, reference, $0, to: &$1)
      }
      deliver(message, to: target, waits: waits, .ofLines) { append(message, text, $0, to: &$1) }
    }
  }

  /// Delivers a message to those readers as `write` encodes it for a lane: once, however many read that, its sender
  /// among them.
  // Inlined, since a closure that is called through a pointer costs a message a tenth of its time.
  @inline(__always)
  private func deliver(
    _ message: borrowing Message, to target: Message.Target?, waits: Bool, _ readers: Readers,
    _ write: (Lane, inout LineBuffer) -> Void
  ) {
    let asker = asker
    var places = EncodedPlaces()
    switch target {
    case .room(let room):
      outbox.spread(to: room.recipients, readers, except: asker?.slot, isUrgent: true, &places, write)
    case .user(let user):
      outbox.spread(to: user.listeners, readers, except: nil, isUrgent: true, &places, write)
      if user !== message.sender, let copies = ownCopies(of: message) {
        outbox.spread(to: copies, readers, except: asker?.slot, isUrgent: true, &places, write)
      }
    case .members(_, let members, _):
      outbox.spread(to: members, readers, except: asker?.slot, isUrgent: true, &places, write)
    case nil:
      if waits, let copies = ownCopies(of: message) {
        outbox.spread(to: copies, readers, except: asker?.slot, isUrgent: true, &places, write)
      }
    }
    guard let asker, asker.capabilities.contains(.echoMessage) else { return }
    let own = Recipient(asker)
    if readers.include(own) { giveAsker(outbox.place(in: own.lane, &places, write), own, readers) }
  }

  /// Where it is kept, what follows for the sender waits until this message is safe; the others do not wait.
  private func awaitCommit(to target: Message.Target) {
    guard configuration.node.awaitsCommits else { return }
    switch target {
    case .room: break
    case .user: if configuration.node.history != .all { return }
    case .members: return
    }
    counters.commits += 1
    awaitCommits()
  }

  /// What follows for the sender waits until all is safe that was said so far.
  @inline(__always)
  private func awaitCommits() {
    if let asker { outbox.hold(asker.slot, until: counters.commits) }
  }

  /// The sender's sessions that are shown what was said in private from another one: those that hear what comes in, so no
  /// bot while a person is there.
  private func ownCopies(of message: borrowing Message) -> Recipients? {
    if message.sender.sessions.count == 1 { return nil }
    let hasPerson = message.sender.personCount > 0
    return message.sender.recipients.filter { recipient in
      guard let session = sessions[Int(recipient.slot)] else { return false }
      return session.capabilities.contains(.echoMessage) && !(session.isBot && hasPerson)
    }
  }

  /// Appends a line of a message with its tags; those by which the message is known stand on the first.
  private func append(
    _ message: borrowing Message, _ text: Span<UInt8>, isFirst: Bool, _ lane: Lane,
    to output: inout LineBuffer
  ) {
    tagText.append(
      lane: lane, time: message.time, account: message.sender.accountTag,
      message: isFirst ? message.number : nil,
      client: isFirst ? message.clientTags : SenderTags.withoutID(message.clientTags), to: &output)
    append(message, text, to: &output)
  }

  /// Appends a line of a message as it stands behind its tags.
  private func append(_ message: borrowing Message, _ text: Span<UInt8>, to output: inout LineBuffer) {
    output += message.sender.source
    output.append(message.kind.verb)
    output += message.name
    if message.kind != .tagmsg {
      output.append(" :")
      output.append(text)
    }
    output.append("\r\n")
  }

  /// Appends a message of several lines for those who take it line by line: without its blank lines.
  private func append(
    _ message: borrowing Message, _ text: MultilineText, _ lane: Lane, to output: inout LineBuffer
  ) {
    var isFirst = true
    text.forEach { line, _ in
      if line.isEmpty { return }
      append(message, line, isFirst: isFirst, lane, to: &output)
      isFirst = false
    }
  }

  /// Appends a message of several lines for those who take it as one.
  private func append(
    _ message: borrowing Message, _ text: MultilineText, _ reference: [UInt8], _ lane: Lane,
    to output: inout LineBuffer
  ) {
    tagText.append(
      lane: lane, time: message.time, account: message.sender.accountTag, message: message.number,
      client: message.clientTags, to: &output)
    output += message.sender.source
    output.append("BATCH +")
    output += reference
    output.append(" draft/multiline ")
    output += message.name
    output.append("\r\n")
    text.forEach { line, continuesLine in
      output.append("@batch=")
      output += reference
      output.append(continuesLine ? ";draft/multiline-concat " : " ")
      append(message, line, to: &output)
    }
    output.append(":")
    output += serverName
    output.append(" BATCH -")
    output += reference
    output.append("\r\n")
  }
}
