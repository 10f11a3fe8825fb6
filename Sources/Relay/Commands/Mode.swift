import Wire

/// MODE: the modes of rooms, and of oneself.
extension Relay {
  func mode(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let name = line.extracting(request[0].range)
    if RoomRules.isRoom(name) { roomMode(request, line) } else { userMode(request, line) }
  }

  private func roomMode(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let name = line.extracting(request[0].range)
    if request.count == 1 {
      // As many masks are compared as when something is said there.
      let room = room(named: name)
      outbox.add(work: (room?.maskCount ?? 0) * Mask.cost)
      guard let room, Policy.maySeeModes(of: room, request.session, user) else {
        return replyNoSuchChannel(name)
      }
      return replyModes(room, isMember: user.membership(in: room) != nil)
    }
    guard let room = room(name, visibleTo: user) else { return }
    if let list = listAskedFor(request, line) { return replyMasks(of: list, room) }
    guard roomOperated(by: user, name) != nil else { return }
    changeModes(of: room, by: user, request, line)
  }

  /// `MODE #room +b` alone asks for a list.
  private func listAskedFor(_ request: ReceivedCommand, _ line: Span<UInt8>) -> MaskList? {
    let change = line.extracting(request[1].range)
    guard request.count == 2, let last = change.indices.last else { return nil }
    let isList = change.count == 1 || change.count == 2 && change[0] == UInt8(ascii: "+")
    return isList ? MaskList(letter: change[last]) : nil
  }

  private func changeModes(of room: Room, by user: User, _ request: ReceivedCommand, _ line: Span<UInt8>) {
    var isSet = true
    var next = 2
    var count = 0
    var changes: [ModeChange] = []
    // Each is in force when the next is decided on; the room is told of all of them together.
    defer { announce(changes, of: room, by: user) }
    let letters = line.extracting(request[1].range)
    for index in letters.indices {
      switch letters[index] {
      case UInt8(ascii: "+"): isSet = true
      case UInt8(ascii: "-"): isSet = false
      case let letter:
        count += 1
        outbox.add(work: Relay.workOfItem)
        if count > RelayLimit.modes {
          return reply(.unknownError) { $0.append("MODE :too many modes in one line, the rest is left out") }
        }
        let parameter = [UInt8](copying: line.extracting(request[next].range))
        if Relay.takesParameter(letter, isSet: isSet) { next += 1 }
        guard let kind = modeKind(letter, isSet, parameter, room, user) else { continue }
        let change = ModeChange(isSet: isSet, kind: kind)
        happen(.mode(room, change, by: user))
        changes.append(change)
      }
    }
  }

  private static func takesParameter(_ letter: UInt8, isSet: Bool) -> Bool {
    switch letter {
    case UInt8(ascii: "o"), UInt8(ascii: "v"), UInt8(ascii: "k"): true
    case UInt8(ascii: "l"), UInt8(ascii: "f"): isSet
    case _ where MaskList(letter: letter) != nil: true
    default: false
    }
  }

  /// What a letter changes; nil where it changes nothing, the asker being told of what is wrong with it.
  private func modeKind(
    _ letter: UInt8, _ isSet: Bool, _ parameter: [UInt8], _ room: Room, _ user: User
  ) -> ModeChange.Kind? {
    if let flag = RoomModes.letters.first(where: { $0.letter == letter }) {
      if room.modes.contains(flag.mode) == isSet { return nil }
      return flag.mode == .lasting && isSet && !mayLast(room) ? nil : .flag(flag.mode, letter: letter)
    }
    switch letter {
    case UInt8(ascii: "o"), UInt8(ascii: "v"): return statusChange(letter, isSet, parameter, room)
    case UInt8(ascii: "k"): return keyChange(isSet, parameter, room)
    case UInt8(ascii: "l"): return limitChange(isSet, parameter, room)
    case UInt8(ascii: "f"): return forwardChange(isSet, parameter, room, user)
    case _ where MaskList(letter: letter) != nil:
      return MaskList(letter: letter).flatMap { maskChange(of: $0, isSet, parameter, room, user) }
    default:
      // A byte of a longer character would not be UTF-8 by itself.
      reply(.unknownMode, about: [letter < 0x80 ? letter : UInt8(ascii: "?")].span, "unknown room mode")
      return nil
    }
  }

  /// Whether a room may be made one that lasts; if not, the asker is told why.
  private func mayLast(_ room: Room) -> Bool {
    guard let founder = room.founder else {
      _ = refuse([], of: "P", room, "a room lasts that an account has made, and this one's maker had none")
      return false
    }
    if network.lasting.count(of: founder) < RelayLimit.lastingRooms { return true }
    _ = refuse([], of: "P", room, "the account that made this room has made as many that last as it may")
    return false
  }

  private func statusChange(
    _ letter: UInt8, _ isSet: Bool, _ name: [UInt8], _ room: Room
  ) -> ModeChange.Kind? {
    if name.isEmpty {
      reply(.needMoreParams) { $0.append("MODE :+o and +v need a name") }
      return nil
    }
    guard let membership = member(name.span, of: room) else { return nil }
    if letter == UInt8(ascii: "o") {
      return membership.isOperator == isSet ? nil : .operatorStatus(membership.user)
    }
    return membership.hasVoice == isSet ? nil : .voice(membership.user)
  }

  private func keyChange(_ isSet: Bool, _ key: [UInt8], _ room: Room) -> ModeChange.Kind? {
    guard isSet else { return room.key.map { .key($0) } }
    if (1...32).contains(key.count), !key.contains(0x2C), key[0] != 0x3A, !key.contains(0x20) {
      return .key(key)
    }
    // A key is a secret, and not said back.
    return refuse([], of: "k", room, "a key has 1 to 32 bytes without spaces and commas")
  }

  private func limitChange(_ isSet: Bool, _ limit: [UInt8], _ room: Room) -> ModeChange.Kind? {
    guard isSet else { return room.memberLimit == nil ? nil : .limit(nil) }
    if let number = Bytes.decimal(limit.span), number > 0 { return .limit(number) }
    return refuse(limit, of: "l", room, "+l needs a number above 0")
  }

  /// Says what is wrong with a mode's parameter. There is no change then.
  func refuse(
    _ parameter: [UInt8], of letter: StaticString, _ room: Room, _ text: StaticString
  ) -> ModeChange.Kind? {
    reply(.invalidModeParameter) { output in
      output += room.name
      output.append(" ")
      output.append(letter)
      output.append(" ")
      append(subject: parameter.span, to: &output)
      output.append(" :")
      output.append(text)
    }
    return nil
  }

  private func replyModes(_ room: Room, isMember: Bool) {
    reply(.channelModeIs) { output in
      output += room.name
      output.append(" +")
      output += room.modes.lettersOn
      if room.key != nil { output.append("k") }
      if room.memberLimit != nil { output.append("l") }
      if room.forward != nil { output.append("f") }
      if let key = room.key {
        output.append(" ")
        output += isMember ? key : [UInt8(ascii: "*")]
      }
      if let limit = room.memberLimit {
        output.append(" ")
        output.append(decimal: limit)
      }
      if let forward = room.forward {
        output.append(" ")
        output += forward
      }
    }
    reply(.creationTime) { output in
      output += room.name
      output.append(" ")
      output.append(decimal: Int(room.createdAt.milliseconds / 1000))
    }
  }
}
