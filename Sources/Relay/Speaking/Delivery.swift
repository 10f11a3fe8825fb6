import Wire

/// Events to bytes: each is encoded once for each lane that a receiver reads, and queued for every receiver.
extension Relay {
  /// Applies an event and lets all who see it know.
  func happen(_ event: Event) {
    if configuration.node.reportsFacts { report(event) }
    switch event {
    case .registered(let user, _), .attached(_, to: let user): changeSessions(of: user, event)
    case .revealed(let session), .detached(let session):
      if let user = session.user { changeSessions(of: user, event) }
    case .promoted(let user, let room):
      network.apply(event)
      announce(promotionOf: user, in: room)
    case .created, .roomRenamed, .mode, .isBot, .empowered, .userModes, .metadata, .accountKept,
      .accountEnded:
      // A command tells a room all changes of its modes at once: announce(_:of:by:).
      network.apply(event)
    case .quit(let user, _):
      network.noteFormer(FormerUser(user, at: now.time))
      announce(event)
      network.apply(event)
    case .parted, .exited, .kicked:
      // It is announced first, so that the one who leaves still sees it.
      announce(event)
      network.apply(event)
    case .renamed(let user, let name):
      let recipients = peers(of: user)
      let (source, oldName) = (user.source, user.name)
      if user.isSeen { network.noteFormer(FormerUser(user, at: now.time)) }
      network.apply(event)
      user.namedAt = now.time
      broadcast(event, of: user, source: source, to: recipients)
      // In other capitals it is the same name to those who watch for it.
      guard user.isSeen, !CanonicalForm.equal(oldName, name) else { return }
      tellMonitors(oldName, arrived: nil)
      tellMonitors(name, arrived: user)
    case .joined(let session, let room, _):
      network.apply(event)
      announce(event)
      if let user = session.user { announceAway(user, in: room) }
    case .away, .realNamed, .identified:
      network.apply(event)
      announce(event)
      announceToMonitors(event)
    case .entered, .topic, .invited:
      network.apply(event)
      announce(event)
    }
  }

  /// Applies an event that may make the user one whom others see, or one whom they see no longer.
  private func changeSessions(of user: User, _ event: Event) {
    let wasSeen = user.isSeen
    network.apply(event)
    counters.peakUsers = max(counters.peakUsers, network.seenUserCount)
    if user.isSeen == wasSeen { return }
    tellMonitors(user.name, arrived: user.isSeen ? user : nil)
    if configuration.node.reportsFacts, user.isSeen { reportArrival(of: user) }
  }

  private func announce(_ event: Event) {
    guard let (user, recipients) = audience(of: event) else { return }
    if case .joined(_, let room, _) = event { return announce(joinOf: user, room, recipients) }
    if case .entered(_, let room) = event { return announce(joinOf: user, room, recipients) }
    broadcast(event, of: user, source: user.source, to: recipients)
  }

  /// Who acted, and who sees it.
  private func audience(of event: Event) -> (User, Recipients)? {
    switch event {
    case .quit(let user, _): (user, peers(of: user, withOwn: false))
    case .away(let user, _): (user, peers(of: user).filter(watchesAway))
    case .identified(let user, _): (user, peers(of: user).filter(watchesAccounts))
    case .realNamed(let user, _): (user, peers(of: user).filter { has($0, .setname) })
    case .joined(let session, let room, _): session.user.map { ($0, room.recipients) }
    case .entered(let session, _), .exited(let session, _, _): session.user.map { ($0, Recipients(session)) }
    case .parted(let user, let room, _): (user, room.recipients)
    case .kicked(_, let room, let user, _), .topic(let room, _, let user): (user, withAsker(user, room))
    case .invited(let invited, _, let user, _): (user, invited.recipients)
    case .registered, .attached, .revealed, .detached, .renamed, .isBot, .created, .mode, .empowered,
      .promoted, .accountKept, .accountEnded, .userModes, .roomRenamed, .metadata:
      nil
    }
  }

  /// Who joins is told with account and real name to those who have asked for that (IRCv3 extended-join).
  private func announce(joinOf user: User, _ room: Room, _ recipients: Recipients) {
    outbox.addNews(to: recipients.all.count)
    let (source, account, tag) = (user.source, user.account.map { Array($0.name.utf8) }, user.accountTag)
    for (readers, isExtended) in [(Readers.ofPlainJoins, false), (.ofExtendedJoins, true)] {
      spread(to: recipients, readers, isUrgent: false) { lane, line in
        tagText.append(lane: lane, time: now.time, account: tag, to: &line)
        line += source
        line.append("JOIN ")
        line += room.name
        if isExtended {
          line.append(" ")
          if let account { append(subject: account.span, to: &line) } else { line.append("*") }
          line.append(" :")
          line += user.realName
        }
        line.append("\r\n")
      }
    }
  }

  /// Whether it is told who proves to be which account, but for the one that does so.
  private func watchesAccounts(_ recipient: Recipient) -> Bool {
    guard let session = sessions[Int(recipient.slot)] else { return false }
    return session !== asker && !session.isUnseen && session.capabilities.contains(.accountNotify)
  }

  /// Who joins while away is told to be away (IRCv3 away-notify), to all but the own sessions, which know.
  private func announceAway(_ user: User, in room: Room) {
    guard let reason = user.awayReason else { return }
    let recipients = room.recipients.filter { watchesAway($0) && sessions[Int($0.slot)]?.user !== user }
    broadcast(.away(user, reason: reason), of: user, source: user.source, to: recipients)
  }

