import Wire

/// How a session comes into its rooms, and is ready.
extension JoinSession {
  /// How long a bot waits for the server to tell how it marks bots, in milliseconds.
  private static let mostIntroducing: Int64 = 1000

  /// Registered: the rooms are next. A bot lets the server introduce itself first.
  mutating func beginEntering(_ now: Moment) {
    if request.isBot {
      phase = .introducing(until: now.monotonic + min(JoinSession.mostIntroducing, request.timeout))
    } else {
      enterRooms(now)
    }
  }

  /// The server has said something: a bot asks for its mark as soon as it can. Once it has done so, or the server has
  /// introduced itself without a word of it, the rooms are next.
  mutating func markAsBot(_ message: ServerMessage, _ now: Moment) {
    if !connection.botMark.isAsked {
      connection.botMark.ask(profile, as: ownName, to: &connection.link.bytes)
    }
    guard case .introducing = phase else { return }
    let numeric = message.numeric.flatMap(Numeric.init)
    if connection.botMark.isAsked || numeric == .endOfMotd || numeric == .noMotd { enterRooms(now) }
  }

  /// Asks to be let into the rooms.
  mutating func enterRooms(_ now: Moment) {
    guard let outage else { return enter(roomsRequested(now), needsRoom: !request.rooms.isEmpty, now) }
    if !isOwn(outage.name) {
      let name = ownName
      tell(Record(.nick, time: now.wall, from: outage.name, text: name))
      self.outage?.name = name
    }
    rooms.beginAnew()
    let wanted = rooms.wanted + outage.unentered.filter { !rooms.contains($0) }
    enter(wanted, needsRoom: !wanted.isEmpty, now)
  }

  /// The rooms of the request that can be rooms.
  mutating func roomsRequested(_ now: Moment) -> [[UInt8]] {
    request.rooms.filter { isRoomName($0, now) }
  }

  private mutating func enter(_ wanted: [[UInt8]], needsRoom: Bool, _ now: Moment) {
    phase = .entering(Entering(left: wanted, needsRoom: needsRoom, catchUp: planCatchingUp()))
    for room in wanted { connection.requestEntry(to: room, key: rooms.key(of: room)) }
    enterFurther(now)
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
    guard case .entering(var entering) = phase else { return }
    let mapping = profile.caseMapping
    let count = entering.left.count
    entering.left.removeAll { mapping.equal($0, room) }
    if entering.left.count < count { connection.patience.renew(now) }
    if isRefused, entering.left.count < count, rooms.contains(room) {
      // It was joined before the connection was lost, and what was entered since is for it and no other.
      rooms.leave(room, fallsBack: false)
    }
    phase = .entering(entering)
    enterFurther(now)
  }

  private mutating func enterFurther(_ now: Moment) {
    guard case .entering(let entering) = phase, entering.left.isEmpty else { return }
    if rooms.wanted.isEmpty && entering.needsRoom && !request.isInteractive {
      return finish(as: .notPermitted)
    }
    if !hasBeenReady {
      let choices = request.isInteractive ? request.rooms : Array(request.rooms.prefix(1))
      if let first = choices.first(where: rooms.contains) { _ = rooms.makeCurrent(first) }
    }
    beginCatchingUp(entering.catchUp, now)
  }

  /// Nothing stands between the session and its lines any more.
  mutating func becomeReady(_ missing: String?, _ now: Moment) {
    phase = .ready
    let held = gap?.held
    gap = nil
    if let missing { tell(missing: missing, now) }
    if outage != nil { resume(now) }
    if let held { tell(held: held, now) }
    if !hasBeenReady {
      hasBeenReady = true
      let names = Array(rooms.wanted.joined(separator: [0x20]))
      tell(Record(.ready, time: now.wall, from: ownName, to: profile.name, text: names))
      if request.isInteractive {
        if connection.link.isShared { saySharing() }
        introduceRooms(now)
      }
      counting?.awaitNext(now)
    }
  }

  /// Two who sit at the same login may not know that they are one user.
  private mutating func saySharing() {
    let name = Escaping.visible(ownName, as: .name)
    remark("connected as \(name), also from another terminal; -u NAME for another name")
  }

  /// What was missed is there, but for this. A person has been told already that the connection is back.
  private mutating func tell(missing: String, _ now: Moment) {
    if request.isInteractive && outage != nil {
      if !missing.isEmpty { remark(missing) }
    } else {
      tell(Record(.resumed, time: now.wall, to: profile.name, text: Array(missing.utf8)))
    }
  }
}
