import Wire

/// NAMES: who is in a room.
extension Relay {
  func names(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if request.count == 0 {
      network.allRooms.forEach { if Policy.isVisible($0, to: user) { replyNamesLines($0) } }
      return replyEndOfNames([UInt8(ascii: "*")].span)
    }
    // A line has room for a large room's name a hundred times over.
    var told: [Room] = []
    forEachItem(in: request[0], of: line) { place in
      let name = line.extracting(place)
      guard let room = network.rooms[name], Policy.isVisible(room, to: user) else {
        return replyEndOfNames(name)
      }
      if told.contains(where: { $0 === room }) { return }
      told.append(room)
      replyNames(room)
    }
  }

  func replyNames(_ room: Room) {
    replyNamesLines(room)
    let name = room.name
    replyEndOfNames(name.span)
  }

  private func replyEndOfNames(_ name: Span<UInt8>) {
    reply(.endOfNames, about: name, "end of names")
  }

  private func replyNamesLines(_ room: Room) {
    guard let asker, !room.members.isEmpty else { return }
    let all = asker.capabilities.contains(.multiPrefix)
    let names = room.rollCall.names(of: room, all: all)
    replyWords(.namReply, of: names.span) { line in
      line.append(room.modes.contains(.secret) ? "@ " : "= ")
      line += room.name
      line.append(" :")
    }
  }
}