  /// Tells a room the changes of its modes that one command made: in one line, or in as many as they need.
  func announce(_ changes: [ModeChange], of room: Room, by user: User) {
    var rest = changes[...]
    while !rest.isEmpty {
      let part = rest.prefix(Relay.modesInOneLine(rest))
      broadcast(to: withAsker(user, room), from: user) {
        Relay.write(part, of: room, source: user.source, to: &$0)
      }
      rest = rest.dropFirst(part.count)
    }
  }

  /// Tells a room that the server has made a user its operator.
  private func announce(promotionOf user: User, in room: Room) {
    spread(to: withAsker(user, room)) { lane, line in
      tagText.append(lane: lane, time: now.time, to: &line)
      line.append(":")
      line += serverName
      line.append(" MODE ")
      line += room.name
      line.append(" +o ")
      line += user.name
      line.append("\r\n")
    }
  }

  /// A room's recipients, and the asker where it acts in a room that another session of its user is in.
  private func withAsker(_ user: User, _ room: Room) -> Recipients {
    guard let asker, asker.user === user, asker.presence(in: room) == nil else { return room.recipients }
    var recipients = room.recipients
    recipients.add(asker)
    return recipients
  }

  /// Whether a recipient has a capability, and others see it.
  func has(_ recipient: Recipient, _ capability: Capabilities) -> Bool {
    guard let session = sessions[Int(recipient.slot)] else { return false }
    return !session.isUnseen && session.capabilities.contains(capability)
  }

  /// Those who watch for a user and share no room with it are told of changes too (IRCv3 extended-monitor).
  private func announceToMonitors(_ event: Event) {
    if monitors.isEmpty { return }
    let (user, capability): (User, Capabilities)
    switch event {
    case .away(let who, _): (user, capability) = (who, .awayNotify)
    case .realNamed(let who, _): (user, capability) = (who, .setname)
    case .identified(let who, _): (user, capability) = (who, .accountNotify)
    default: return
    }
    let known = peers(of: user)
    var watching = Recipients()
    let name = user.name
    monitors.forEachWatcher(of: name) { session in
      guard session.capabilities.isSuperset(of: [.extendedMonitor, capability]), known[session.slot] == nil,
        watching[session.slot] == nil
      else { return }
      watching.add(session)
    }
    if !watching.all.isEmpty { broadcast(event, of: user, source: user.source, to: watching) }
  }

  /// Whether it is told who is away: a user's other sessions too, while the one that said it has an answer.
  private func watchesAway(_ recipient: Recipient) -> Bool {
    guard let session = sessions[Int(recipient.slot)] else { return false }
    return session !== asker && !session.isUnseen && session.capabilities.contains(.awayNotify)
  }

  /// All who hear a room that the user is in, and the user's own sessions if asked for, each once.
  func peers(of user: User, withOwn: Bool = true) -> Recipients {
    // Many leave one room together: all their lines go to the same array of recipients, so that the outbox makes one
    // spread of them.
    if !withOwn, user.memberships.count == 1, user.memberships[0].isHushed {
      return user.memberships[0].room.recipients
    }
    var peers = Recipients()
    told.removeAll()
    user.sessions.forEach { session in
      told.insert(session.slot)
      if withOwn { peers.add(session) }
    }
    for membership in user.memberships {
      outbox.add(work: membership.room.recipients.all.count / Relay.recipientsOfWork)
      for recipient in membership.room.recipients.all where told.insert(recipient.slot) {
        peers.add(recipient)
      }
    }
    return peers
  }

  /// How many recipients a unit of work looks at.
  private static var recipientsOfWork: Int { 8 }

  /// Queues the line of an event, which begins with who did it, for each recipient.
  private func broadcast(_ event: Event, of user: User, source: [UInt8], to recipients: Recipients) {
    broadcast(to: recipients, from: user, isUrgent: event.isUrgent) {
      Relay.write(event, source: source, to: &$0)
    }
  }

  /// Queues one line for each recipient; `encode` writes what stands behind the tags, without the line's end.
  func broadcast(
    to recipients: Recipients, from user: User, isUrgent: Bool = true, encode: (inout LineBuffer) -> Void
  ) {
    outbox.addNews(to: recipients.all.count)
    spread(to: recipients, isUrgent: isUrgent) { lane, line in
      tagText.append(lane: lane, time: now.time, account: user.accountTag, to: &line)
      encode(&line)
      line.append("\r\n")
    }
  }

  /// Queues for each recipient what `write` encodes for its lane, with all tags and ends. The asker's own copy is one
  /// of its replies, in their order and under its label.
  func spread(
    to recipients: Recipients, _ readers: Readers = .all, isUrgent: Bool = true,
    _ write: (Lane, inout LineBuffer) -> Void
  ) {
    var places = EncodedPlaces()
    let own = asker.flatMap { recipients[$0.slot] }
    outbox.spread(to: recipients, readers, except: own?.slot, isUrgent: isUrgent, &places, write)
    if let own, readers.include(own) { giveAsker(outbox.place(in: own.lane, &places, write), own, .all) }
  }

  /// What the asker sees of its own command is one of the replies, in their order and under their label.
  func giveAsker(_ encoded: Encoded, _ own: Recipient, _ readers: Readers) {
    if tags.label.isEmpty, replies.isEmpty { return outbox.send(encoded, ofLane: own.lane, to: own.slot) }
    outbox.withBytes(encoded.start..<encoded.end, ofLane: own.lane) { bytes in
      switch readers {
      case .ofBatches: replies.add(encodedBatch: bytes)
      case .ofLines: replies.add(encodedLines: bytes)
      default: replies.add(encoded: bytes)
      }
    }
  }
}
