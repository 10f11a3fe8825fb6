import Wire

/// PING, QUIT and AWAY: whether somebody is there.
extension Relay {
  func ping(_ request: Request, _ line: Span<UInt8>) {
    if request.count == 0 { return reply(.noOrigin, "PING needs a token") }
    replyFromServer { output in
      output.append("PONG ")
      output += self.serverName
      output.append(" :")
      output.append(line.extracting(request[0].range))
    }
  }

  func quit(_ request: Request, _ line: Span<UInt8>) {
    let reason = prefix(line.extracting(request[0].range), RelayLimit.text)
    end(request.session, error: "goodbye", reason: reason)
  }

  func away(_ request: Request, _ line: Span<UInt8>) {
    let session = request.session
    let reason = prefix(line.extracting(request[0].range), RelayLimit.text)
    guard let user = session.user else { return awayEarly(session, reason) }
    if session.isUnseen {
      if reason.isEmpty { reveal(session) }
    } else if user.awayReason ?? [] != reason {
      happen(.away(user, reason: reason.isEmpty ? nil : reason))
    }
    replyAway(isAway: !reason.isEmpty)
  }

  private func replyAway(isAway: Bool) {
    if isAway {
      reply(.nowAway, "you are marked as away")
    } else {
      reply(.unAway, "you are no longer marked as away")
    }
  }

  /// Before registration (draft/pre-away): `AWAY *` says that nobody watches this session.
  private func awayEarly(_ session: Session, _ reason: [UInt8]) {
    guard session.capabilities.contains(.preAway) else { return replyNotRegistered() }
    session.isUnseen = reason == [UInt8(ascii: "*")]
    session.registration?.awayReason = session.isUnseen || reason.isEmpty ? nil : reason
    replyAway(isAway: !reason.isEmpty)
  }
}
