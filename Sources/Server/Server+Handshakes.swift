import Reactor
import Relay

extension Server {
  /// Begins the handshake of a stream that was accepted. Where bytes go as they are that is its end, too.
  func beginHandshake(of connection: Connection) {
    shakeHands(with: connection)
    guard connection.phase == .handshaking else { return }
    connection.farewellEnds = clock.monotonic + limits.handshake
    schedule(connection, at: connection.farewellEnds)
  }

  /// Goes on with the handshake of a connection's stream.
  func shakeHands(with connection: Connection) {
    switch connection.stream.shakeHands() {
    case .inProgress: watch(connection)
    case .done:
      connection.farewellEnds = .max
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
