/// How a session comes into its rooms, and is ready.
extension JoinSession {
  /// Registered: the rooms are next.
  mutating func enterRooms(_ now: Moment) {
    guard let outage else {
      needsRoom = !request.rooms.isEmpty
      return enter(request.rooms.filter { isRoomName($0, now) }, now)
    }
    if !link.isOwn(outage.name) {
      tell(Record(.nick, time: now.wall, from: outage.name, text: link.ownName))
      self.outage?.name = link.ownName
    }
    if case .part(let room) = question {
      rooms.leave(room, fallsBack: true)
      question = nil
    }
    let further = outage.unentered.filter { !rooms.contains($0) }
    rooms.forgetMembers()
    needsRoom = !(rooms.names + further).isEmpty
    enter(rooms.names + further, now)
  }

  private mutating func enter(_ wanted: [[UInt8]], _ now: Moment) {
    planCatchingUp()
    phase = .entering(wanted)
    for room in wanted { enter(room) }
    enterFurther(now)
  }

  /// Asks to be let into a room, with the key that was good before.
  mutating func enter(_ room: [UInt8]) {
    let key = keys[link.profile.caseMapping.fold(room)]
    link.bytes.appendCommand("JOIN", key.map { [room, $0] } ?? [room])
  }

  /// Whether a room can have that name on any server; if not, that is said, since no answer would name it.
  mutating func isRoomName(_ name: [UInt8], _ now: Moment) -> Bool {
    if name.count > 1, name.isOneTarget { return true }
    fail(
      Failure(.noSuchTarget, about: name, "a room's name is # and more, without spaces and commas"), now)
    return false
  }

  /// Drops from the rooms that are waited for one that has been entered, or refused.
  mutating func settleEntering(_ room: [UInt8], isRefused: Bool = false, _ now: Moment) {
    guard case .entering(let left) = phase else { return }
    let mapping = link.profile.caseMapping
    let remaining = left.filter { !mapping.equal($0, room) }
    if isRefused, remaining.count < left.count, rooms.contains(room) {
      // It was joined before the connection was lost, and what was entered since is for it and no other.
      rooms.leave(room, fallsBack: false)
    }
    phase = .entering(remaining)
    enterFurther(now)
  }

  private mutating func enterFurther(_ now: Moment) {
    guard phase == .entering([]) else { return }
    if rooms.names.isEmpty && needsRoom && !request.isInteractive {
      return finish(as: .notPermitted)
    }
    if !hasBeenReady {
      let choices = request.isInteractive ? request.rooms : Array(request.rooms.prefix(1))
      if let first = choices.first(where: rooms.contains) { _ = rooms.makeCurrent(first) }
    }
    beginCatchingUp(now)
  }

  /// Nothing stands between the session and its lines any more.
  mutating func becomeReady(_ missing: String?, _ now: Moment) {
    phase = .ready
    catchUp = nil
    missingSince = nil
    if let missing { tell(missing: missing, now) }
    if outage != nil { resume(now) }
    releaseHeld(now)
    if !hasBeenReady {
      hasBeenReady = true
      let names = Array(rooms.names.joined(separator: [0x20]))
      tell(Record(.ready, time: now.wall, from: link.ownName, to: link.profile.name, text: names))
      if request.isInteractive { introduceRooms(now) }
      awaitNextMessage(now)
    }
  }

  /// What was missed is there, but for this. A person has been told already that the connection is back.
  private mutating func tell(missing: String, _ now: Moment) {
    if request.isInteractive && outage != nil {
      if !missing.isEmpty { remark(missing) }
    } else {
      tell(Record(.resumed, time: now.wall, to: link.profile.name, text: Array(missing.utf8)))
    }
  }
}
