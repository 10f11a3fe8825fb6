import Reactor
import Relay

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
      do throws(SystemError) {
        guard let accepted = try listener.accept() else { return }
        open(accepted)
      } catch {
        // The listener stays readable, so watching it would spin until a descriptor is free.
        return pauseAccepting()
      }
    }
  }

  private func open(_ accepted: consuming Accepted) {
    let origin = origin(of: accepted.peer)
    let connection = Connection(
      id: connections.nextID(), stream: accepted.takeStream(), origin: origin, at: clock.monotonic)
    connections.insert(connection)
    runs.open(connection.id.slot)
    connection.interest = connection.stream.interest(reads: true, writes: false)
    do throws(SystemError) {
      try poller.add(
        connection.stream.descriptor, token: connection.token, interest: connection.interest)
    } catch {
      connections.remove(connection)
      return
    }
    beginHandshake(of: connection)
  }

  /// Tells the relay of a connection whose stream is ready.
  func begin(_ connection: Connection) {
    let origin = connection.origin
    connection.phase = .open
    schedule(connection, at: clock.monotonic + min(limits.registration, limits.silence))
    take(.opened(connection.id, origin))
    carryOut()
  }

  private func origin(of peer: Peer) -> Origin {
    switch peer {
    case .tcp(let address, _): Origin(.network(host: address))
    case .unix(let credentials): Origin(.local(uid: credentials.uid))
    }
  }

  /// Leaves the connections that wait alone until one of ours has ended, or for a second: the descriptors may be
  /// another program's.
  private func pauseAccepting() {
    if stopsAt != nil { return }
    if acceptsPausedUntil == nil { watchListeners(for: []) }
    acceptsPausedUntil = clock.monotonic + 1_000
  }

  /// A descriptor may be free again.
  func resumeAccepting() {
    if acceptsPausedUntil == nil { return }
    acceptsPausedUntil = nil
    watchListeners(for: .read)
  }

  private func watchListeners(for interest: Interest) {
    for (index, listener) in listeners.all.enumerated() {
      do throws(SystemError) {
        try poller.modify(listener.descriptor, token: Token.listener | UInt64(index), interest: interest)
      } catch {
        // Fails only for a descriptor that is not watched, and listeners are until the server stops.
        assertionFailure("\(error)")
      }
    }
  }
}
