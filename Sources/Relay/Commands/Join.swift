import Wire

/// JOIN: who comes into a room.
extension Relay {
  func join(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if isEmptyList(request[0], of: line) { return replyParametersMissing(request, line) }
    if request[0].count == 1, line[request[0].range.lowerBound] == UInt8(ascii: "0") {
      return partAll(request.session)
    }
    // How far somebody has read is told before the end of the names.
    if showsMarkers(to: request.session), !knowsMarkers(user) {
      return learnMarkers(of: user, for: request.session, then: line)
    }
    var keys: [[UInt8]] = []
    forEachItem(in: request[1], of: line) { keys.append([UInt8](copying: line.extracting($0))) }
    var index = 0
    forEachItem(in: request[0], of: line) { place in
      joinRoom(line.extracting(place), key: index < keys.count ? keys[index] : nil, user, request.session)
      index += 1
    }
  }

  /// Who may not come into a room comes into the one that its operators have named for that (`f`), if it is there.
  private func join(_ room: Room, forwardedTo name: [UInt8], _ user: User, _ session: Session) {
    guard self.room(named: name.span) != nil else {
      return reply(
        .inviteOnlyChannel, about: room.name, "you may not join, and the room that it forwards to is gone")
    }
    reply(.linkChannel) { output in
      output += room.name
      output.append(" ")
      output += name
      output.append(" :you are forwarded to another room")
    }
    joinRoom(name.span, key: nil, user, session, isForwarded: true)
  }

  private func joinRoom(
    _ name: Span<UInt8>, key: [UInt8]?, _ user: User, _ session: Session, isForwarded: Bool = false
  ) {
    outbox.add(work: Relay.workOfItem)
    if let fault = RoomRules.fault(name) { return replyBadRoomName(name, fault) }
    let known = room(named: name)
    if let known, user.membership(in: known) != nil { return enter(known, session) }
    if let known, let (numeric, text) = Policy.refusal(toJoin: known, user, key: key) {
      if let forward = known.forward, !isForwarded { return join(known, forwardedTo: forward, user, session) }
      return reply(numeric, about: known.name, text)
    }
    let limit = user.account == nil ? RelayLimit.rooms : RelayLimit.roomsOfAccount
    guard user.memberships.count < limit else {
      return reply(.tooManyChannels) { output in
        append(subject: name, to: &output)
        output.append(" :you are in ")
        output.append(decimal: limit)
        output.append(" rooms, as many as you may be in: leave one first (/part)")
      }
    }
    // A member is somebody who is there: who joins is seen from now on.
    reveal(session)
    let room = known ?? makeRoom([UInt8](copying: name), for: user)
    happen(.joined(session, room, now.number))
    introduce(user, in: room, by: session)
    showRoom(room)
    noteReplay(of: room, for: session)
    promote(user, in: room)
  }

  /// Makes a room. It lasts where its maker has an account that has not made too many of them.
  private func makeRoom(_ name: [UInt8], for user: User) -> Room {
    var modes = configuration.network.roomModes
    let account = user.account
    if let account {
      if network.lasting.count(of: account) < RelayLimit.lastingRooms {
        modes.insert(.lasting)
      } else {
        note("JOIN ", "ROOM_ENDS", about: name) { output in
          output += name
          output.append(" ends with its last member: your account has made ")
          output.append(decimal: RelayLimit.lastingRooms)
          output.append(" that last, as many as it may (MODE -P gives one up)")
        }
      }
    }
    let room = Room(name: name, createdAt: now.time, modes: modes, founder: account)
    happen(.created(room))
    return room
  }

  /// A further session of a member comes into the room, if it is not in it already.
  private func enter(_ room: Room, _ session: Session) {
    if session.presence(in: room) != nil { return }
    reveal(session)
    happen(.entered(session, room))
    showRoom(room)
    noteReplay(of: room, for: session)
  }

  /// 476 with the rule that the name breaks.
  private func replyBadRoomName(_ name: Span<UInt8>, _ fault: RoomFault) {
    reply(.badChannelMask) { output in
      append(subject: name, to: &output)
      output.append(" :")
      output += Array(fault.description.utf8)
    }
  }

  /// Topic and names, as they follow a JOIN.
  private func showRoom(_ room: Room) {
    if room.topic != nil { replyTopic(room) }
    if let asker, let user = asker.user, showsMarkers(to: asker) {
      let name = room.name
      replyMarker(of: name.span, user)
    }
    if asker?.capabilities.contains(.noImplicitNames) != true { replyNames(room) }
    if let asker { replyMetadata(of: room, to: asker) }
  }
}
