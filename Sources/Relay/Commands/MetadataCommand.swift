import Wire

/// METADATA: what is known of users and rooms, and who wants to be told of it (IRCv3 draft/metadata-3). It is there as
/// long as the user or the room is.
extension Relay {
  func metadata(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    guard session.isRegistered || session.capabilities.contains(.metadata) else {
      return replyNotRegistered()
    }
    let name = line.extracting(request[0].range)
    let words = (2..<max(2, request.count)).map { [UInt8](copying: line.extracting(request[$0].range)) }
    let verb = Verb(line.extracting(request[1].range))
    switch verb {
    case Verb("SUB"): return subscribe(session, to: words)
    case Verb("UNSUB"): return unsubscribe(session, from: words)
    case Verb("SUBS"): return replySubscriptions(.metadataSubscriptions, session.subscriptions)
    default: break
    }
    guard let target = metadataTarget(name, of: session) else {
      return failMetadata(
        "INVALID_TARGET", [[UInt8](copying: name)], "there is nobody and no room of that name")
    }
    switch verb {
    case Verb("GET"):
      if words.isEmpty { return replyParametersMissing(request, line) }
      inMetadataBatch(of: target) { for key in words { replyValue(of: key, target) } }
    case Verb("LIST"):
      inMetadataBatch(of: target) {
        for entry in target.metadata.entries { replyKeyValue(target.name, entry.key, entry.value) }
      }
    case Verb("SET"):
      if words.isEmpty { return replyParametersMissing(request, line) }
      set(words[0], words.count > 1 && !words[1].isEmpty ? words[1] : nil, of: target, by: session)
    case Verb("CLEAR"): clear(target, by: session)
    case Verb("SYNC"): synchronize(target, session)
    default:
      failMetadata(
        "SUBCOMMAND_INVALID", [[UInt8](copying: line.extracting(request[1].range))],
        "it is GET, LIST, SET, CLEAR, SUB, UNSUB, SUBS or SYNC")
    }
  }

  /// Whom a name means, if the session may know.
  private func metadataTarget(_ name: Span<UInt8>, of session: Session) -> MetadataTarget? {
    guard let user = session.user else { return Bytes.equal(name, "*") ? .visitor(session) : nil }
    if Bytes.equal(name, "*") { return .user(user) }
    if RoomRules.isRoom(name) {
      return room(named: name).flatMap { Policy.maySeeMetadata(of: $0, user) ? .room($0) : nil }
    }
    if CanonicalForm.equal(user.name, name) { return .user(user) }
    return seenUser(name).map { .user($0) }
  }

  // MARK: Values

  private func set(_ key: [UInt8], _ value: [UInt8]?, of target: MetadataTarget, by session: Session) {
    guard Metadata.isKey(key.span) else { return failKey(key) }
    guard mayChange(target, session) else {
      return failMetadata("KEY_NO_PERMISSION", [target.name, key], "this is not yours to change")
    }
    let known = target.metadata
    if value == nil, known[key] == nil {
      return failMetadata("KEY_NOT_SET", [target.name, key], "this is not set")
    }
    if let value, value.count > RelayLimit.metadataValue {
      return failMetadata("INVALID_VALUE", [key], "a value has at most \(RelayLimit.metadataValue) bytes")
    }
    if value != nil, known[key] == nil, known.entries.count >= RelayLimit.metadataKeys {
      return failMetadata("LIMIT_REACHED", [target.name], "there are as many keys as there may be")
    }
    change(key, value, of: target, by: session)
    if let value { replyKeyValue(target.name, key, value) } else { replyNotSet(target.name, key) }
  }

  private func clear(_ target: MetadataTarget, by session: Session) {
    guard mayChange(target, session) else {
      return failMetadata(
        "KEY_NO_PERMISSION", [target.name, [UInt8(ascii: "*")]], "this is not yours to change")
    }
    let keys = target.metadata.entries.map(\.key)
    inMetadataBatch(of: target) {
      for key in keys {
        change(key, nil, of: target, by: session)
        replyNotSet(target.name, key)
      }
    }
  }

  private func change(_ key: [UInt8], _ value: [UInt8]?, of target: MetadataTarget, by session: Session) {
    switch target {
    case .visitor(let session): session.registration?.metadata.set(key, value)
    case .user(let user):
      happen(.metadata(.user(user), key: key, value))
      tell(key, value, of: target, to: sharing(with: user), except: session)
    case .room(let room):
      happen(.metadata(.room(room), key: key, value))
      tell(key, value, of: target, to: room.recipients, except: session)
    }
  }

  private func mayChange(_ target: MetadataTarget, _ session: Session) -> Bool {
    switch target {
    case .visitor: true
    case .user(let user): session.user === user
    case .room(let room): session.user.map { Policy.refusal(toOperate: room, $0) == nil } ?? false
    }
  }

