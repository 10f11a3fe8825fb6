import Wire

/// JOIN, PART, KICK and INVITE: who is in a room.
extension Relay {
  func join(_ request: Request, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if isEmptyList(request[0], of: line) { return replyParametersMissing(request, line) }
    if request[0].count == 1, line[request[0].range.lowerBound] == UInt8(ascii: "0") { return partAll(user) }
    var keys: [[UInt8]] = []
    forEachItem(in: request[1], of: line) { keys.append([UInt8](copying: line.extracting($0))) }
    var index = 0
    forEachItem(in: request[0], of: line) { place in
      joinRoom(line.extracting(place), key: index < keys.count ? keys[index] : nil, user, request.session)
      index += 1
    }
  }

  private func joinRoom(_ name: Span<UInt8>, key: [UInt8]?, _ user: User, _ session: Session) {
    guard RoomRules.isValid(name) else { return replyBadRoomName(name) }
    let known = network.rooms[name]
    if let known {
      if user.membership(in: known) != nil { return }
      if let (numeric, text) = refusal(known, key: key, user) {
        return reply(numeric, about: known.name, text)
      }
    }
    guard user.memberships.count < RelayLimit.rooms else {
      return reply(.tooManyChannels, about: name, "you are in too many rooms")
    }
    // A member is somebody who is there: who joins is seen from now on.
    reveal(session)
    let room = known ?? Room(name: [UInt8](copying: name), createdAt: now.time)
    if known == nil { happen(.created(room)) }
    happen(.joined(user, room))
    showRoom(room)
  }

  private func replyBadRoomName(_ name: Span<UInt8>) {
    reply(
      .noSuchChannel, about: name,
      "a room's name is # and up to 63 bytes without spaces, controls or any of ,:*?")
  }

  private func refusal(_ room: Room, key: [UInt8]?, _ user: User) -> (Numeric, StaticString)? {
    if room.invited.contains(user.id) { return nil }
    if room.modes.contains(.inviteOnly) {
      return (.inviteOnlyChannel, "this room is for invited members only")
    }
    if let wanted = room.key, wanted != key { return (.badChannelKey, "the room's key is missing or wrong") }
    if let limit = room.memberLimit, room.members.count >= limit {
      return (.channelIsFull, "this room is full")
    }
    return room.isBanned(user) ? (.bannedFromChannel, "you are banned from this room") : nil
  }

  /// Topic and names, as they follow a JOIN.
  func showRoom(_ room: Room) {
    if room.topic != nil { replyTopic(room) }
    replyNames(room)
  }

  func part(_ request: Request, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if isEmptyList(request[0], of: line) { return replyParametersMissing(request, line) }
    let reason = prefix(line.extracting(request[1].range), RelayLimit.text)
    forEachItem(in: request[0], of: line) { place in
      let name = line.extracting(place)
      guard let room = network.rooms[name] else { return replyNoSuchChannel(name) }
      guard user.membership(in: room) != nil else { return replyNotOn(room) }
      happen(.parted(user, room, reason: reason))
    }
  }

  private func partAll(_ user: User) {
    for membership in user.memberships { happen(.parted(user, membership.room, reason: [])) }
  }

  func replyNotOn(_ room: Room) {
    reply(.notOnChannel, about: room.name, "you are not in this room")
  }

  /// The room, where the asker is an operator of it; else the asker is told.
  func roomOperated(by user: User, _ name: Span<UInt8>) -> Room? {
    guard let room = network.rooms[name] else {
      replyNoSuchChannel(name)
      return nil
    }
    guard let membership = user.membership(in: room) else {
      replyNotOn(room)
      return nil
    }
    if membership.isOperator { return room }
    reply(.channelPrivilegesNeeded, about: room.name, "only an operator of the room may do this")
    return nil
  }

  func kick(_ request: Request, _ line: Span<UInt8>) {
    guard let user = request.session.user,
      let room = roomOperated(by: user, line.extracting(request[0].range))
    else {
      return
    }
    let reason = prefix(line.extracting(request[2].range), RelayLimit.kickReason)
    forEachItem(in: request[1], of: line) { place in
      guard let target = member(line.extracting(place), of: room) else { return }
      happen(.kicked(target, room, by: user, reason: reason.isEmpty ? user.name : reason))
    }
  }

  /// The member of that name; if there is none, the asker is told.
  func member(_ name: Span<UInt8>, of room: Room) -> User? {
    guard let user = network.seenUser(name) else {
      replyNoSuchNick(name)
      return nil
    }
    if user.membership(in: room) != nil { return user }
    reply(.userNotInChannel) { output in
      output += user.name
      output.append(" ")
      output += room.name
      output.append(" :is not in this room")
    }
    return nil
  }

  func invite(_ request: Request, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let name = line.extracting(request[0].range)
    guard let target = network.seenUser(name) else { return replyNoSuchNick(name) }
    guard let room = network.rooms[line.extracting(request[1].range)] else {
      return replyNoSuchChannel(line.extracting(request[1].range))
    }
    guard let membership = user.membership(in: room) else { return replyNotOn(room) }
    if room.modes.contains(.inviteOnly), !membership.isOperator {
      return reply(.channelPrivilegesNeeded, about: room.name, "only an operator of the room may do this")
    }
    if target.membership(in: room) != nil {
      return reply(.userOnChannel) { output in
        output += target.name
        output.append(" ")
        output += room.name
        output.append(" :is in this room already")
      }
    }
    happen(.invited(target, room, by: user))
    reply(.inviting) { output in
      output += target.name
      output.append(" ")
      output += room.name
    }
  }
}
