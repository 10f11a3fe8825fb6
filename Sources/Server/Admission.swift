import Relay

/// Who may come in, and when: connections, attempts and wrong passwords, counted by the place that they come from.
///
/// It decides by values alone: connections are ids, time is a number. The limits of one address stand here; how many
/// clients there may be in all is the relay's (`NodeConfiguration.maximumClients`), which knows who is a client, and
/// how many descriptors they may take is ``AdmissionPlaces``.
///
/// A limit delays before it refuses: a connection that comes too soon or finds no place waits for a while, and a
/// password is looked at later the more were wrong.
struct Admission {
  /// What is to be done.
  enum Verdict: Equatable {
    /// It may go on.
    case enter
    /// It is asked about again at that time, if it has not been told to go on before (``ready(of:at:)``).
    case wait(until: Int64)
    /// It is turned away.
    case refuse(AdmissionLimit)
  }

  private let limits: AdmissionLimits
  private let trusted: [AddressRange]
  /// Logins whose connections are not counted.
  private let trustedLogins: [UInt32]
  private var table = AdmissionTable()

  /// - Parameters:
  ///   - trusted: Addresses whose connections are not counted, as those of this machine are not.
  ///   - trustedLogins: The same for logins of this machine, by uid.
  init(_ limits: AdmissionLimits, trusted: [AddressRange], trustedLogins: [UInt32] = []) {
    self.limits = limits
    self.trusted = trusted
    self.trustedLogins = trustedLogins
  }

  /// How many places are remembered.
  var count: Int { table.count }

  /// Who comes from there.
  func guest(from place: Origin.Place) -> Guest {
    switch place {
    case .local(let uid): return Guest(place: .login(uid), isCounted: !trustedLogins.contains(uid))
    case .network(let host):
      // The system has written it; were it no address, all such would be one.
      let address = NumericAddress(host) ?? NumericAddress(high: 0, low: 0)
      let isFree =
        address.isLoopback && !limits.countsLoopback || trusted.contains { $0.contains(address) }
      return Guest(place: .block(AddressBlock(of: address)), isCounted: !isFree)
    }
  }

  // MARK: Connections

  /// A connection has come. Where it may not even wait, it is not a visitor's.
  mutating func arrive(_ visitor: inout Visitor, at now: Int64) -> Verdict {
    guard visitor.guest.isCounted else { return .enter }
    return update(&visitor, at: now) { record, visitor, limits in
      if case .login = visitor.guest.place {
        if record.entered >= limits.ofLogin { return .refuse(.ofLogin(limits.ofLogin)) }
        record.entered += 1
        visitor.standing = .registered
        return .enter
      }
      let obstacle = record.obstacle(limits)
      let time = record.arrivals.nextTime(limits, at: now)
      if record.waiting.isEmpty, obstacle == nil, time <= now {
        _ = record.arrivals.note(limits, at: now)
        record.enter(&visitor)
        return .enter
      }
      if record.waiting.count >= limits.waiting { return .refuse(obstacle ?? .attempts(limits)) }
      visitor.standing = .waiting
      visitor.readyAt = record.arrivals.note(limits, at: now)
      visitor.patienceEnds = visitor.readyAt + limits.patience
      record.waiting.append(.init(id: visitor.id, readyAt: visitor.readyAt))
      return visitor.nextLook(at: now)
    }
  }

  /// Looks again at a connection that waits.
  mutating func reconsider(_ visitor: inout Visitor, at now: Int64) -> Verdict {
    update(&visitor, at: now) { record, visitor, limits in
      switch visitor.standing {
      case .waiting:
        let obstacle = record.obstacle(limits)
        if obstacle == nil, visitor.readyAt <= now {
          record.waiting.removeAll { $0.id == visitor.id }
          record.enter(&visitor)
          return .enter
        }
        if now < visitor.patienceEnds { return visitor.nextLook(at: now) }
        record.leave(&visitor)
        return .refuse(obstacle ?? .attempts(limits))
      case .unseenWaiting:
        if record.unseen < limits.unseen {
          record.unseenWaiting.removeAll { $0.id == visitor.id }
          record.unseen += 1
          visitor.standing = .unseen
          return .enter
        }
        if now < visitor.patienceEnds { return visitor.nextLook(at: now) }
        // The place behind it is free for those who still wait.
        record.unseenWaiting.removeAll { $0.id == visitor.id }
        visitor.standing = .registered
        return .refuse(.unseen(limits.unseen))
      case .outside, .unregistered, .registered, .unseen: return .enter
      }
    }
  }

