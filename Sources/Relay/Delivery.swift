import Wire

/// Events to bytes: each is encoded once for each lane that a receiver reads, and queued for every receiver.
extension Relay {
  /// Applies an event and lets all who see it know. `line` is the line that caused it.
  func happen(_ event: Event, line: Span<UInt8> = Span()) {
    switch event {
    case .message(let message, let target):
      network.apply(event)
      deliver(message, to: target, line: line)
    case .registered(let user, _), .attached(_, to: let user): changeSessions(of: user, event)
    case .revealed(let session), .detached(let session):
      if let user = session.user { changeSessions(of: user, event) }
    case .created, .mode:
      // A command tells a room all changes of its modes at once: announce(_:of:by:).
      network.apply(event)
    case .quit, .parted, .kicked:
      // Who leaves still sees it.
      announce(event)
      network.apply(event)
    case .renamed(let user, let name):
      let recipients = peers(of: user)
      let (source, oldName) = (user.source, user.name)
      network.apply(event)
      broadcast(
        to: recipients, from: user, encode: { Relay.write(.renamed(user, to: name), source: source, to: &$0) }
      )
      guard user.isSeen else { return }
      tellMonitors(oldName, arrived: nil)
      tellMonitors(name, arrived: user)
    case .joined(let user, let room):
      network.apply(event)
      announce(event)
      announceAway(user, in: room)
    case .topic, .away, .invited:
      network.apply(event)
      announce(event)
    }
  }

  /// Applies an event that may make the user one whom others see, or one whom they see no longer.
  private func changeSessions(of user: User, _ event: Event) {
    let wasSeen = user.isSeen
    network.apply(event)
    peakUserCount = max(peakUserCount, network.seenUserCount)
    if user.isSeen != wasSeen { tellMonitors(user.name, arrived: user.isSeen ? user : nil) }
  }

  private func announce(_ event: Event) {
    guard let (user, recipients) = audience(of: event) else { return }
    let source = user.source
    broadcast(to: recipients, from: user, encode: { Relay.write(event, source: source, to: &$0) })
  }

  /// Who acted, and who sees it.
  private func audience(of event: Event) -> (User, [Recipient])? {
    switch event {
    case .quit(let user, _): (user, peers(of: user, withOwn: false))
    case .away(let user, _): (user, peers(of: user).filter { watchesAway($0, of: user) })
    case .joined(let user, let room), .parted(let user, let room, _): (user, withOwn(user, room))
    case .kicked(_, let room, let user, _), .topic(let room, _, let user): (user, withOwn(user, room))
    case .invited(let invited, _, let user): (user, invited.recipients.all)
    case .registered, .attached, .revealed, .detached, .renamed, .created, .mode, .message: nil
    }
  }

  /// Who joins while away is told to be away (IRCv3 away-notify).
  private func announceAway(_ user: User, in room: Room) {
    guard let reason = user.awayReason else { return }
    let recipients = room.recipients.all.filter { watchesAway($0, of: user) }
    broadcast(to: recipients, from: user) {
      Relay.write(.away(user, reason: reason), source: user.source, to: &$0)
    }
  }

  /// Tells a room the changes of its modes that one command made: in one line, or in as many as they need.
  func announce(_ changes: [ModeChange], of room: Room, by user: User) {
    var rest = changes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Relay.modesInOneLine(rest))
      broadcast(to: withOwn(user, room), from: user) {
        Relay.write(part, of: room, source: user.source, to: &$0)
      }
      rest = rest.dropFirst(part.count)
    }
  }

  /// A room's recipients, and the asker where it acts unseen for the user.
  private func withOwn(_ user: User, _ room: Room) -> [Recipient] {
    guard let asker, asker.user === user, asker.isUnseen else { return room.recipients.all }
    return room.recipients.all + [Recipient(asker)]
  }

  private func watchesAway(_ recipient: Recipient, of user: User) -> Bool {
    guard let session = sessions[Int(recipient.slot)] else { return false }
    return session.user !== user && session.capabilities.contains(.awayNotify)
  }

  /// All who share a room with the user, and the user's own sessions if asked for, each once.
  private func peers(of user: User, withOwn: Bool = true) -> [Recipient] {
    let own = user.sessions.map(Recipient.init)
    var peers = withOwn ? own : []
    told.removeAll()
    for recipient in own { told.insert(recipient.slot) }
    for membership in user.memberships {
      for recipient in membership.room.recipients.all where told.insert(recipient.slot) {
        peers.append(recipient)
      }
    }
    return peers
  }

  /// What becomes of the asker's own copy of a line.
  enum AskersCopy {
    /// It is one of the replies, in their order and under their label.
    case reply
    /// It is delivered like the others'.
    case delivered
    case none
  }

  /// Queues one line for each recipient; `encode` writes what stands behind the tags, without the line's end.
  func broadcast(
    to recipients: some Sequence<Recipient>, from user: User, encode: (inout [UInt8]) -> Void
  ) {
    spread(to: recipients) { lane, line in
      tagText.append(lane: lane, moment: now, account: user.account, to: &line)
      encode(&line)
      line.append("\r\n")
    }
  }

  /// Queues for each of the readers what `write` encodes for its lane, with all tags and ends.
  // Inlined for the sake of messages: a closure that is called through a pointer costs them a tenth of their time.
  @inline(__always)
  func spread(
    to recipients: some Sequence<Recipient>, _ readers: Readers = .all, askersCopy: AskersCopy = .reply,
    _ write: (UInt8, inout [UInt8]) -> Void
  ) {
    var places = EncodedPlaces()
    let apart = askersCopy == .delivered ? nil : asker?.slot
    let lane = outbox.send(to: recipients, readers, except: apart, &places, write)
    if askersCopy == .reply, let lane { giveAsker(outbox.place(in: lane, &places, write), readers) }
  }

  /// What the asker sees of its own command is one of the replies, in their order and under their label.
  private func giveAsker(_ encoded: Encoded, _ readers: Readers) {
    guard let asker else { return }
    if tags.label.isEmpty, replies.isEmpty { return outbox.send(encoded, to: asker.slot) }
    let run = outbox.lanes[Int(encoded.lane)][Int(encoded.start)..<Int(encoded.end)]
    switch readers {
    case .ofBatches: replies.add(encodedBatch: run)
    case .ofLines: replies.add(encodedLines: run)
    default: replies.add(encoded: run)
    }
  }
}
