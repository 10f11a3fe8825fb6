import Wire

/// What a session does about what is typed.
extension JoinSession {
  /// Does what a line, or a block of lines, says.
  mutating func perform(_ input: KeptInput, _ now: Moment) {
    if request.input != .lines { return perform(record: input.bytes, now) }
    let line = request.carriageReturns.applied(to: input.bytes)
    if request.isLiteral { return line.showsNothing ? () : say(line, as: .message, now) }
    // Who wrote it may have meant one person: on a terminal the part would stand there alone.
    let parts = CarriageReturns.split.applied(to: input.bytes)
    if line != input.bytes, ChatLine.isCommandBehindFirst(parts) {
      let advice = "--literal takes it for text"
      let reason = "behind a carriage return stands a command or a private line: nothing was sent (\(advice))"
      return fail(Failure(.badInput, about: placeOfLine, reason), now)
    }
    switch ChatLine(line, among: places) {
    case .nothing: break
    case .text(let text): say(typed: line, text, now)
    case .action(let text): say(text, as: .action, now)
    case .message(let target, let text): send(text, to: spelt(target), as: .message, now)
    case .messages(let targets, let text):
      for target in targets { send(text, to: spelt(target), as: .message, now) }
    case .notice(let target, let text): send(text, to: spelt(target), as: .notice, now)
    case .addressed(let typed, let text, let whole):
      let name = spelt(typed)
      if let failure = failureOfUnmet(name, whole) { return fail(failure, now) }
      if rooms.member(name) != nil { return send(text, to: name, as: .message, now) }
      question = BlockingQuestion(.isOnline(name: name, text: text, whole: whole), by: input)
      askWhetherOnline(name)
    case .query(let name, let text):
      queried = name.map(spelt)
      if let name = queried, !text.showsNothing { send(text, to: name, as: .message, now) }
    case .reply(let text):
      guard let correspondent = input.correspondent, !correspondent.isEmpty else {
        return fail(Failure(.noSuchTarget, "nobody has written to you alone yet"), now)
      }
      send(text, to: correspondent, as: .message, now)
    case .quit(let reason): beginLeaving(after: 0, saying: reason, now)
    case .fault(let text):
      fail(Failure(.badInput, text), now)
      if ChatCommand.choosesPlace(line) { missRoom() }
    case let command: perform(command: command, input, now)
    }
  }

  // MARK: Speaking

  mutating func say(_ text: [UInt8], as kind: MessageKind, _ now: Moment) {
    if let queried { return send(text, to: queried, as: kind, now) }
    if request.isInteractive && rooms.current == nil {
      let reason = Failure(.noSuchTarget, "no room is chosen: /join ROOM or /room ROOM")
      return fail(notSent(text, to: [], reason), now)
    }
    guard let room = currentRoom(now) else { return }
    send(text, to: room, as: kind, now)
  }

  /// `name:text` is for that name, if it is there: the answer of the server, where no room shows it.
  mutating func answer(isOnline names: [[UInt8]], _ now: Moment) {
    guard case .isOnline(let name, let text, let whole) = question?.subject else { return }
    question = nil
    let isThere = names.contains { profile.caseMapping.equal($0, name) }
    if isThere || returns.awaits(profile.caseMapping.fold(name), now) {
      return send(text, to: name, as: .message, now)
    }
    unmetNames.insert(profile.caseMapping.fold(name))
    // Who has an account there gets it later.
    let isKept = request.isInteractive && profile.isChatnet
    let shown = Escaping.visible(name, as: .name)
    let wayToName = isKept ? "; to leave it for \(shown), who is not here: @\(shown) TEXT" : ""
    let reason = "no such user; nothing was sent (\(wayToTheRoom(whole))\(wayToName))"
    fail(Failure(.noSuchTarget, about: name, reason), now)
  }

  /// Why a line that speaks to a name goes nowhere although somebody may have the name: nobody did when an earlier line
  /// of the same pipe had this form. So it is a word of a text, `error:disk full`, and whoever came since under that
  /// name would be told what was meant for others. A person sees who has come, and means that one.
  private func failureOfUnmet(_ name: [UInt8], _ whole: [UInt8]) -> Failure? {
    guard !request.isInteractive, unmetNames.contains(profile.caseMapping.fold(name)) else { return nil }
    let reason = "an earlier line spoke to this name when nobody had it, so nothing was sent"
    let advice = "to whoever has it now: @NAME TEXT; \(wayToTheRoom(whole))"
    return Failure(.noSuchTarget, about: name, "\(reason) (\(advice))")
  }

  /// How to say a line to the room that begins with a word and a colon.
  private func wayToTheRoom(_ line: [UInt8]) -> String {
    let place = queried.map { Escaping.visible($0, as: .name) } ?? "the room"
    let way = "to say it to \(place): /say \(Excerpt.of(line: line))"
    return request.isInteractive ? way : "\(way); for lines of unknown origin: chatnet send, or --literal"
  }

  mutating func currentRoom(_ now: Moment) -> [UInt8]? {
    if rooms.current == nil {
      fail(Failure(.noSuchTarget, "not sent: no room is chosen: /join ROOM or /room ROOM"), now)
    }
    return rooms.current
  }

  // MARK: Commands

  private mutating func perform(command: ChatLine, _ input: KeptInput, _ now: Moment) {
    switch command {
    case .who(let room):
      let room = room ?? rooms.current ?? []
      lists.ask(for: room)
      connection.link.bytes.appendCommand("WHO", room.isEmpty ? [UInt8(ascii: "*")] : room)
    case .join(let room, let key):
      if talk(in: room) { return }
      guard isRoomName(room, now) else { return missRoom() }
      question = BlockingQuestion(.join(room), by: input)
      connection.requestEntry(to: room, key: key)
    case .part(nil, _) where queried != nil: endQuery(now)
    case .part(let room, let reason):
      guard let room = room ?? currentRoom(now) else { return }
      question = BlockingQuestion(.part(room), by: input)
      connection.link.bytes.appendCommand("PART", reason.isEmpty ? [room] : [room, reason])
    case .room(nil): sayWhereLinesGo(now)
    case .room(let room?):
      if talk(in: room) { return }
      fail(Failure(.noSuchTarget, about: room, "you are not in this room: /join goes there"), now)
      missRoom()
    case .help(let word): help(word, now)
    case .clear: output.notices.append(.clears)
    case .ignore, .unignore: perform(ignoring: command, now)
    case .login, .register, .passwd, .verify: perform(account: command, input, now)
    case .history(let target, let count): recall(of: target.map(spelt), count, input, now)
    default: ask(command, input, now)
    }
  }

  /// The rooms and people that a line can name.
  private var places: ChatPlaces {
    let rooms = rooms
    return ChatPlaces(isIn: { rooms.contains($0) }, isThere: { rooms.member($0) != nil })
  }

  private mutating func help(_ word: [UInt8], _ now: Moment) {
    guard let lines = ChatCommand.help(for: word) else {
      return fail(Failure(.badInput, about: word, "unknown command; /help lists them"), now)
    }
    output.notices += lines.map { .remark($0) }
  }
}
