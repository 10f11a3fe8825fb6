import Wire

/// The line of each event, without tags and end.
extension Relay {
  /// Appends the line of an event that `source` (`:name!user@host `) caused.
  static func write(_ event: Event, source: [UInt8], to line: inout LineBuffer) {
    line += source
    switch event {
    case .quit(_, let reason): append("QUIT :", reason, to: &line)
    case .renamed(_, let name): append("NICK ", name, to: &line)
    case .away(_, let reason?): append("AWAY :", reason, to: &line)
    case .away(_, nil): line.append("AWAY")
    case .identified(_, let account): append("ACCOUNT ", Array((account?.name ?? "*").utf8), to: &line)
    case .realNamed(_, let name): append("SETNAME :", name, to: &line)
    case .parted(_, let room, let reason), .exited(_, let room, let reason):
      append("PART ", room.name, to: &line)
      if !reason.isEmpty { append(" :", reason, to: &line) }
    case .kicked(let user, let room, _, let reason):
      append("KICK ", room.name, to: &line)
      append(" ", user.name, to: &line)
      append(" :", reason, to: &line)
    case .invited(let user, let room, _, _):
      append("INVITE ", user.name, to: &line)
      append(" ", room.name, to: &line)
    case .topic(let room, let topic, _):
      append("TOPIC ", room.name, to: &line)
      append(" :", topic.text, to: &line)
    case .registered, .attached, .revealed, .detached, .isBot, .created, .mode, .empowered, .promoted,
      .joined, .entered, .accountKept, .accountEnded, .userModes, .roomRenamed, .metadata:
      break
    }
  }

  private static func append(_ literal: StaticString, _ bytes: [UInt8], to line: inout LineBuffer) {
    line.append(literal)
    line += bytes
  }

  /// Appends the MODE line of changes that `source` made: `+im-k key`.
  static func write(
    _ changes: some Sequence<ModeChange>, of room: Room, source: [UInt8], to line: inout LineBuffer
  ) {
    line += source
    append("MODE ", room.name, to: &line)
    line.append(" ")
    var sign: Bool?
    for change in changes {
      if change.isSet != sign { line.append(change.isSet ? "+" : "-") }
      sign = change.isSet
      line.append(change.letter)
    }
    for change in changes {
      guard let parameter = change.parameter else { continue }
      append(" ", parameter, to: &line)
    }
  }

  /// How many of the changes stand in one line: one at least, and as many as have room for their parameters.
  static func modesInOneLine(_ changes: some Sequence<ModeChange>) -> Int {
    var (count, bytes) = (0, 0)
    for change in changes {
      bytes += change.parameter.map { $0.count + 1 } ?? 0
      if count > 0, bytes > RelayLimit.modeParameters { break }
      count += 1
    }
    return count
  }
}
