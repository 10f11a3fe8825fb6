/// Where lines go: how a person is told, and leaves whom they went to.
extension JoinSession {
  /// `/part` that names no room, from somebody who talks to one alone, leaves that talk: the room behind it is not seen.
  /// In a pipe it is an error: what follows was written for one alone.
  mutating func endQuery(_ now: Moment) {
    guard let name = queried else { return }
    if !request.isInteractive {
      let reason = "no room is named, and lines go to \(Escaping.visible(name, as: .name)) alone: /part ROOM"
      return fail(Failure(.badInput, about: placeOfLine, reason), now)
    }
    queried = nil
    let place = rooms.current.map { "lines go to \(Escaping.visible($0, as: .name))" } ?? "no room is chosen"
    remark("no longer talking to \(Escaping.visible(name, as: .name)): \(place) (/part ROOM leaves a room)")
  }

  /// Tells a person where lines go, and where else they could. In a pipe a room is missing: what follows was written for
  /// another one than the current.
  mutating func sayWhereLinesGo(_ now: Moment) {
    if !request.isInteractive {
      fail(Failure(.badInput, "a room is missing: /room ROOM"), now)
      return missRoom()
    }
    let names = rooms.names.map { Escaping.visible($0, as: .name) }.joined(separator: ", ")
    guard let place = queried ?? rooms.current else {
      return fail(Failure(.noSuchTarget, "no room is chosen: /join ROOM or /room ROOM"), now)
    }
    remark(
      "lines go to \(Escaping.visible(place, as: .name)); you are in \(names.isEmpty ? "no room" : names)")
  }
}
