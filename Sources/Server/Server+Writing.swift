import Reactor
import Relay

extension Server {
  /// Does what the relay said: queues bytes, marks and ends.
  func carryOut() {
    var starts = InlineArray<9, SegmentRange?>(repeating: nil)
    for (index, bytes) in relay.outbox.lanes.enumerated() where !bytes.isEmpty {
      starts[index] = lanes[index].append(bytes)
    }
    for item in relay.outbox.items {
      guard let connection = connections[item.slot] else { continue }
      switch item.kind {
      case .send: if let range = starts[Int(item.lane)] { queue(item, in: range, for: connection) }
      case .hold: connection.queue.hold(item.commit)
      case .close: beginClosing(connection)
      }
    }
    relay.outbox.clear()
  }

  private func queue(_ item: Outbox.Item, in range: SegmentRange, for connection: Connection) {
    if connection.isDeaf { return }
    connection.queue.append(range.segment, from: range.from + item.start, to: range.from + item.end)
    markDirty(connection)
    if connection.queue.count > limits.congestion { noteCongestion(connection) }
  }

  /// Remembers a receiver that is behind, unless it takes nothing at all.
  private func noteCongestion(_ connection: Connection) {
    if clock.monotonic - connection.lastProgress < limits.stall { congested = connection.id }
  }

  private func beginClosing(_ connection: Connection) {
    guard connection.phase == .open else { return }
    connection.phase = .closing
    connection.backlog = []
    release(waitingFor: connection)
    connection.farewellEnds = clock.monotonic + limits.farewell
    schedule(connection, at: connection.farewellEnds)
    markDirty(connection)
  }

  /// Writes once to each connection that has something queued.
  func flush() {
    var index = 0
    // Losing a connection tells others, which makes them dirty in turn.
    while index < dirty.count {
      let connection = dirty[index]
      index += 1
      connection.isDirty = false
      write(to: connection)
    }
    dirty.removeAll(keepingCapacity: true)
  }

  private func write(to connection: Connection) {
    guard connections[connection.id] === connection else { return }
    let before = connection.queue.count
    let outcome = connection.queue.write(to: connection.socket)
    if connection.queue.count < before { connection.lastProgress = clock.monotonic }
    switch outcome {
    case .failed where connection.phase == .open: deafen(connection)
    case .failed(let error): return lose(connection, reason: error.message)
    case .drained where connection.phase == .closing:
      connection.phase = .lingering
      connection.farewellEnds = min(connection.farewellEnds, clock.monotonic + limits.linger)
      schedule(connection, at: connection.farewellEnds)
      Stream.endWriting(connection.socket)
    case .blocked, .held: endIfOverflowing(connection)
    case .drained: break
    }
    if connection.queue.count < limits.congestion / 2 { release(waitingFor: connection) }
    if !connection.backlog.isEmpty, isReading(connection) { resumable.append(connection.id) }
    watch(connection)
  }

  private func endIfOverflowing(_ connection: Connection) {
    guard connection.phase == .open, connection.queue.keptAlive > limits.queue else { return }
    relay.overflow(connection.id, limit: limits.queue, at: clock.nextMoment())
    carryOut()
  }

  /// Nobody reads any more what is sent, but what was said before may still lie there to be read.
  private func deafen(_ connection: Connection) {
    connection.isDeaf = true
    connection.queue.removeAll()
  }

  /// The senders that waited for the receiver may go on.
  func release(waitingFor connection: Connection) {
    if connection.waiting.isEmpty { return }
    for id in connection.waiting {
      connections[id]?.isThrottled = false
      resumable.append(id)
    }
    connection.waiting.removeAll()
  }

  /// The connection is gone, or of no more use.
  func lose(_ connection: Connection, reason: String) {
    guard connections[connection.id] === connection else { return }
    release(waitingFor: connection)
    connections.remove(connection)
    relay.close(connection.id, reason: reason, at: clock.nextMoment())
    carryOut()
    resumeAccepting()
  }
}
