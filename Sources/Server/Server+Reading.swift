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
      if room[0] == Server.tlsHello, turnAwayTLS(from: connection) { return }
      take(room[..<count], from: connection)
    case .wouldBlock: return
    case .endOfFile: lose(connection, reason: "connection closed")
    case .failed(let error): lose(connection, reason: error.message)
    }
  }

  /// Carries out the lines of what was read. A sender that is ahead of its receivers, or has made enough work for one
  /// turn, stops in the middle, and the rest is kept.
  private func take(_ chunk: ArraySlice<UInt8>, from connection: Connection) {
    var position = 0
    var goesOn = true
    // What others' going cost is not counted for it.
    _ = relay.outbox.takeWork()
    _ = relay.outbox.takeNews()
    let granted = workShare
    var share = granted
    defer { busy.workLeft -= granted - share }
    while goesOn, let frame = connection.framer.next(in: chunk.span, at: &position) {
      let outbox = relay.outbox
      let keptFactCount = outbox.keptFactCount
      hand(frame, of: chunk, from: connection)
      if outbox.keptFactCount != keptFactCount { awaitStore(connection) }
      share -= outbox.takeWork()
      if case .empty = frame { share -= 4 }
      delay(connection, for: outbox.takeNews())
      if outbox.byteCount >= limits.batch || outbox.isAwaited || share <= 0
        || connection.delayedUntil != nil
      {
        goesOn = carryOut(for: connection)
        if share <= 0, goesOn {
          stopForThisTurn(connection)
          goesOn = false
        }
      }
    }
    if goesOn { goesOn = carryOut(for: connection) }
    if goesOn || connection.phase != .open { return }
    connection.backlog = Array(chunk.dropFirst(position))
    watch(connection)
  }

  /// What the first record of TLS begins with; no line of a client does.
  private static var tlsHello: UInt8 { 0x16 }

  /// Tells a client that speaks TLS where that is not spoken, since it would wait for an answer that it understands.
  private func turnAwayTLS(from connection: Connection) -> Bool {
    guard connection.stream.isPlain, !relay.isRegistered(connection.id) else { return false }
    let advice = listeners.tlsPort.map { "TLS is spoken on port \($0), not here" } ?? "no TLS is spoken here"
    take(.dismissed(connection.id, reason: Array(advice.utf8)))
    carryOut()
    return true
  }

  private var newsAllowance: NewsDebt.Allowance {
    NewsDebt.Allowance(burst: limits.newsBurst, perSecond: limits.newsPerSecond)
  }

  /// A connection that has made others read much news of itself goes on after a while.
  func delay(_ connection: Connection, for pieces: Int) {
    if pieces == 0 { return }
    guard let end = connection.newsDebt.add(pieces, within: newsAllowance, at: clock.monotonic) else {
      return
    }
    connection.delayedUntil = end
    schedule(connection, at: end)
  }

  /// How much work a connection may make in this turn: the more of them want to, the less each. Where many begin at
  /// once, the last turn says nothing of them, and the first may not have all that there is for each.
  private var workShare: Int {
    max(limits.leastWork, min(limits.work / max(1, busy.lastTurn), busy.workLeft))
  }

  /// A connection has made enough work: it goes on in the next turn, when others have had theirs.
  private func stopForThisTurn(_ connection: Connection) {
    busy.thisTurn += 1
    resume(connection)
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
    case .empty: return
    }
  }

  /// Hands an input to the relay.
  func take(_ input: Input) {
    relay.take(input, at: clock.nextStamp())
  }

  /// Whether more lines of the sender may be carried out now; if not, they wait for a receiver that is behind, or
  /// until it has read what is queued for itself.
  private func mayGoOn(_ connection: Connection) -> Bool {
    if !isReading(connection) { return false }
    guard let congested, congested != connection.id, let receiver = connections[congested] else {
      return true
    }
    let left = min(
      receiver.holdUp.left(of: limits.holdUp, at: clock.monotonic),
      connection.heldUp.left(of: limits.holdUp, at: clock.monotonic))
    if left == 0 { return true }
    // It is not who says a line now and then that puts others behind.
    if connection.intake.bytes <= limits.trickle { return true }
    receiver.waiting.append(connection.id)
    connection.isThrottled = true
    receiver.holdUp.begin(at: clock.monotonic)
    connection.heldUp.begin(at: clock.monotonic)
    schedule(receiver, at: min(receiver.lastProgress + limits.stall, clock.monotonic + left))
    return false
  }

  /// The connection may go on, at the end of this turn or in the next.
  func resume(_ connection: Connection) {
    if connection.isResumable { return }
    connection.isResumable = true
    resumable.append(connection.id)
  }

  /// For how long others may still wait for a receiver: until its own time or that of one of them is used up.
  func holdUpLeft(of receiver: Connection) -> Int64 {
    var left = receiver.holdUp.left(of: limits.holdUp, at: clock.monotonic)
    for id in receiver.waiting {
      guard let sender = connections[id] else { continue }
      left = min(left, sender.heldUp.left(of: limits.holdUp, at: clock.monotonic))
    }
    return left
  }

  /// Goes on with the connections that may: with the answer that one is given in parts, or with its kept lines.
  func resumeConnections() {
    busy = (lastTurn: busy.thisTurn, thisTurn: 0, workLeft: limits.work)
    let ids = resumable
    resumable.removeAll(keepingCapacity: true)
    for id in ids {
      guard let connection = connections[id] else { continue }
      connection.isResumable = false
      guard connection.phase == .open else { continue }
      if connection.hasMore { goOn(answering: connection) }
      guard isReading(connection) else { continue }
      let backlog = connection.backlog
      connection.backlog = []
      take(backlog[...], from: connection)
      watch(connection)
    }
  }

  /// Has the relay give more of an answer, as much as this turn's share allows and the connection takes.
  private func goOn(answering connection: Connection) {
    let granted = workShare
    var share = granted
    defer { busy.workLeft -= granted - share }
    while connection.hasMore, takesMore(connection), share > 0 {
      connection.hasMore = false
      take(.more(connection.id))
      share -= relay.outbox.takeWork()
      carryOut()
    }
    if connection.hasMore, takesMore(connection) { stopForThisTurn(connection) }
  }

  /// The relay has more of an answer for the connection.
  func noteMore(for connection: Connection) {
    connection.hasMore = true
    if takesMore(connection) { resume(connection) }
  }

  /// Whether little enough waits for the connection that more of an answer may be added.
  func takesMore(_ connection: Connection) -> Bool { pending(for: connection) <= limits.answerAhead }

  /// Whether lines of the connection are carried out at present.
  func isReading(_ connection: Connection) -> Bool {
    !connection.isHeldUp && pending(for: connection) <= limits.readAhead
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
