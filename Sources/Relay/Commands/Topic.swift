import Wire

/// TOPIC: what a room is about.
extension Relay {
  func topic(_ request: Request, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let name = line.extracting(request[0].range)
    guard let room = network.rooms[name], isVisible(room, to: user) else { return replyNoSuchChannel(name) }
    if request.count < 2 { return replyTopic(room) }
    guard let membership = user.membership(in: room) else { return replyNotOn(room) }
    if room.modes.contains(.topicByOperators), !membership.isOperator {
      return reply(
        .channelPrivilegesNeeded, about: room.name, "only an operator of the room may set the topic")
    }
    let text = prefix(line.extracting(request[1].range), RelayLimit.text)
    happen(.topic(room, RoomTopic(text: text, setBy: user.name, setAt: now.time), by: user))
  }

  func replyTopic(_ room: Room) {
    guard let topic = room.topic else { return reply(.noTopic, about: room.name, "no topic is set") }
    reply(.topic) { output in
      output += room.name
      output.append(" :")
      output += topic.text
    }
    reply(.topicWhoTime) { output in
      output += room.name
      output.append(" ")
      output += topic.setBy
      output.append(" ")
      output.append(decimal: Int(topic.setAt.milliseconds / 1000))
    }
  }

  /// Whether the user may know that the room is there: a secret one is known to its members.
  func isVisible(_ room: Room, to user: User) -> Bool {
    !room.modes.contains(.secret) || user.membership(in: room) != nil
  }
}
