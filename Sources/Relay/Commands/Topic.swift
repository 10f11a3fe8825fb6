import Wire

/// TOPIC: what a room is about.
extension Relay {
  func topic(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let name = line.extracting(request[0].range)
    guard let room = room(name, visibleTo: user) else { return }
    if request.count < 2 { return replyTopic(room) }
    if let (numeric, text) = Policy.refusal(toSetTopicOf: room, user) {
      return reply(numeric, about: room.name, text)
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
}
