import Wire

/// What each input leads to.
extension Relay {
  /// A connection was accepted. With too many of them it is told so and closed; some places are kept for the Unix
  /// socket. How many of them an address may have is the server's to decide, which can let it wait.
  func open(_ id: SessionID, _ origin: Origin) {
    let session = Session(id: id, origin: origin, openedAt: now.time)
    while sessions.count <= Int(id.slot) { sessions.append(nil) }
    sessions[Int(id.slot)] = session
    guard clientCount < configuration.node.places(for: session) else {
      return end(session, error: "this server is full, try again later")
    }
    session.isAdmitted = true
    clientCount += 1
    if case .local(let uid) = origin.place { ask(.login(uid: uid), for: session, .identity) }
  }

  func receive(_ line: Span<UInt8>, from id: SessionID) {
    guard let session = session(id), !session.isClosing else { return }
    precondition(
      session.request == nil && session.longAnswer == nil, "a line of a session that waits for an answer")
    session.awaitsPong = false
    if session.openBatch != nil { endOldBatch(of: session) }
    dispatch(line, from: session)
  }

  func receiveOverlong(from id: SessionID) {
    guard let session = session(id), !session.isClosing else { return }
    session.awaitsPong = false
    // It may have been a part of the message that is being sent, which is not relayed without it.
    if session.openBatch != nil {
      session.openBatch?.fail(.badLine)
      return
    }
    answering(session) { replyInputTooLong() }
  }

  func close(_ ids: [SessionID], reason: [UInt8]) {
    let gone = ids.compactMap(session)
    for session in gone {
      noteDepartures(of: session)
      sessions[Int(session.slot)] = nil
      if session.isAdmitted { clientCount -= 1 }
      // Nobody reads any more what these sessions get, so they are not told of each other's going.
      for presence in session.presences { network.hush(presence) }
      monitors.removeAll(of: session)
    }
    for session in gone { leave(session, reason: reason) }
  }

  /// An unregistered session is closed, a silent one is asked by PING, and one that did not answer is closed.
  func idle(_ id: SessionID) {
    guard let session = session(id), !session.isClosing else { return }
    if !session.isRegistered {
      end(session, error: "registration took too long: send NICK and USER")
    } else if session.awaitsPong {
      end(session, error: "no answer to PING: the connection is taken for dead")
    } else {
      session.awaitsPong = true
      send(to: session) { line in
        line.append("PING :")
        line += self.serverName
      }
    }
  }

  func overflow(_ id: SessionID, limit: Int) {
    guard let session = session(id), !session.isClosing else { return }
    end(
      session, error: "more than \(limit) bytes wait to be read: read faster, or fetch what was missed later")
  }

  /// The server has no place for the session.
  func dismiss(_ id: SessionID, reason: [UInt8]) {
    guard let session = session(id), !session.isClosing else { return }
    end(session, error: String(decoding: reason, as: UTF8.self))
  }

  /// Everyone is told that the server ends.
  func stop() {
    if configuration.node.reportsFacts {
      network.arrivals.forEach { user in
        if user.isSeen { report(.quit(user, reason: Array("the server is shutting down".utf8))) }
      }
    }
    // The network is emptied first: nobody is told that others leave, since all are told that the server ends.
    network = Network(key: configuration.network.hashKey)
    for case let session? in sessions where !session.isClosing {
      session.isClosing = true
      session.user = nil
      session.presences = []
      session.openBatch = nil
      session.request = nil
      session.longAnswer = nil
      monitors.removeAll(of: session)
      send(to: session) { line in line.append("ERROR :the server is shutting down") }
      outbox.close(session.slot)
    }
  }

  /// Ends a session: others are told the reason, it is told by an ERROR line.
  func end(_ session: Session, error: String, reason: [UInt8]? = nil) {
    session.isClosing = true
    session.request = nil
    session.longAnswer = nil
    leave(session, reason: reason ?? Array(error.utf8))
    let write: (inout LineBuffer) -> Void = { line in
      line.append("ERROR :")
      line += Array(error.utf8)
    }
    // Behind the replies to the command that ended it.
    if asker === session { return replies.add(write) }
    send(to: session, write)
    outbox.close(session.slot)
  }

  /// Writes one line to one session, apart from any command.
  func send(to session: Session, _ write: (inout LineBuffer) -> Void) {
    let bytes = outbox.encode(in: Lane.replies.index) { lane in
      write(&lane)
      lane.append("\r\n")
    }
    outbox.send(bytes, ofLane: Lane.replies.index, to: session.slot)
  }
}
