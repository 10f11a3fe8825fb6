import Wire

/// The last lines of a room that somebody joins whose client does not ask for them: it knows no draft/chathistory, as
/// irssi and WeeChat do not.
extension Relay {
  /// Remembers that the session is to be shown what was said in the room before.
  func noteReplay(of room: Room, for session: Session) {
    let isWanted =
      configuration.node.keepsHistory && !session.isUnseen && !session.isBot
      && !session.capabilities.contains(.chathistory)
    if isWanted { session.replays.append(.room(room.name, before: now.time)) }
  }

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
    case .room(let name, let time):
      session.replays.removeFirst()
      let query = HistoryQuery(.room(name: name), .before(.time(time)), limit: RelayLimit.replay)
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
  /// The last lines of a room that it joined at a time: what was said from then on was told.
  case room([UInt8], before: Timestamp)
  /// What waits for its account.
  case waiting
}

extension ValueWriter {
  mutating func write(_ replay: Replay) {
    switch replay {
    case .room(let name, let time):
      write(true)
      write(name)
      write(time)
    case .waiting: write(false)
    }
  }
}

extension ValueReader {
  mutating func replay() throws(MalformedValue) -> Replay {
    guard try bool() else { return .waiting }
    let name = try array()
    return .room(name, before: try timestamp())
  }
}
