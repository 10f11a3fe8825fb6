import Wire

/// INVITE: somebody is asked into a room, and let in where an operator of the room asks.
extension Relay {
  func invite(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if request.count == 0 { return replyInvitations(of: user) }
    if request[1].isEmpty { return replyParametersMissing(request, line) }
    let name = line.extracting(request[0].range)
    guard let target = seenUser(name) else { return replyNoSuchNick(name) }
    guard let room = room(line.extracting(request[1].range), visibleTo: user) else { return }
    if let (numeric, text) = Policy.refusal(toInviteTo: room, user) {
      return reply(numeric, about: room.name, text)
    }
    if target.membership(in: room) != nil {
      return reply(.userOnChannel) { output in
        output += target.name
        output.append(" ")
        output += room.name
        output.append(" :is in this room already")
      }
    }
    happen(.invited(target, room, by: user, admits: Policy.admits(invitationTo: room, by: user)))
    announce(invitationOf: target, to: room, by: user)
    reply(.inviting) { output in
      output += target.name
      output.append(" ")
      output += room.name
    }
    outbox.add(work: room.maskCount * Mask.cost)
    guard room.isBanned(target) else { return }
    note("INVITE ", "BANNED", about: room.name) { output in
      output += target.name
      output.append(" is banned there, and may not speak before MODE -b has taken the ban away")
    }
  }

  /// Which rooms an operator has asked the user into.
  private func replyInvitations(of user: User) {
    network.allRooms.forEach { room in
      outbox.add(work: Relay.workOfLook)
      if room.invited.contains(user.id) { reply(.inviteList) { $0 += room.name } }
    }
    reply(.endOfInviteList, "end of invitations")
  }

  /// Members who have asked for that are told who is invited (IRCv3 invite-notify).
  private func announce(invitationOf target: User, to room: Room, by user: User) {
    let recipients = room.recipients.filter { has($0, .inviteNotify) && sessions[Int($0.slot)] !== asker }
    if recipients.all.isEmpty { return }
    broadcast(to: recipients, from: user) { output in
      output += user.source
      output.append("INVITE ")
      output += target.name
      output.append(" ")
      output += room.name
    }
  }
}