  private func replyValue(of key: [UInt8], _ target: MetadataTarget) {
    guard Metadata.isKey(key.span) else { return failKey(key) }
    guard let value = target.metadata[key] else { return replyNotSet(target.name, key) }
    replyKeyValue(target.name, key, value)
  }

  // MARK: Who wants to be told

  private func subscribe(_ session: Session, to keys: [[UInt8]]) {
    var added: [[UInt8]] = []
    for key in keys {
      guard Metadata.isKey(key.span) else {
        failKey(key)
        continue
      }
      if !session.subscriptions.contains(key) {
        guard session.subscriptions.count < RelayLimit.metadataKeys else {
          failMetadata("TOO_MANY_SUBS", [key], "you are told of as many keys as you may be")
          break
        }
        session.subscriptions.append(key)
      }
      added.append(key)
    }
    if !added.isEmpty { replySubscriptions(.metadataSubscribed, added) }
  }

  private func unsubscribe(_ session: Session, from keys: [[UInt8]]) {
    session.subscriptions.removeAll { keys.contains($0) }
    if !keys.isEmpty { replySubscriptions(.metadataUnsubscribed, keys.filter { Metadata.isKey($0.span) }) }
  }

  private func replySubscriptions(_ numeric: Numeric, _ keys: [[UInt8]]) {
    if keys.isEmpty { return }
    replyWords(numeric, count: keys.count, head: { _ in }, word: { index, line in line += keys[index] })
  }

  /// The sessions that share a room with a user, its own, and those that watch for it.
  private func sharing(with user: User) -> Recipients {
    var recipients = peers(of: user)
    let name = user.name
    monitors.forEachWatcher(of: name) { session in
      if session.capabilities.contains(.extendedMonitor), recipients[session.slot] == nil {
        recipients.add(session)
      }
    }
    return recipients
  }

  private func tell(
    _ key: [UInt8], _ value: [UInt8]?, of target: MetadataTarget, to recipients: Recipients,
    except session: Session
  ) {
    let interested = recipients.filter { recipient in
      guard let other = sessions[Int(recipient.slot)], other !== session else { return false }
      return other.capabilities.contains(.metadata) && other.subscriptions.contains(key)
    }
    if interested.all.isEmpty { return }
    spread(to: interested) { lane, line in
      tagText.append(lane: lane, time: now.time, to: &line)
      line.append(":")
      line += serverName
      line.append(value == nil ? " 766 * " : " 761 * ")
      Relay.append(target.name, key, value, to: &line)
      line.append("\r\n")
    }
  }

  /// Tells a session what it wants to know of a target, and of the members of a room.
  private func synchronize(_ target: MetadataTarget, _ session: Session) {
    inMetadataBatch(of: target) { replyWanted(of: target, session) }
  }

  /// What the session wants to know of a room that it has joined, and of who is there.
  func replyMetadata(of room: Room, to session: Session) {
    if session.subscriptions.isEmpty || !session.capabilities.contains(.metadata) { return }
    replyWanted(of: .room(room), session)
  }

  private func replyWanted(of target: MetadataTarget, _ session: Session) {
    replyValues(of: target, session.subscriptions)
    guard case .room(let room) = target else { return }
    outbox.add(work: room.members.count)
    let start = replies.byteCount
    let rest = room.members.forEach(from: 0) { membership in
      if membership.user !== session.user { replyValues(of: .user(membership.user), session.subscriptions) }
      return replies.byteCount - start < RelayLimit.metadataSync
    }
    // Of a very large room the first are told of, and METADATA name SYNC tells of each of the others.
    if rest != nil { reply(.metadataSyncLater) { $0 += room.name } }
  }

  /// The members of a room are told what is known of who joins, as far as they want to know it.
  func introduce(_ user: User, in room: Room, by session: Session) {
    for entry in user.metadata.entries {
      tell(entry.key, entry.value, of: .user(user), to: room.recipients, except: session)
    }
  }

  private func replyValues(of target: MetadataTarget, _ keys: [[UInt8]]) {
    let metadata = target.metadata
    for entry in metadata.entries where keys.contains(entry.key) {
      replyKeyValue(target.name, entry.key, entry.value)
    }
  }

  /// What was set before registration is the user's, and told once more.
  func takeMetadata(_ metadata: Metadata, of user: User) {
    if metadata.entries.isEmpty { return }
    for entry in metadata.entries { happen(.metadata(.user(user), key: entry.key, entry.value)) }
    inMetadataBatch(of: .user(user)) {
      for entry in metadata.entries { replyKeyValue(user.name, entry.key, entry.value) }
    }
  }

  /// WHOIS tells what is known, to who has asked for such things.
  func replyWhoisMetadata(_ user: User) {
    guard asker?.capabilities.contains(.metadata) == true else { return }
    for entry in user.metadata.entries {
      reply(.whoisKeyValue) { Relay.append(user.name, entry.key, entry.value, to: &$0) }
    }
  }
}
