import Reactor
import Relay

extension Server {
  /// Changes what the poller watches the connection for.
  func watch(_ connection: Connection, for interest: Interest) {
    if connection.phase == .gone { return }
    let isWatched = connection.isWatched
    connection.interest = interest
    connection.isWatched = true
    do throws(SystemError) {
      if isWatched {
        try poller.modify(connection.stream.descriptor, token: connection.token, interest: interest)
      } else {
        try poller.add(connection.stream.descriptor, token: connection.token, interest: interest)
      }
    } catch {
      // Without the poller nothing of it would ever be heard again.
      lose(connection, reason: error.description)
    }
  }

  /// The peer has hung up. What it said before is read first, when its turn comes.
  func hangUp(_ connection: Connection) {
    if isAhead(connection) { unwatch(connection) } else { lose(connection, reason: "connection lost") }
  }

  /// Has the poller forget the connection. One that has ended, or has hung up while it waits, would be reported again
  /// with every wait.
  func unwatch(_ connection: Connection) {
    if !connection.isWatched { return }
    connection.isWatched = false
    connection.interest = []
    do throws(SystemError) {
      try poller.remove(connection.stream.descriptor)
    } catch {
      lose(connection, reason: error.description)
    }
  }

  // MARK: Bytes that no descriptor tells of

  /// The connection's stream holds bytes already: the next turn reads them.
  func noteHeldBytes(of connection: Connection) {
    if connection.phase != .handshaking { holders.append(connection.id) }
  }

  /// Reads from the streams that held bytes at the end of the last turn.
  func readHeldBytes() {
    if holders.isEmpty { return }
    let ids = holders
    holders.removeAll(keepingCapacity: true)
    for id in ids {
      guard let connection = connections[id], connection.stream.holdsBytes, !isAhead(connection) else {
        continue
      }
      read(from: connection)
    }
  }
}
