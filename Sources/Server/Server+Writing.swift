import Reactor
import Relay

extension Server {
  /// Does what the relay said: queues bytes, marks and ends.
  func carryOut() {
    let outbox = relay.outbox
    if outbox.items.isEmpty && outbox.requests.isEmpty { return }
    for request in outbox.requests { find(request) }
    let starts = fillLanes(from: outbox)
    for item in outbox.items {
      switch item.kind {
      case .send:
        let lane = Int(item.lane)
        queue(Run(item.start..<item.end, behind: starts[lane], lane: lane), for: item.slot)
      case .spread: spread(outbox.spreads[Int(item.slot)], behind: starts)
      case .hold:
        guard let connection = connections[item.slot] else { continue }
        settle(connection)
        hold(connection, until: item.commit)
      case .more: if let connection = connections[item.slot] { noteMore(for: connection) }
      case .registered: noteRegistration(item)
      case .mistaken: noteMistake(item)
      case .close: if let connection = connections[item.slot] { beginClosing(connection) }
      }
    }
    outbox.clear()
  }

  /// Copies the outbox's bytes to the ends of the lanes' segments, and gives where those of each lane begin.
  private func fillLanes(from outbox: Outbox) -> PerLane<UInt32> {
    var starts = PerLane<UInt32>(repeating: 0)
    for lane in outbox.filled {
      let count = outbox.byteCount(ofLane: lane)
      if !lanes[lane].hasRoom(for: count) { settleAll(in: lane) }
      starts[lane] = outbox.withBytes(0..<UInt32(count), ofLane: lane) { lanes[lane].append($0.bytes).from }
    }
    return starts
  }

  /// Queues for many what stands in their lanes.
  private func spread(_ spread: Spread, behind starts: borrowing PerLane<UInt32>) {
    let isUrgent = spread.isUrgent || spread.recipients.count <= limits.crowd
    var next = PerEventLane<Run>(repeating: Run())
    var lanes = spread.lanes
    while lanes != 0 {
      let lane = lanes.trailingZeroBitCount
      next[lane] = Run(spread[lane], behind: starts[lane], lane: lane, isUrgent: isUrgent)
      lanes &= lanes - 1
    }
    runs.extend(spread, by: next, others: &beginners)
    for recipient in beginners { begin(next[recipient.lane], for: recipient.slot) }
    beginners.removeAll(keepingCapacity: true)
  }

  private func queue(_ run: Run, for slot: UInt32) {
    if !runs.extend(slot, by: run) { begin(run, for: slot) }
  }

  /// Begins a run. A receiver that is behind has none: what it gets is queued at once, so that each line for it tells
  /// that it is behind.
  private func begin(_ run: Run, for slot: UInt32) {
    guard let connection = connections[slot], !connection.isDeaf else { return }
    settle(connection)
    if run.isUrgent { markDirty(connection) } else { markPatient(connection) }
    if connection.queue.count > limits.congestion {
      append(run, to: connection)
      noteCongestion(connection)
    } else {
      runs[slot] = run
      runs[slot].isUrgent = connection.isDirty
    }
  }

  /// Puts the connection's run into its queue.
  private func settle(_ connection: Connection) {
    append(runs.take(connection.id.slot), to: connection)
  }

  private func append(_ run: Run, to connection: Connection) {
    guard let lane = run.lane, let segment = lanes[lane].current else { return }
    connection.queue.append(segment, from: run.from, to: run.to)
  }

  /// Puts the runs in a lane into their queues, since a new segment begins. Each connection that has a run is among
  /// those that are dirty or patient.
  private func settleAll(in lane: Int) {
    for connection in dirty where hasRun(connection, in: lane) { settle(connection) }
    for connection in patient where hasRun(connection, in: lane) { settle(connection) }
  }

  private func hasRun(_ connection: Connection, in lane: Int) -> Bool {
    runs[connection.id.slot].lane == lane && connections[connection.id] === connection
  }

  /// How many bytes wait for the connection.
  func pending(for connection: Connection) -> Int {
    connection.queue.count + runs[connection.id.slot].count
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
    connection.farewellEnds = clock.monotonic + (connection.hasOverflowed ? limits.overflow : limits.farewell)
    schedule(connection, at: connection.farewellEnds)
    markDirty(connection)
  }

  /// Writes once to each connection that has something queued for now.
  func flush() {
    let crowd = clock.monotonic >= patienceEnds ? hurryPatient() : 0
    let start = crowd > 0 ? Clock.monotonicMilliseconds() : 0
    var index = 0
    repeat {
      while index < dirty.count {
        let connection = dirty[index]
        index += 1
        connection.isDirty = false
        connection.isPatient = false
        write(to: connection)
      }
      // Losing a connection tells others, and ending one says so to it: that makes them dirty in turn.
      settleDepartures()
      if memory.bytes > limits.memory { endLargestQueues() }
    } while index < dirty.count
    dirty.removeAll(keepingCapacity: true)
    if crowd > 0 { patience.note(cost: Clock.monotonicMilliseconds() - start, at: clock.monotonic) }
    // A patient connection has a run in a segment, which must not be overwritten.
    if patient.isEmpty { for lane in lanes.indices { lanes[lane].rewind() } }
  }

