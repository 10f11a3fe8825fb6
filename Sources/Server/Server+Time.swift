import Glibc
import Reactor
import Relay

extension Server {
  static let watchedSignals = [SIGTERM, SIGINT, SIGHUP]

  func handle(signal: Int32) {
    if stopsAt != nil { return }
    if signal == SIGHUP, !terminalIsGone { return readCertificateAgain() }
    stopsAt = clock.monotonic + limits.farewell
    for listener in listeners.all {
      // Fails only for a descriptor that is not watched. One that still is would be heard, and its connections not
      // taken.
      do { try poller.remove(listener.descriptor) } catch { assertionFailure("\(error)") }
    }
    entrance.end()
    dropHandshakes()
    take(.stop)
    carryOut()
  }

  /// Whether the window in which the server was started has been closed. A server that was started without a terminal
  /// goes on when it is sent SIGHUP.
  private var terminalIsGone: Bool { hadTerminal && !ControllingTerminal.isThere }

  /// Shows to who connects from now on what the files hold now. Where that cannot be used, what was read before stays.
  private func readCertificateAgain() {
    guard let acceptor = tls?.acceptor else { return }
    do throws(TLSFault) {
      try acceptor.reload()
      notice("\(acceptor.path): read again, SHA-256 \(Fingerprint.text(acceptor.fingerprint))")
    } catch {
      notice("\(error.text); the certificate that was read before stays in force")
    }
  }

  /// Sees to it that ``check(_:)`` looks at the connection at that time, or sooner.
  func schedule(_ connection: Connection, at deadline: Int64) {
    if connection.timerAt <= deadline { return }
    connection.timerAt = deadline
    timers.schedule(at: deadline, token: connection.token)
  }

  /// Looks at the connections whose time has come.
  func fireTimers() {
    while let token = timers.popDue(now: clock.monotonic) {
      guard let connection = connections[token: token], connection.timerAt <= clock.monotonic else {
        continue
      }
      connection.timerAt = .max
      if connection.phase == .open { check(connection) } else { checkFarewell(connection) }
    }
  }

  private func checkFarewell(_ connection: Connection) {
    if connection.phase == .held { return wake(connection) }
    if clock.monotonic >= connection.farewellEnds {
      if connection.phase == .handshaking { return drop(connection) }
      return lose(connection, reason: "connection closed")
    }
    schedule(connection, at: connection.farewellEnds)
  }

  /// Lets the senders go on that wait for this receiver, if it has taken nothing for too long. Where the connection is
  /// silent, lets the relay ask or end it.
  private func check(_ connection: Connection) {
    if clock.monotonic - connection.lastProgress >= limits.stall
      || holdUpLeft(of: connection) == 0
    {
      release(waitingFor: connection)
    }
    if let end = connection.delayedUntil, end <= clock.monotonic {
      connection.delayedUntil = nil
      resume(connection)
    }
    if connection.wakesAt <= clock.monotonic { wake(connection) }
    if deadline(of: connection) <= clock.monotonic {
      connection.queue.trim()
      connection.askedAt = clock.monotonic
      take(.idle(connection.id))
      carryOut()
    }
    if connection.phase == .open { schedule(connection, at: nextLook(at: connection)) }
  }

  private func nextLook(at connection: Connection) -> Int64 {
    // An answer that comes early begins a new silence, which may be over before the time for the answer is.
    let look = min(
      deadline(of: connection), clock.monotonic + limits.silence, connection.delayedUntil ?? .max,
      connection.wakesAt)
    if connection.waiting.isEmpty { return look }
    let left = holdUpLeft(of: connection)
    return min(look, connection.lastProgress + limits.stall, clock.monotonic + left)
  }

  /// When the relay is to ask or end the connection: after a time in which nothing came in and no queued bytes went
  /// out.
  private func deadline(of connection: Connection) -> Int64 {
    // While it waits for another, or for what is being found out, it is not read from, and so cannot answer; while what
    // is queued for it waits for the store, it would not even be asked.
    if connection.isThrottled || connection.awaitsAnswer || connection.awaitsStore || connection.isHolding
      || connection.delayedUntil != nil
    {
      return clock.monotonic + limits.silence
    }
    if !relay.isRegistered(connection.id) { return connection.openedAt + limits.registration }
    let patience = connection.askedAt == nil ? limits.silence : limits.answer
    let heard = connection.askedAt ?? connection.lastHeard
    return patience + (connection.queue.isEmpty ? heard : max(heard, connection.lastProgress))
  }
}
