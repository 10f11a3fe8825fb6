import Wire

/// NAMES: who is in a room.
extension Relay {
  func names(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    if request.count == 0 { return answer(.namesOfAll, about: [UInt8(ascii: "*")]) }
    // A line has room for a large room's name a hundred times over.
    var names: [[UInt8]] = []
    var forms: [[UInt8]] = []
    forEachItem(in: request[0], of: line) { place in
      let form = CanonicalForm.of(line.extracting(place))
      if forms.contains(where: { ASCIIFold.equal($0, form) }) { return }
      forms.append(form)
      names.append([UInt8](copying: line.extracting(place)))
    }
    answer(.names(names), about: [UInt8](copying: line.extracting(request[0].range)))
  }

  /// Tells the names of all rooms, from a number on and while that holds.
  ///
  /// - Returns: The number to go on from, or nil.
  func replyNames(from serial: UInt64, to user: User, while goesOn: () -> Bool) -> UInt64? {
    network.allRooms.forEach(from: serial) { room in
      outbox.add(work: Relay.workOfLook)
      if Policy.isVisible(room, to: user) { replyNamesLines(room) }
      return goesOn()
    }
  }

  /// Tells the names of those rooms, from a place of the list on and while that holds.
  ///
  /// - Returns: The place to go on from, or nil.
  func replyNames(of names: [[UInt8]], from place: UInt64, to user: User, while goesOn: () -> Bool) -> UInt64?
  {
    for index in Int(place)..<names.count {
      let name = names[index]
      if let room = room(named: name.span), Policy.isVisible(room, to: user) { replyNamesLines(room) }
      if !goesOn() { return index + 1 < names.count ? UInt64(index + 1) : nil }
    }
    return nil
  }

  func replyNames(_ room: Room) {
    replyNamesLines(room)
    let name = room.name
    replyEndOfNames(name.span)
  }

  func replyEndOfNames(_ name: Span<UInt8>) {
    reply(.endOfNames, about: name, "end of names")
  }

  private func replyNamesLines(_ room: Room) {
    guard let asker, !room.members.isEmpty else { return }
    let all = asker.capabilities.contains(.multiPrefix)
    let names = self.names(of: room, for: asker, all: all)
    outbox.add(work: names.count / Relay.bytesOfWork)
    replyWords(.namReply, of: names.span) { line in
      line.append(room.modes.contains(.secret) ? "@ " : "= ")
      line += room.name
      line.append(" :")
    }
  }

  /// The members as the asker is told of them: most are told the same.
  private func names(of room: Room, for asker: Session, all: Bool) -> [UInt8] {
    let withSources = asker.capabilities.contains(.userhostInNames)
    let isStranger = asker.user.map { !$0.isMember(of: room) } ?? true
    guard withSources || isStranger && network.invisibleCount > 0 else {
      if !room.rollCall.isSpelled(all: all) { outbox.add(work: room.members.count) }
      return room.rollCall.names(of: room, all: all)
    }
    outbox.add(work: room.members.count)
    var names: [UInt8] = []
    room.members.forEach { membership in
      let user = membership.user
      if let viewer = asker.user, !Policy.isListed(user, to: viewer, in: room) { return }
      if !names.isEmpty { names.append(UInt8(ascii: " ")) }
      names.append(membership.prefix(all: all))
      names += withSources ? user.shownSource : user.name
    }
    return names
  }

  /// How many bytes of names a unit of work copies.
  private static var bytesOfWork: Int { 64 }
}
