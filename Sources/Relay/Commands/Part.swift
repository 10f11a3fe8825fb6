import Wire

/// PART: a session leaves a room, and its user with it where no other session stays.
extension Relay {
  func part(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if isEmptyList(request[0], of: line) { return replyParametersMissing(request, line) }
    let reason = prefix(line.extracting(request[1].range), RelayLimit.text)
    forEachItem(in: request[0], of: line) { place in
      guard let room = room(line.extracting(place), visibleTo: user) else { return }
      guard let presence = request.session.presence(in: room) else { return replyNotOn(room) }
      // A reason is something said.
      leave(presence, reason: Policy.refusal(toSpeakIn: room, user) == nil ? reason : [])
    }
  }

  /// A session leaves all its rooms (`JOIN 0`).
  func partAll(_ session: Session) {
    for presence in session.presences { leave(presence, reason: []) }
  }

  private func leave(_ presence: Presence, reason: [UInt8]) {
    let membership = presence.membership
    noteDeparture(of: presence.session, from: membership.room)
    if membership.presenceCount == 1 {
      happen(.parted(membership.user, membership.room, reason: reason))
    } else {
      happen(.exited(presence.session, membership.room, reason: reason))
    }
  }

  func replyNotOn(_ room: Room) {
    reply(.notOnChannel, about: room.name, "you are not in this room")
  }
}
