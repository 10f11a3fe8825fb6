import Wire

/// Events to facts, where facts are wanted.
extension Relay {
  /// Tells what an event means. It is called before the event is applied.
  func report(_ event: Event) {
    switch event {
    // Others notice sessions where the first comes, reportArrival(of:), and the last goes.
    case .registered, .attached, .revealed, .detached, .isBot, .entered, .exited, .empowered, .userModes,
      .realNamed, .metadata, .identified:
      break
    // They are told apart from what the network sees: keep(_:), forget(_:).
    case .accountKept, .accountEnded: break
    case .quit(let user, let reason): tell(.quit(who(user), reason: reason))
    case .renamed(let user, let name): if user.isSeen { tell(.renamed(who(user), to: name)) }
    case .away(let user, let reason): if user.isSeen { tell(.away(who(user), reason: reason)) }
    case .roomRenamed(let room, let name, let by):
      tell(.roomRenamed(name: room.name, to: name, by: who(by)))
    case .created(let room): tell(.roomMade(name: room.name, founder: room.founder))
    case .joined(let session, let room, _):
      if let user = session.user { tell(.joined(who(user), room: room.name)) }
    case .parted(let user, let room, let reason):
      tell(.parted(who(user), room: room.name, reason: reason))
    case .kicked(let user, let room, let by, let reason):
      tell(.kicked(who(user), room: room.name, by: who(by), reason: reason))
    case .invited(let user, let room, let by, _):
      tell(.invited(who(user), room: room.name, by: who(by)))
    case .topic(let room, let topic, let by):
      tell(.topic(room: room.name, text: topic.text, by: who(by)))
    case .mode(let room, let change, let by):
      tell(
        .mode(
          room: room.name, isSet: change.isSet, letter: change.letter, parameter: change.parameter,
          by: who(by)))
    // By the server, which did what the user asked for.
    case .promoted(let user, let room):
      tell(
        .mode(room: room.name, isSet: true, letter: UInt8(ascii: "o"), parameter: user.name, by: who(user)))
    }
  }

  /// Tells that others see a user from now on.
  func reportArrival(of user: User) { tell(.arrived(who(user))) }

  /// Tells that a person of the account is here, and has received what waited up to that message.
  func tellReceived(_ account: AccountID, through number: Int64) {
    tell(.received(account, through: number))
  }

  /// Tells that a message is to be kept no longer; what follows for the asker waits until that is so.
  func tellRedacted(_ number: Int64) {
    counters.commits += 1
    tell(.redacted(number: number, commit: counters.commits))
    if let asker { outbox.hold(asker.slot, until: counters.commits) }
  }

  /// Tells that a person of the account has read so far.
  func tellRead(_ account: AccountID, _ marker: ReadMarker) { tell(.read(account, marker)) }

  /// Tells what was said; where it is of one line, the text stands in `line`.
  func report(_ message: borrowing Message, to target: Message.Target, line: Span<UInt8>) {
    guard let place = place(target) else { return }
    report(message, to: place, line: line)
  }

  /// Tells what was said and waits.
  func report(_ message: borrowing Message, waitingFor account: AccountID, line: Span<UInt8>) {
    report(message, to: .absent(account, name: message.name), line: line)
  }

  private func report(_ message: borrowing Message, to target: FactMessage.Target, line: Span<UInt8>) {
    guard let kind = FactMessage.Kind(message.kind) else { return }
    tell(
      .message(
        FactMessage(
          number: message.number, commit: counters.commits, kind: kind, sender: who(message.sender),
          source: message.sender.shownSource, target: target,
          text: text(of: message, in: line), tags: message.clientTags, key: message.key)))
  }

  private func text(of message: borrowing Message, in line: Span<UInt8>) -> [UInt8] {
    switch message.text {
    case .line(let place): [UInt8](copying: line.extracting(place.range))
    case .lines(let lines): lines.joined
    }
  }

  /// Where it is kept; nil for what is said to some members of a room, which is not.
  private func place(_ target: Message.Target) -> FactMessage.Target? {
    switch target {
    case .room(let room): .room(name: room.name)
    case .user(let user): .user(who(user))
    case .members: nil
    }
  }

  private func tell(_ event: FactEvent) { outbox.tell(Fact(stamp: now, event: event)) }

  private func who(_ user: User) -> FactActor {
    FactActor(user: user.id, name: user.name, account: user.account)
  }
}

extension FactMessage.Kind {
  /// What a message is kept as; nil for one that is not kept.
  init?(_ kind: Message.Kind) {
    switch kind {
    case .privmsg: self = .privmsg
    case .notice: self = .notice
    case .tagmsg: return nil
    }
  }
}
