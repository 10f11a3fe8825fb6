import Wire

/// The commands that the server answers, and no later line depends on the answer.
extension JoinSession {
  mutating func ask(_ command: ChatLine, _ input: KeptInput, _ now: Moment) {
    switch command {
    case .rooms: pose(.rooms, input, now)
    case .topic(let room, let text):
      guard let room = room ?? currentRoom(now) else { return }
      guard let text else { return pose(.topic(room), input, now) }
      change("TOPIC", [room, text], about: [room], input, now)
    case .nick(let name): change("NICK", [name], about: [name], input, now)
    case .away(let reason):
      absences.ask(reason)
      connection.link.bytes.appendCommand("AWAY", reason.isEmpty ? [] : [reason])
    case .whois(let name): pose(.person(spelt(name)), input, now)
    case .motd:
      motd.ask()
      connection.link.bytes.append("MOTD\r\n")
    case .ping: ping(now)
    case .raw(let line):
      if !identity.isPrivate, ChatLine.givesPassword(raw: line) {
        let reason = "the connection is not encrypted: a password could be read on its way"
        return fail(Failure(.notPermitted, about: Array("/raw".utf8), reason), now)
      }
      motd.ask()
      connection.hasSentRaw = true
      connection.link.bytes.appendRaw(line)
    default: operate(command, input, now)
    }
  }

  /// What operators do.
  private mutating func operate(_ command: ChatLine, _ input: KeptInput, _ now: Moment) {
    switch command {
    case .kick(let room, let typed, let reason):
      let name = spelt(typed)
      guard let room = room ?? currentRoom(now) else { return }
      let parameters = reason.isEmpty ? [room, name] : [room, name, reason]
      change("KICK", parameters, about: [room, name], input, now)
    case .invite(let typed, let room):
      let name = spelt(typed)
      guard let room = room ?? currentRoom(now) else { return }
      change("INVITE", [name, room], about: [name, room], input, now)
    case .ban(let room, nil):
      guard let room = room ?? currentRoom(now) else { return }
      pose(.bans(room), input, now)
    case .ban(let room, let mask?): setMode("+b", of: room, [mask], input, now)
    case .unban(let room, let mask): setMode("-b", of: room, [mask], input, now)
    case .operators(let room, let names, let areSet):
      setMode(areSet ? "+o" : "-o", of: room, names.map(spelt), input, now)
    case .mode(let room, let changes):
      guard let room = room ?? currentRoom(now) else { return }
      if changes.isEmpty { return connection.link.bytes.appendCommand("MODE", room) }
      change("MODE", [room] + changes, about: [room], input, now)
    case .oper: change("OPER", [], about: [], input, now)
    default: break
    }
  }

  /// Sets a mode of a room, or unsets it, for each of these.
  private mutating func setMode(
    _ mode: String, of room: [UInt8]?, _ parameters: [[UInt8]], _ input: KeptInput, _ now: Moment
  ) {
    guard let room = room ?? currentRoom(now) else { return }
    for parameter in parameters {
      change("MODE", [room, Array(mode.utf8), parameter], about: [room, parameter], input, now)
    }
  }

  // MARK: Asking

  private mutating func pose(_ query: OpenQuestions.Query, _ input: KeptInput, _ now: Moment) {
    openQuestions.ask(query, by: input, now)
    query.append(to: &connection.link.bytes)
  }

  private mutating func change(
    _ verb: StaticString, _ parameters: [[UInt8]], about names: [[UInt8]], _ input: KeptInput, _ now: Moment
  ) {
    openQuestions.ask(.change(Verb(verb), about: names), by: input, now)
    connection.link.bytes.appendCommand(verb, parameters)
  }
}
