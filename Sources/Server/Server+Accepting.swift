import Reactor
import Relay
import Wire

extension Server {
  func watchListeners() throws(ServerError) {
    for (index, listener) in listeners.all.enumerated() {
      do throws(SystemError) {
        try poller.add(listener.descriptor, token: Token.listener | UInt64(index), interest: .read)
      } catch {
        throw .system(error)
      }
    }
  }

  /// Takes the connections that wait, up to a limit: the others keep their turn.
  func accept(from listener: Listener) {
    // The server is ending: a connection that comes now is not taken, and the system ends it with the process.
    if stopsAt != nil { return }
    for _ in 0..<limits.accepts {
      if !listener.isLocal, !hasPlace { return pauseNetwork() }
      do throws(SystemError) {
        guard let accepted = try listener.accept() else { return }
        receive(accepted)
      } catch {
        // The listener stays readable, so watching it would spin until a descriptor is free.
        return runShort(listener)
      }
    }
  }

  /// Lets a connection in, has it wait, or turns it away.
  private func receive(_ accepted: consuming Accepted) {
    let origin = Origin(accepted.peer)
    let isProxy = isProxy(origin)
    var visitor = Visitor(
      connections.nextID(), isProxy ? uncounted : admission.guest(from: origin.place))
    let verdict = admission.arrive(&visitor, at: clock.monotonic)
    if case .refuse(let limit) = verdict {
      tellOperator(of: visitor.guest, limit)
      // Who floods is not even told.
      if entrance.refusedCount >= places.refused { return connections.giveBack(visitor.id) }
    }
    let connection = Connection(visitor, stream: accepted.takeStream(), origin: origin, at: clock.monotonic)
    if isProxy { connection.proxyHeader = ProxyHeaderReader() }
    insert(connection)
    if verdict == .enter { connection.interest = connection.stream.interest(reads: true, writes: false) }
    do throws(SystemError) {
      try poller.add(connection.stream.descriptor, token: connection.token, interest: connection.interest)
    } catch {
      return drop(connection)
    }
    switch verdict {
    case .enter: beginHandshake(of: connection)
    case .wait(let time):
      connection.phase = .held
      sleep(connection, until: time)
    case .refuse(let limit): turnAway(connection, limit)
    }
  }

  private func insert(_ connection: Connection) {
    if !connection.isLocal { makeWay() }
    connections.insert(connection)
    runs.open(connection.id.slot)
    if !connection.isLocal { entrance.networkCount += 1 }
  }

  /// Forgets a connection, whose descriptor is closed with it.
  func part(with connection: Connection) {
    guard connections[connection.id] === connection else { return }
    connections.remove(connection)
    if !connection.isLocal { entrance.networkCount -= 1 }
    if connection.refusal != nil { entrance.refusedCount -= 1 }
    admission.leave(&connection.visitor, at: clock.monotonic)
    letNextIn(from: connection.visitor.guest)
    entrance.hasRoom = true
  }

  /// Tells the relay of a connection whose stream is ready.
  func begin(_ connection: Connection) {
    connection.phase = .open
    connection.openedAt = clock.monotonic
    schedule(connection, at: clock.monotonic + min(limits.registration, limits.silence))
    take(.opened(connection.id, connection.origin))
    if let refusal = connection.refusal {
      take(.dismissed(connection.id, reason: Array(refusal.advice.utf8)))
    } else if !connection.isLocal {
      _ = oldestNewcomer()
      entrance.newcomers.append(connection.id)
    }
    carryOut()
  }

  // MARK: Places and descriptors

  /// Whether one more connection over TCP may take a descriptor.
  private var hasPlace: Bool { entrance.networkCount < places.network }

  /// One more connection over TCP comes, or waits to be accepted. Where places are nearly gone, the one that has not
  /// registered for the longest time makes way.
  private func makeWay() {
    let count = entrance.networkCount
    if count >= places.nearlyAll, let oldest = oldestNewcomer(),
      oldest.openedAt + limits.hurry <= clock.monotonic
    {
      entrance.newcomers.removeFirst()
      let reason = "registration took too long while places are nearly gone: send NICK and USER at once"
      entrance.dismissals.append((oldest.id, reason))
    }
    if count >= places.clients, entrance.tellsFullnessAt <= clock.monotonic {
      entrance.tellsFullnessAt = clock.monotonic + limits.fullness
      say(
        "\(count) connections over TCP, as many as there are places (--max-clients): more are refused, "
          + "but for those over the Unix socket")
    }
  }

  /// The connection over TCP that has not registered for the longest time; the next newcomer is that one.
  private func oldestNewcomer() -> Connection? {
    while let id = entrance.newcomers.first {
      if let connection = connections[id], connection.phase == .open, !relay.isRegistered(id) {
        return connection
      }
      entrance.newcomers.removeFirst()
    }
    return nil
  }

  /// No descriptor is left, though some were kept back: they may be another program's, or fewer are allowed than at the
  /// start. What becomes free is the Unix socket's first.
  private func runShort(_ listener: Listener) {
    pauseNetwork()
    if !listener.isLocal { return }
    if entrance.localPause == nil { watchListeners(areLocal: true, for: []) }
    entrance.localPause = clock.monotonic + limits.acceptPause
    // Finding out whose login and whose name it is takes some as well.
    for _ in 0..<8 {
      guard let oldest = oldestNewcomer() else { return }
      entrance.newcomers.removeFirst()
      lose(oldest, reason: "no descriptor is left")
    }
  }

  /// Leaves the connections over TCP that wait alone until one of ours has ended, or for a while.
  private func pauseNetwork() {
    if entrance.networkPause == nil { watchListeners(areLocal: false, for: []) }
    entrance.networkPause = clock.monotonic + limits.acceptPause
    entrance.hasRoom = false
  }

  /// A place or a descriptor may be free again.
  func resumeAccepting() {
    entrance.hasRoom = false
    if entrance.localPause != nil {
      entrance.localPause = nil
      watchListeners(areLocal: true, for: .read)
      for listener in listeners.all where listener.isLocal { accept(from: listener) }
    }
    guard entrance.localPause == nil, entrance.networkPause != nil else { return }
    if !hasPlace {
      makeWay()
      return pauseNetwork()
    }
    entrance.networkPause = nil
    watchListeners(areLocal: false, for: .read)
  }

  private func watchListeners(areLocal: Bool, for interest: Interest) {
    for (index, listener) in listeners.all.enumerated() where listener.isLocal == areLocal {
      do throws(SystemError) {
        try poller.modify(listener.descriptor, token: Token.listener | UInt64(index), interest: interest)
      } catch {
        // Fails only for a descriptor that is not watched, and listeners are until the server stops.
        assertionFailure("\(error)")
      }
    }
  }
}

extension Listener {
  /// Whether it listens on a Unix socket.
  fileprivate var isLocal: Bool { port == 0 }
}

extension Origin {
  fileprivate init(_ peer: Peer) {
    switch peer {
    case .tcp(let address, _): self.init(.network(host: address))
    case .unix(let credentials): self.init(.local(uid: credentials.uid))
    }
  }
}
