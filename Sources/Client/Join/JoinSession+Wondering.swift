import Wire

/// What a session asks the server for a person's eyes alone: how fast it answers, and whether whom a line speaks to that
/// is being typed is there.
extension JoinSession {
  static let pingToken = Array("chatnet-ping".utf8)

  /// Asks the server to answer.
  mutating func ping(_ now: Moment) {
    connection.pings.append(now.monotonic)
    connection.link.bytes.appendCommand("PING", JoinSession.pingToken)
  }

  /// The server has answered the first that it was asked.
  mutating func tellPing(_ now: Moment) {
    if connection.pings.isEmpty { return }
    let time = now.monotonic - connection.pings.removeFirst()
    remark("\(Escaping.visible(profile.name, as: .name)) answers within \(time < 1 ? 1 : time) ms")
  }

  // MARK: Whom a line speaks to

  /// Asks whether somebody is there to whom a line speaks that is being typed, and who is in none of the rooms.
  mutating func wonder(about name: [UInt8]) {
    guard connection.isOpen, outage == nil, phase == .ready, name.isOneTarget else { return }
    connection.whoIsOn.append(name)
    connection.link.bytes.appendCommand("ISON", name)
  }

  /// Asks whether somebody is there, whom a line that was entered speaks to.
  mutating func askWhetherOnline(_ name: [UInt8]) {
    connection.whoIsOn.append(nil)
    connection.link.bytes.appendCommand("ISON", name)
  }

  /// Takes the answer to the first question of either kind.
  mutating func receive(isOn names: [[UInt8]], _ now: Moment) {
    guard !connection.whoIsOn.isEmpty, let name = connection.whoIsOn.removeFirst() else {
      return answer(isOnline: names, now)
    }
    absentee = names.contains { profile.caseMapping.equal($0, name) } ? nil : name
  }
}
