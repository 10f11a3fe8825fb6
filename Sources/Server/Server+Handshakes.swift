import Reactor
import Relay

extension Server {
  /// Begins the handshake of a stream that was accepted. Where bytes go as they are that is its end, too.
  func beginHandshake(of connection: Connection) {
    if connection.stream.isPlain { return shakeHands(with: connection) }
    awaitTurn(toShakeHandsWith: connection)
    connection.farewellEnds = clock.monotonic + limits.handshake
    schedule(connection, at: connection.farewellEnds)
  }

  /// The handshake of a connection can go on, and will when its turn comes: a step of TLS takes longer than a hundred
  /// lines, and a thousand who come at once must not keep the others waiting.
  func awaitTurn(toShakeHandsWith connection: Connection) {
    if connection.awaitsHandshake { return }
    connection.awaitsHandshake = true
    shakers.append(connection.id, hasBegun: connection.stream.hasHeard)
    // It would be reported with every wait until then.
    if connection.interest != [] { watch(connection, for: []) }
  }

  /// Goes on with handshakes that can, as many as this turn has time for.
  func goOnWithHandshakes() {
    if shakers.isEmpty { return settleHandshakes() }
    let end = Clock.monotonicMilliseconds() + limits.handshakesShare
    repeat {
      guard let id = shakers.next() else { break }
      guard let connection = connections[id], connection.phase == .handshaking else { continue }
      connection.awaitsHandshake = false
      shakeHands(with: connection)
    } while Clock.monotonicMilliseconds() < end
    settleHandshakes()
  }

  /// Gives the memory back that handshakes needed, after many of them or when no more come.
  private func settleHandshakes() {
    guard shakers.isEmpty, shakers.done >= limits.handshakesKept || shakers.settlesAt <= clock.monotonic
    else { return }
    shakers.settle()
    FreeMemory.giveBack()
  }

  /// Goes on with the handshake of a connection's stream.
  private func shakeHands(with connection: Connection) {
    switch connection.stream.shakeHands() {
    case .inProgress: watch(connection)
    case .done:
      connection.farewellEnds = .max
      if !connection.stream.isPlain { shakers.noteDone(at: clock.monotonic) }
      if let protection = connection.stream.protection {
        connection.origin = Origin(
          connection.origin.place, security: .encrypted(certificate: protection.certificate))
      }
      begin(connection)
      watch(connection)
    case .failed: drop(connection)
    }
  }

  /// Ends a connection that the relay does not know of.
  func drop(_ connection: Connection) {
    part(with: connection)
  }

  /// Ends the connections that have not come as far as the relay.
  func dropHandshakes() {
    for connection in connections.all where connection.phase == .handshaking || connection.phase == .held {
      drop(connection)
    }
  }
}
