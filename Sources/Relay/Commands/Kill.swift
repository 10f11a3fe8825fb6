import Wire

/// KILL: an operator of the server ends all connections of somebody.
extension Relay {
  func kill(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = operatingUser(request) else { return }
    let name = line.extracting(request[0].range)
    guard let target = seenUser(name) else { return replyNoSuchNick(name) }
    let given = prefix(line.extracting(request[1].range), RelayLimit.kickReason)
    let reason = Array("Killed by ".utf8) + user.name + (given.isEmpty ? [] : Array(": ".utf8) + given)
    // The asker's own connection is the last, since its answers stand in front of its end.
    let own = request.session
    for session in target.sessions.all where session !== own { end(session, error: reason) }
    if own.user === target { end(own, error: reason) }
  }

  private func end(_ session: Session, error: [UInt8]) {
    if session.isClosing { return }
    end(session, error: String(decoding: error, as: UTF8.self), reason: error)
  }

  /// The asker's user where it is an operator of the server; else the asker is told.
  func operatingUser(_ request: ReceivedCommand) -> User? {
    guard let user = request.session.user else { return nil }
    if user.isServerOperator { return user }
    reply(.noPrivileges, "only an operator of the server may do this (OPER)")
    return nil
  }
}

/// WALLOPS: an operator of the server says something to all who want to hear that (user mode `w`).
extension Relay {
  func wallops(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = operatingUser(request) else { return }
    if request[0].isEmpty { return replyParametersMissing(request, line) }
    let text = prefix(line.extracting(request[0].range), RelayLimit.text)
    var recipients = Recipients()
    network.arrivals.forEach { listener in
      outbox.add(work: Relay.workOfLook)
      guard listener.modes.contains(.wallops) else { return }
      for recipient in listener.recipients.all { recipients.add(recipient) }
    }
    broadcast(to: recipients, from: user) { output in
      output += user.source
      output.append("WALLOPS :")
      output += text
    }
  }
}
