import Wire

/// NAMES and LIST: the rooms and who is in them.
extension Relay {
  func names(_ request: Request, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    if request.count == 0 {
      for room in network.allRooms where isVisible(room, to: user) { replyNamesLines(room) }
      return replyEndOfNames([UInt8(ascii: "*")].span)
    }
    // A line has room for a large room's name a hundred times over.
    var told: [Room] = []
    forEachItem(in: request[0], of: line) { place in
      let name = line.extracting(place)
      guard let room = network.rooms[name], isVisible(room, to: user) else { return replyEndOfNames(name) }
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

  func list(_ request: Request, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    reply(.listStart) { $0.append("Room :Users Topic") }
    if request.count == 0 {
      for room in network.allRooms where isVisible(room, to: user) { replyListed(room) }
    }
    forEachItem(in: request[0], of: line) { place in
      guard let room = network.rooms[line.extracting(place)], isVisible(room, to: user) else { return }
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
