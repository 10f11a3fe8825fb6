import Wire

/// AWAY: whether somebody is there. `AWAY *` (draft/pre-away) says that nobody sits at this session, as a telephone
/// does in a pocket: where that is so at all sessions of a user, the user is away.
extension Relay {
  func away(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    let reason = prefix(line.extracting(request[0].range), RelayLimit.text)
    let isAbsent = reason == [UInt8(ascii: "*")]
    if session.user == nil, !session.capabilities.contains(.preAway) { return replyNotRegistered() }
    session.isAbsent = isAbsent
    if let user = session.user {
      if !session.isUnseen { setAway(user, isAbsent ? nil : reason) }
    } else {
      session.registration?.awayReason = isAbsent || reason.isEmpty ? nil : reason
    }
    replyAway(isAway: !reason.isEmpty)
  }

  /// A session of the user has said that the user is away, or back, or that nobody sits at this session.
  private func setAway(_ user: User, _ reason: [UInt8]?) {
    if let reason, user.awayReason ?? [] != reason {
      user.isAbsent = false
      happen(.away(user, reason: reason.isEmpty ? nil : reason))
    }
    settleAbsence(of: user)
  }

  /// Marks the user as away when nobody sits at any of its sessions, and as back when somebody does again.
  func settleAbsence(of user: User) {
    let isAbsent = user.isSeen && user.sessions.allSatisfy { $0.isUnseen || $0.isAbsent }
    if isAbsent, user.awayReason == nil {
      user.isAbsent = true
      happen(.away(user, reason: Array("nobody is at the other end".utf8)))
    } else if !isAbsent, user.isAbsent {
      user.isAbsent = false
      if user.isSeen { happen(.away(user, reason: nil)) }
    }
  }

  private func replyAway(isAway: Bool) {
    if isAway {
      reply(.nowAway, "you are marked as away")
    } else {
      reply(.unAway, "you are no longer marked as away")
    }
  }
}
