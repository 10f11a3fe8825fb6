import Reactor
import Relay
import Wire

extension Server {
  /// Reads what has come, once a turn, so that nobody who writes much keeps the others waiting.
  func read(from connection: Connection) {
    switch room.withUnsafeMutableBytes({ connection.stream.read(into: $0) }) {
    case .bytes(let count):
      connection.lastHeard = clock.monotonic
      connection.askedAt = nil
      connection.intake.add(count, at: clock.monotonic)
      if connection.stream.holdsBytes { noteHeldBytes(of: connection) }
      guard connection.phase == .open else { return }
      take(room[..<count], from: connection)
    case .wouldBlock: return
    case .endOfFile: lose(connection, reason: "connection closed")
    case .failed(let error): lose(connection, reason: error.message)
    }
  }

  /// Carries out the lines of what was read. A sender that is ahead of its receivers stops in the middle, and the
  /// rest is kept.
  private func take(_ chunk: ArraySlice<UInt8>, from connection: Connection) {
    var position = 0
    var goesOn = true
    while goesOn, let frame = connection.framer.next(in: chunk.span, at: &position) {
      hand(frame, of: chunk, from: connection)
      let outbox = relay.outbox
      if outbox.byteCount >= limits.batch || !outbox.requests.isEmpty { goesOn = carryOut(for: connection) }
    }
    if goesOn { goesOn = carryOut(for: connection) }
    if goesOn || connection.phase != .open { return }
    connection.backlog = Array(chunk.dropFirst(position))
    watch(connection)
  }

  /// Carries out what the lines of a connection have led to, and tells whether more of them may be looked at now.
  private func carryOut(for connection: Connection) -> Bool {
    congested = nil
    carryOut()
    return connection.phase == .open && mayGoOn(connection)
  }

  private func hand(_ frame: LineFramer.Frame, of chunk: ArraySlice<UInt8>, from connection: Connection) {
    switch frame {
    case .line(let place):
      let start = chunk.startIndex
      take(.line(connection.id, chunk[(start + place.lowerBound)..<(start + place.upperBound)]))
    case .gathered(let line): take(.line(connection.id, line[...]))
    case .overlong: take(.overlong(connection.id))
    }
  }

  /// Hands an input to the relay.
  func take(_ input: Input) {
    relay.take(input, at: clock.nextStamp())
  }

  /// Whether more lines of the sender may be carried out now; if not, they wait for a receiver that is behind, or
  /// until it has read what is queued for itself.
  private func mayGoOn(_ connection: Connection) -> Bool {
    if connection.awaitsAnswer || pending(for: connection) > limits.readAhead { return false }
    guard let congested, congested != connection.id, let receiver = connections[congested] else {
      return true
    }
    // It is not who says a line now and then that puts others behind.
    if connection.intake.bytes <= limits.trickle { return true }
    receiver.waiting.append(connection.id)
    connection.isThrottled = true
    schedule(receiver, at: receiver.lastProgress + limits.stall)
    return false
  }

  /// Goes on with the kept lines of the senders that may go on.
  func resumeSenders() {
    let ids = resumable
    resumable.removeAll(keepingCapacity: true)
    for id in ids {
      guard let connection = connections[id], connection.phase == .open, isReading(connection) else {
        continue
      }
      let backlog = connection.backlog
      connection.backlog = []
      take(backlog[...], from: connection)
      watch(connection)
    }
  }

  /// Whether lines of the connection are carried out at present.
  func isReading(_ connection: Connection) -> Bool {
    !connection.isThrottled && !connection.awaitsAnswer && pending(for: connection) <= limits.readAhead
  }

  /// Whether more of what the connection says has to wait.
  func isAhead(_ connection: Connection) -> Bool {
    connection.phase == .open && (!isReading(connection) || !connection.backlog.isEmpty)
  }

  /// Watches the connection for what matters now.
  func watch(_ connection: Connection) {
    let reads = !isAhead(connection)
    if reads && connection.stream.holdsBytes { noteHeldBytes(of: connection) }
    let interest = connection.stream.interest(reads: reads, writes: connection.queue.sendable > 0)
    if interest != connection.interest { watch(connection, for: interest) }
  }
}
