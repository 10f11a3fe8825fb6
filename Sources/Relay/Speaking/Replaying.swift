import Wire

/// The last lines of a room that somebody joins whose client does not ask for them: it knows no draft/chathistory, as
/// irssi and WeeChat do not.
extension Relay {
  /// Remembers that the session is to be shown what was said in the room before.
  func noteReplay(of room: Room, for session: Session) {
    let isWanted =
      configuration.node.keepsHistory && !session.isUnseen && !session.isBot
      && !session.capabilities.contains(.chathistory)
    if isWanted { session.replays.append(Replay(room: room.name, before: now.time)) }
  }

  /// Asks for the next room's lines, where the session waits for nothing else.
  func replayNext(_ session: Session) {
    guard !session.replays.isEmpty, session.request == nil, session.longAnswer == nil, !session.isClosing
    else {
      return
    }
    let replay = session.replays.removeFirst()
    let query = HistoryQuery(
      .room(name: replay.room), .before(.time(replay.before)), limit: RelayLimit.replay)
    ask(.history(.messages(query)), for: session, .replay(room: replay.room))
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

/// A room whose last lines a session is to be shown.
struct Replay: Equatable {
  let room: [UInt8]
  /// When it was joined: what was said from then on was told.
  let before: Timestamp
}