  /// Comings and goings wait a moment for what follows: two thousand who join one room one by one are two million
  /// lines, but need not be as many writes.
  private func markPatient(_ connection: Connection) {
    if connection.isDirty || connection.isPatient { return }
    connection.isPatient = true
    if patient.isEmpty {
      patienceEnds = clock.monotonic + patience.wait(at: clock.monotonic, crowd: connections.count)
    }
    patient.append(connection)
  }

  /// The time of waiting is over: marks the patient connections to be written to in this turn. One that was written to
  /// meanwhile is patient no more, since its run went out too.
  ///
  /// - Returns: How many they were.
  private func hurryPatient() -> Int {
    let count = patient.count
    for connection in patient where connection.isPatient { markDirty(connection) }
    patient.removeAll(keepingCapacity: true)
    patienceEnds = .max
    return count
  }

  private func write(to connection: Connection) {
    if connection.phase == .gone { return }
    settle(connection)
    let before = connection.queue.count
    let outcome = connection.stream.write(&connection.queue)
    if connection.queue.count < before { connection.lastProgress = clock.monotonic }
    if case .drained = outcome, connection.isAtRest { return }
    switch outcome {
    case .failed where connection.phase == .open: deafen(connection)
    case .failed(let error): return lose(connection, reason: error.message)
    case .drained where connection.phase == .closing:
      beginLingering(connection)
    case .blocked, .held: endIfOverflowing(connection)
    case .drained: break
    }
    if connection.queue.count < limits.congestion / 2 { release(waitingFor: connection) }
    if connection.hasMore ? takesMore(connection) : !connection.backlog.isEmpty && isReading(connection) {
      resume(connection)
    }
    watch(connection)
  }

  private func beginLingering(_ connection: Connection) {
    connection.phase = .lingering
    // Megabytes may lie before the last line in the socket of one that did not read.
    if !connection.hasOverflowed {
      // A server that ends does not wait for those who do not close what they have been told the end of.
      let linger = stopsAt == nil ? limits.linger : limits.lingerAtStop
      connection.farewellEnds = min(connection.farewellEnds, clock.monotonic + linger)
      schedule(connection, at: connection.farewellEnds)
    }
    connection.stream.endWriting()
  }

  /// Ends a connection whose queue has outgrown its limit. What waits in the queue is dropped, so that the ERROR is the
  /// next line that is sent and the memory is free at once. The peer gets a minute to read that line (`overflow`).
  private func endIfOverflowing(_ connection: Connection) {
    guard connection.phase == .open else { return }
    let isStalled = clock.monotonic - connection.lastProgress >= limits.stalledAfter
    let limit = isStalled ? min(limits.stalledQueue, limits.queue) : limits.queue
    connection.queue.gather()
    // What waits for it counts also where others share the memory.
    if max(connection.queue.keptAlive, connection.queue.count) > limit { overflow(connection, limit) }
  }

  private func overflow(_ connection: Connection, _ limit: Int) {
    connection.hasOverflowed = true
    connection.queue.removeAllButStartedLine()
    take(.overflow(connection.id, limit: limit))
    carryOut()
  }

  /// While all queues together keep too much alive, ends the connection for which most waits.
  private func endLargestQueues() {
    while memory.bytes > limits.memory {
      var largest: Connection?
      for connection in connections.all where connection.phase == .open {
        if connection.queue.count > largest?.queue.count ?? 0 { largest = connection }
      }
      guard let largest else { return }
      overflow(largest, largest.queue.count)
    }
  }

  /// Writing has failed, so that nothing more is queued. What the peer said before may still be read.
  private func deafen(_ connection: Connection) {
    connection.isDeaf = true
    connection.queue.removeAll()
  }

  /// The senders that waited for the receiver may go on.
  func release(waitingFor connection: Connection) {
    if connection.waiting.isEmpty { return }
    connection.holdUp.end(at: clock.monotonic)
    for id in connection.waiting {
      guard let sender = connections[id] else { continue }
      sender.isThrottled = false
      sender.heldUp.end(at: clock.monotonic)
      resume(sender)
    }
    connection.waiting.removeAll()
  }

  /// The connection is gone, or of no more use.
  func lose(_ connection: Connection, reason: String) {
    guard connections[connection.id] === connection else { return }
    if connection.phase == .gone { return }
    connection.phase = .gone
    unwatch(connection)
    release(waitingFor: connection)
    departures.add(connection.id, reason: reason)
  }

  /// Tells the relay which connections have ended, all those at once that have ended in this round, so that the others
  /// hear of them together, and those who have gone hear nothing.
  func settleDepartures() {
    // Each time those who stay are walked over once. While many go, that is done for many of them at a time.
    if departures.isEmpty || clock.monotonic < departures.settlesAt { return }
    departures.settlesAt = clock.monotonic + Int64(connections.count / limits.survivorsAMillisecond)
    while let (ids, reason) = departures.next() {
      take(.closed(ids, reason: Array(reason.utf8)))
      for id in ids { if let connection = connections[id] { part(with: connection) } }
      carryOut()
    }
  }
}
