import Wire

/// What was said, to those who may hear it. This is the hot path: no allocation for a receiver.
extension Relay {
  /// Delivers a message whose text stands in `line`.
  func deliver(_ message: Message, line: Span<UInt8>) {
    if message.kind != .tagmsg { awaitCommit() }
    let name = message.target.name
    func write(_ output: inout [UInt8]) {
      output += message.sender.source
      output.append(message.kind.verb)
      output += name
      guard message.kind != .tagmsg else { return }
      output.append(" :")
      output.append(line.extracting(message.text.range))
    }
    let needs: Capabilities = message.kind == .tagmsg ? .messageTags : []
    switch message.target {
    case .room(let room):
      broadcast(
        to: room.recipients.all, from: message.sender, message: message.ordinal, needs: needs,
        askersCopy: .none, encode: write)
    case .user(let user):
      broadcast(
        to: user.recipients.all, from: message.sender, message: message.ordinal, needs: needs,
        askersCopy: .delivered, encode: write)
      if user !== message.sender { copyToOwn(message, needs: needs, write) }
    }
    echo(message, needs: needs, write)
  }

  /// With a store, what follows for the sender waits until this message is safe; the others do not wait.
  private func awaitCommit() {
    guard configuration.awaitsCommits, let asker else { return }
    outbox.lastCommit += 1
    outbox.hold(asker.slot, until: outbox.lastCommit)
  }

  /// Shows the sender's other sessions what was said in private from here.
  private func copyToOwn(_ message: Message, needs: Capabilities, _ write: (inout [UInt8]) -> Void) {
    if message.sender.sessions.count == 1 { return }
    let copies = message.sender.recipients.all.filter { recipient in
      sessions[Int(recipient.slot)]?.capabilities.contains(.echoMessage) == true
    }
    broadcast(
      to: copies, from: message.sender, message: message.ordinal, needs: needs, askersCopy: .none,
      encode: write)
  }

  private func echo(_ message: Message, needs: Capabilities, _ write: (inout [UInt8]) -> Void) {
    guard let asker, asker.capabilities.contains(.echoMessage) else { return }
    broadcast(
      to: CollectionOfOne(Recipient(asker)), from: message.sender, message: message.ordinal,
      needs: needs, encode: write)
  }
}
