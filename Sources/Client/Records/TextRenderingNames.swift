import Wire

extension TextRendering {
  /// How many names introduce a room, and how many name a crowd.
  static let mostIntroduced = 20
  private static let mostOfCrowd = 3

  /// Appends the names of a list in one line, without an end: `-- in #lobby: alice, @bob, carol (away)`.
  ///
  /// - Parameters:
  ///   - list: The names.
  ///   - end: The record of the list's end, which says which room it is of.
  ///   - isIntroduction: Whether nobody asked for the list: it is cut short then if it is long.
  public func append(
    _ list: NameList, endedBy end: Record, isIntroduction: Bool = false, to line: inout [UInt8]
  ) {
    let list = isIntroduction ? list.sorted(most: TextRendering.mostIntroduced) : list.sorted()
    appendTime(end.time, to: &line)
    appendStyled(.dim, to: &line) { line in
      line.append("-- ")
      if end.to.isEmpty { line.append("online") } else { appendPlace(end.to, to: &line) }
      line.append(": ")
      for (index, user) in list.users.enumerated() {
        if index > 0 { line.append(", ") }
        appendMember(user, to: &line)
      }
      if list.users.isEmpty { line.append("nobody") }
      if list.further == 0 { return }
      line.append(" and ")
      line.append(decimal: list.further)
      line.append(" more")
      if isIntroduction { line.append("; /who lists them") }
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

  /// Appends `-- 12 joined #lobby: alice, bob, carol and 9 more`, without an end.
  public func append(_ crowd: ArrivalFolding.Crowd, to line: inout [UInt8]) {
    appendTime(crowd.time, to: &line)
    appendStyled(.dim, to: &line) { line in
      line.append("-- ")
      line.append(decimal: crowd.names.count)
      line.append(crowd.event == .join ? crowd.room.isEmpty ? " came" : " joined" : " left")
      if !crowd.room.isEmpty {
        line.append(" ")
        Escaping.appendVisible(crowd.room, as: .name, to: &line)
      }
      line.append(": ")
      appendCrowd(crowd.names, to: &line)
      if crowd.reason.isEmpty { return }
      line.append(" (")
      Escaping.appendVisible(crowd.reason, to: &line)
      line.append(")")
    }
  }

  private func appendCrowd(_ names: [[UInt8]], to line: inout [UInt8]) {
    for (index, name) in names.prefix(TextRendering.mostOfCrowd).enumerated() {
      if index > 0 { line.append(", ") }
      Escaping.appendVisible(name, as: .name, to: &line)
    }
    let further = names.count - TextRendering.mostOfCrowd
    if further <= 0 { return }
    line.append(" and ")
    line.append(decimal: further)
    line.append(" more")
  }
}
