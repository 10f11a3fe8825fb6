import Wire

/// The line of each event, without tags and end.
extension Relay {
  /// Appends the line of an event that `source` (`:name!user@host `) caused.
  static func write(_ event: Event, source: [UInt8], to line: inout [UInt8]) {
    line += source
    switch event {
    case .quit(_, let reason): append("QUIT :", reason, to: &line)
    case .renamed(_, let name): append("NICK ", name, to: &line)
    case .away(_, let reason?): append("AWAY :", reason, to: &line)
    case .away(_, nil): line.append("AWAY")
    case .joined(_, let room): append("JOIN ", room.name, to: &line)
    case .parted(_, let room, let reason):
      append("PART ", room.name, to: &line)
      if !reason.isEmpty { append(" :", reason, to: &line) }
    case .kicked(let user, let room, _, let reason):
      append("KICK ", room.name, to: &line)
      append(" ", user.name, to: &line)
      append(" :", reason, to: &line)
    case .invited(let user, let room, _):
      append("INVITE ", user.name, to: &line)
      append(" ", room.name, to: &line)
    case .topic(let room, let topic, _):
      append("TOPIC ", room.name, to: &line)
      append(" :", topic.text, to: &line)
    case .mode(let room, let change, _):
      append("MODE ", room.name, to: &line)
      append(change, to: &line)
    case .registered, .attached, .revealed, .detached, .created, .message: break
    }
  }

  private static func append(_ literal: StaticString, _ bytes: [UInt8], to line: inout [UInt8]) {
    line.append(literal)
    line += bytes
  }

  private static func append(_ change: ModeChange, to line: inout [UInt8]) {
    line.append(change.isSet ? " +" : " -")
    switch change.kind {
    case .flag(_, let letter): line.append(letter)
    case .key(let key): append("k ", key, to: &line)
    case .limit(let limit?):
      line.append("l ")
      line.append(decimal: limit)
    case .limit(nil): line.append("l")
    case .ban(let ban): append("b ", ban.mask, to: &line)
    case .operatorStatus(let user): append("o ", user.name, to: &line)
    case .voice(let user): append("v ", user.name, to: &line)
    }
  }
}
