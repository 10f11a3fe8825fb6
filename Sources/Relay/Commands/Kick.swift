import Wire

/// KICK: an operator puts somebody out of a room.
extension Relay {
  func kick(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let reason = prefix(line.extracting(request[2].range), RelayLimit.kickReason)
    // One room and several names, or as many rooms as names. Who puts itself out is obeyed to the end of the line.
    var rooms: [Room?] = []
    forEachItem(in: request[0], of: line) { place in
      rooms.append(roomOperated(by: user, line.extracting(place)))
    }
    if rooms.isEmpty { return replyParametersMissing(request, line) }
    var index = 0
    forEachItem(in: request[1], of: line) { place in
      let room = rooms[min(index, rooms.count - 1)]
      index += 1
      guard let room, let target = member(line.extracting(place), of: room) else { return }
      happen(.kicked(target.user, room, by: user, reason: reason.isEmpty ? user.name : reason))
    }
  }

  /// The room, where the user may know of it; else the asker is told that there is none.
  func room(_ name: Span<UInt8>, visibleTo user: User) -> Room? {
    if let room = room(named: name), Policy.isVisible(room, to: user) { return room }
    replyNoSuchChannel(name)
    return nil
  }

  /// The room, where the user is an operator of it; else the asker is told.
  func roomOperated(by user: User, _ name: Span<UInt8>) -> Room? {
    guard let room = room(name, visibleTo: user) else { return nil }
    guard let (numeric, text) = Policy.refusal(toOperate: room, user) else { return room }
    reply(numeric, about: room.name, text)
    return nil
  }

  /// The member of that name; if there is none, the asker is told.
  func member(_ name: Span<UInt8>, of room: Room) -> Membership? {
    guard let user = seenUser(name) else {
      replyNoSuchNick(name)
      return nil
    }
    if let membership = user.membership(in: room) { return membership }
    reply(.userNotInChannel) { output in
      output += user.name
      output.append(" ")
      output += room.name
      output.append(" :is not in this room")
    }
    return nil
  }
}
