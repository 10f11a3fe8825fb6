import Wire

/// LIST: which rooms there are.
extension Relay {
  func list(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    reply(.listStart) { $0.append("Room :Users Topic") }
    if request.count == 0 {
      network.allRooms.forEach { if Policy.isVisible($0, to: user) { replyListed($0) } }
    }
    forEachItem(in: request[0], of: line) { place in
      guard let room = network.rooms[line.extracting(place)], Policy.isVisible(room, to: user) else { return }
      replyListed(room)
    }
    reply(.listEnd, "end of list")
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