  /// A connection has registered, so that others of its address may come. One that nobody sees needs a place of its own
  /// kind before its lines are looked at.
  mutating func register(_ visitor: inout Visitor, isUnseen: Bool, at now: Int64) -> Verdict {
    guard visitor.standing == .unregistered else { return .enter }
    return update(&visitor, at: now) { record, visitor, limits in
      record.unregistered -= 1
      visitor.standing = .registered
      if !isUnseen { return .enter }
      if record.unseen < limits.unseen, record.unseenWaiting.isEmpty {
        record.unseen += 1
        visitor.standing = .unseen
        return .enter
      }
      if record.unseenWaiting.count >= limits.waiting { return .refuse(.unseen(limits.unseen)) }
      visitor.standing = .unseenWaiting
      visitor.readyAt = now
      visitor.patienceEnds = now + limits.patience
      record.unseenWaiting.append(.init(id: visitor.id, readyAt: now))
      return visitor.nextLook(at: now)
    }
  }

  /// A connection has gone.
  mutating func leave(_ visitor: inout Visitor, at now: Int64) {
    if visitor.standing == .outside && !visitor.isTrying { return }
    update(&visitor, at: now) { record, visitor, _ in record.leave(&visitor) }
  }

  /// Those of a place that wait and may go on now, since others have left or registered.
  func ready(of guest: Guest, at now: Int64) -> [SessionID] {
    guard let record = table[guest.place] else { return [] }
    var ids: [SessionID] = []
    let places = min(limits.connections - record.entered, limits.unregistered - record.unregistered)
    if places > 0 { ids += record.waiting.prefix(places).lazy.filter { $0.readyAt <= now }.map(\.id) }
    let unseen = limits.unseen - record.unseen
    if unseen > 0 { ids += record.unseenWaiting.prefix(unseen).map(\.id) }
    return ids
  }

  // MARK: Passwords

  /// Whether a password may be looked at now. Also of this machine and of who is trusted: guessing needs no connections.
  mutating func mayTry(_ visitor: inout Visitor, at now: Int64) -> Verdict {
    update(&visitor, at: now) { record, visitor, limits in
      let time = record.mistakes.nextAnswer(limits, at: now)
      if visitor.isTrying {
        if time > now, now < visitor.tryingEnds { return .wait(until: min(time, visitor.tryingEnds)) }
        record.trying -= 1
        visitor.isTrying = false
      } else if time > now, record.trying < limits.trying {
        record.trying += 1
        visitor.isTrying = true
        visitor.tryingEnds = now + limits.tryPatience
        return .wait(until: min(time, visitor.tryingEnds))
      }
      return time <= now ? .enter : .refuse(.passwords(seconds: Int((time - now + 999) / 1_000)))
    }
  }

  /// A password was wrong.
  ///
  /// - Returns: What the operator should know, if it is time to tell.
  mutating func noteMistake(of visitor: inout Visitor, at now: Int64) -> String? {
    let place = visitor.guest.place
    return update(&visitor, at: now) { record, _, limits in
      record.mistakes.note(limits, at: now)
      let (count, delay) = (record.mistakes.count(limits, at: now), record.mistakes.delay(limits, at: now))
      guard delay > 0, record.refusals.note(limits, at: now) != nil else { return nil }
      let span = delay < 1_000 ? "\(delay) ms" : "\(delay / 1_000) s"
      return "\(place): \(count) wrong passwords: the next one from there is answered after \(span)"
    }
  }

  // MARK: Telling

  /// Something was refused.
  ///
  /// - Returns: What the operator should know, if it is time to tell: once in a while for each place.
  mutating func noteRefusal(of guest: Guest, by limit: AdmissionLimit, at now: Int64) -> String? {
    table.update(guest.place, limits, at: now) { record in
      record.refusals.note(limits, at: now).map { count in
        let more = count > 1 ? " (\(count) times since this was last said)" : ""
        return "\(guest.place): \(limit.fault), refused\(more)\(limit.remedy(guest.place))"
      }
    }
  }

  private mutating func update<Result>(
    _ visitor: inout Visitor, at now: Int64,
    _ body: (inout AdmissionRecord, inout Visitor, AdmissionLimits) -> Result
  ) -> Result {
    let limits = limits
    return table.update(visitor.guest.place, limits, at: now) { body(&$0, &visitor, limits) }
  }
}

extension AdmissionRecord {
  fileprivate mutating func enter(_ visitor: inout Visitor) {
    entered += 1
    unregistered += 1
    visitor.standing = .unregistered
  }

  fileprivate mutating func leave(_ visitor: inout Visitor) {
    switch visitor.standing {
    case .outside: break
    case .waiting: waiting.removeAll { $0.id == visitor.id }
    case .unregistered:
      entered -= 1
      unregistered -= 1
    case .registered: entered -= 1
    case .unseen:
      entered -= 1
      unseen -= 1
    case .unseenWaiting:
      entered -= 1
      unseenWaiting.removeAll { $0.id == visitor.id }
    }
    visitor.standing = .outside
    if visitor.isTrying { trying -= 1 }
    visitor.isTrying = false
  }
}
