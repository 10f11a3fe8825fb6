import Wire

extension TextRendering {
  /// Appends the names of a list in one line, without an end: `-- in #lobby: alice, @bob, carol (away)`.
  ///
  /// - Parameters:
  ///   - users: ``RecordEvent/user`` records of one list.
  ///   - end: The record of its end, which says which room it is of.
  public func append(_ users: [Record], endedBy end: Record, to line: inout [UInt8]) {
    appendTime(end.time, to: &line)
    appendStyled(.dim, to: &line) { line in
      line.append("-- ")
      if end.to.isEmpty { line.append("online") } else { appendPlace(end.to, to: &line) }
      line.append(": ")
      for (index, user) in users.enumerated() {
        if index > 0 { line.append(", ") }
        appendMember(user, to: &line)
      }
      if users.isEmpty { line.append("nobody") }
    }
  }

  private func appendPlace(_ room: [UInt8], to line: inout [UInt8]) {
    line.append("in ")
    Escaping.appendVisible(room, as: .name, to: &line)
  }

  /// A sign of membership stands before the name, the rest of what is said of it behind.
  private func appendMember(_ user: Record, to line: inout [UInt8]) {
    let words = user.text.split(separator: 0x20, maxSplits: 1)
    let sign = words.first.flatMap { $0.count == 1 ? $0.first : nil }
    if let sign, sign > 0x20, sign < 0x7F { line.append(sign) }
    Escaping.appendVisible(user.from, as: .name, to: &line)
    let state = sign == nil ? user.text : words.count > 1 ? Array(words[1]) : []
    if state.isEmpty { return }
    line.append(" (")
    Escaping.appendVisible(state, to: &line)
    line.append(")")
  }
}
