import Wire

/// The last lines of a room that somebody joins whose client does not ask for them: it knows no draft/chathistory, as
/// irssi and WeeChat do not.
extension Relay {
  /// Remembers that the session is to be shown what was said in the room before.
  func noteReplay(of room: Room, for session: Session) {
    guard isShownReplays(session), let user = session.user,
      let first = Policy.startOfHistory(of: room, user), first < now.number
    else { return }
    let start = max(first, numberOfDeparture(of: user, room) ?? 0)
    session.replays.append(.room(room.name, from: start, to: now.number))
  }

  private func isShownReplays(_ session: Session) -> Bool {
    configuration.node.keepsHistory && !session.isUnseen && !session.isBot
      && !session.capabilities.contains(.chathistory)
  }

  // MARK: Who comes back

  /// Remembers that the session leaves the room, having read what was said there: who comes back soon is not shown it
  /// again.
  func noteDeparture(of session: Session, from room: Room) {
    guard isShownReplays(session), let user = session.user else { return }
    network.noteDeparture(
      departureKey(of: user, room), SeenMessages.Given(time: now.time, number: now.number))
  }

  /// Remembers that the session leaves all its rooms.
  func noteDepartures(of session: Session) {
    // What a connection got that did not answer may not have been read.
    if session.awaitsPong { return }
    for presence in session.presences { noteDeparture(of: session, from: presence.room) }
  }

  /// The number of the input with which the user, or one whom nothing tells from it, left the room a moment ago.
  private func numberOfDeparture(of user: User, _ room: Room) -> Int64? {
    guard let departure = network.departures[departureKey(of: user, room)],
      now.time.milliseconds - departure.time.milliseconds < Relay.timeOfReturn
    else { return nil }
    return departure.number
  }

  private func departureKey(of user: User, _ room: Room) -> MessageKey {
    // Without an account it is a name at a host.
    let (name, host) = (room.name, user.account == nil ? user.host : [])
    return MessageKey(
      sender: user, target: name.span, id: host.span, under: configuration.network.hashKey)
  }

  /// For how many milliseconds somebody who has left a room is known to have read what was said there.
  private static let timeOfReturn: Int64 = 600_000

  // MARK: Showing

  /// Asks for the next of what the session is to be told, where it waits for nothing else.
  ///
  /// - Parameter command: What the session has said, if it has.
  func replayNext(_ session: Session, after command: Verb? = nil) {
    guard !session.replays.isEmpty, session.request == nil, session.longAnswer == nil, !session.isClosing
    else {
      return
    }
    switch session.replays[0] {
    case .waiting:
      guard let command, !Relay.isIntroduction(command) else { return }
      session.replays.removeFirst()
      collect(for: session)
      if session.request == nil { replayNext(session, after: command) }
    case .room(let name, let start, let end):
      session.replays.removeFirst()
      let query = HistoryQuery(
        .room(name: name), .latest(after: nil), limit: RelayLimit.replay, from: start, to: end)
      ask(.history(.messages(query)), for: session, .replay(room: name))
    }
  }

  /// Shows the lines, unless the room was left meanwhile. That they cannot be read is no reason to say anything.
  func replay(_ answer: Answer, of name: [UInt8], to session: Session) {
    if case .history(let messages) = answer, !messages.isEmpty,
      let room = network.rooms[name.span], session.presence(in: room) != nil
    {
      replyHistory(messages, of: name, to: session)
    }
  }
}

/// What a session is to be told of what was said before.
enum Replay: Equatable {
  /// The last lines of a room between two numbers: what was said up to the first is not for it or was told before, and
  /// what was said from the second on, with which it has joined, was told.
  case room([UInt8], from: Int64, to: Int64)
  /// What waits for its account.
  case waiting
}

extension ValueWriter {
  mutating func write(_ replay: Replay) {
    switch replay {
    case .room(let name, let start, let end):
      write(true)
      write(name)
      write(start)
      write(end)
    case .waiting: write(false)
    }
  }
}

extension ValueReader {
  mutating func replay() throws(MalformedValue) -> Replay {
    guard try bool() else { return .waiting }
    let name = try array()
    let start = try signed()
    return .room(name, from: start, to: try signed())
  }
}
