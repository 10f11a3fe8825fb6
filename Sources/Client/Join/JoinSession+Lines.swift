import Wire

/// What a session does about what is typed.
extension JoinSession {
  mutating func take(line: [UInt8], replyingTo correspondent: [UInt8]?, _ now: Moment) {
    if request.input != .lines { return take(record: line, now) }
    if request.isLiteral { return line.allSatisfy(\.isBlank) ? () : say(line, as: .message, now) }
    switch ChatLine(line) {
    case .nothing: break
    case .text(let text): say(text, as: .message, now)
    case .action(let text): say(text, as: .action, now)
    case .message(let target, let text): send(text, to: target, as: .message, now)
    case .notice(let target, let text): send(text, to: target, as: .notice, now)
    case .addressed(let name, let text, let whole): address(name, text, whole, now)
    case .reply(let text):
      guard let correspondent, !correspondent.isEmpty else {
        return fail(Failure(.noSuchTarget, "nobody has written to you alone yet"), now)
      }
      send(text, to: correspondent, as: .message, now)
    case .quit(let reason):
      farewell = reason
      beginLeaving(after: 0, now)
    case .fault(let text):
      fail(Failure(.badInput, text), now)
      if ChatCommand.choosesRoom(line) { missRoom() }
    case let command: take(command: command, now)
    }
  }

  // MARK: Speaking

  private mutating func say(_ text: [UInt8], as kind: MessageKind, _ now: Moment) {
    if request.isInteractive && rooms.current == nil {
      let reason = Failure(.noSuchTarget, "no room is chosen: /join ROOM or /room ROOM")
      return fail(notSent(text, to: [], reason), now)
    }
    guard let room = currentRoom(now) else { return }
    send(text, to: room, as: kind, now)
  }

  /// `name:text` is for that name, if it is there; the server is asked where no room shows it.
  private mutating func address(_ name: [UInt8], _ text: [UInt8], _ whole: [UInt8], _ now: Moment) {
    if rooms.member(name) != nil { return send(text, to: name, as: .message, now) }
    question = .isOnline(name: name, text: text, whole: whole)
    link.bytes.appendCommand("ISON", name)
  }

  /// The answer to whether a name is there.
  mutating func answer(isOnline names: [[UInt8]], _ now: Moment) {
    guard case .isOnline(let name, let text, let whole) = question else { return }
    question = nil
    if names.contains(where: { link.profile.caseMapping.equal($0, name) }) {
      return send(text, to: name, as: .message, now)
    }
    let line = Excerpt.of(line: whole)
    fail(
      Failure(
        .noSuchTarget, about: name, "no such user; nothing was sent (to say it to the room: /say \(line))"),
      now)
  }

  private mutating func currentRoom(_ now: Moment) -> [UInt8]? {
    if rooms.current == nil {
      fail(Failure(.noSuchTarget, "not sent: no room is chosen: /join ROOM or /room ROOM"), now)
    }
    return rooms.current
  }

  // MARK: Commands

  private mutating func take(command: ChatLine, _ now: Moment) {
    switch command {
    case .who(let room):
      let room = room ?? rooms.current ?? []
      lists.ask(for: room)
      link.bytes.appendCommand("WHO", room.isEmpty ? [UInt8(ascii: "*")] : room)
    case .join(let room, let key):
      if rooms.makeCurrent(room) { return }
      guard isRoomName(room, now) else { return missRoom() }
      question = .join(room)
      keys[link.profile.caseMapping.fold(room)] = key.isEmpty ? nil : key
      enter(room)
    case .part(let room, let reason):
      let (room, reason) = roomToLeave(room, reason)
      guard let room = room ?? currentRoom(now) else { return }
      question = .part(room)
      link.bytes.appendCommand("PART", reason.isEmpty ? [room] : [room, reason])
    case .room(let room):
      if rooms.makeCurrent(room) { return }
      fail(Failure(.noSuchTarget, about: room, "you are not in this room: /join goes there"), now)
      missRoom()
    case .help(let word): help(word, now)
    case .ignore, .unignore: take(ignoring: command, now)
    case .login, .register, .verify: take(account: command, now)
    case .history(let count): recall(count, now)
    default: ask(command, now)
    }
  }

  /// Commands that the server answers, and no later line depends on the answer.
  private mutating func ask(_ command: ChatLine, _ now: Moment) {
    switch command {
    case .rooms: link.bytes.append("LIST\r\n")
    case .topic(let room, let text):
      guard let room = room ?? currentRoom(now) else { return }
      link.bytes.appendCommand("TOPIC", text.map { [room, $0] } ?? [room])
    case .nick(let name):
      nameWanted = name
      link.bytes.appendCommand("NICK", name)
    case .away(let reason):
      absences.ask(reason)
      link.bytes.appendCommand("AWAY", reason.isEmpty ? [] : [reason])
    case .whois(let name): link.bytes.appendCommand("WHOIS", name)
    case .raw(let line):
      hasSentRaw = true
      link.bytes.appendRaw(line)
    default: operate(command, now)
    }
  }

  /// What operators of a room do.
  private mutating func operate(_ command: ChatLine, _ now: Moment) {
    switch command {
    case .kick(let room, let name, let reason):
      guard let room = room ?? currentRoom(now) else { return }
      link.bytes.appendCommand("KICK", reason.isEmpty ? [room, name] : [room, name, reason])
    case .invite(let name, let room):
      guard let room = room ?? currentRoom(now) else { return }
      link.bytes.appendCommand("INVITE", name, room)
    case .ban(let room, let mask): setMode("b", of: room, mask.map { [$0] } ?? [[]], isSet: true, now)
    case .unban(let room, let mask): setMode("b", of: room, [mask], isSet: false, now)
    case .operators(let room, let names, let areSet): setMode("o", of: room, names, isSet: areSet, now)
    default: break
    }
  }

  /// Sets a mode of a room, or unsets it, for each of these; an empty one asks for the list.
  private mutating func setMode(
    _ letter: String, of room: [UInt8]?, _ parameters: [[UInt8]], isSet: Bool, _ now: Moment
  ) {
    guard let room = room ?? currentRoom(now) else { return }
    let change = Array("\(isSet ? "+" : "-")\(letter)".utf8)
    for parameter in parameters {
      link.bytes.appendCommand("MODE", parameter.isEmpty ? [room, change] : [room, change, parameter])
    }
  }

  /// Options leave out a room's `#`, and so do people: one word that would be a reason names a room where there is one.
  private func roomToLeave(_ room: [UInt8]?, _ reason: [UInt8]) -> (room: [UInt8]?, reason: [UInt8]) {
    let named = Array("#".utf8) + reason
    return room == nil && rooms.contains(named) ? (named, []) : (room, reason)
  }

  private mutating func help(_ word: [UInt8], _ now: Moment) {
    guard let lines = ChatCommand.help(for: word) else {
      return fail(Failure(.badInput, about: word, "unknown command; /help lists them"), now)
    }
    output.notices += lines.map { .remark($0) }
  }
}
