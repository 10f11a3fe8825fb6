import Wire

/// LIST: which rooms there are.
extension Relay {
  func list(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    reply(.listStart) { $0.append("Room :Users Topic") }
    if request.count == 0 { return answer(.rooms) }
    forEachItem(in: request[0], of: line) { place in
      guard let room = room(named: line.extracting(place)), Policy.isVisible(room, to: user) else { return }
      replyListed(room)
    }
    reply(.listEnd, "end of list")
  }

  /// Tells of the rooms, from a number on and while that holds.
  ///
  /// - Returns: The number to go on from, or nil.
  func replyList(from serial: UInt64, to user: User, while goesOn: () -> Bool) -> UInt64? {
    network.allRooms.forEach(from: serial) { room in
      outbox.add(work: Relay.workOfLook)
      if Policy.isVisible(room, to: user) { replyListed(room) }
      return goesOn()
    }
  }

  private func replyListed(_ room: Room) {
    reply(.list) { output in
      output += room.name
      output.append(" ")
      output.append(decimal: room.members.count)
      output.append(" :")
      output += room.topic?.text ?? []
    }
  }
}
