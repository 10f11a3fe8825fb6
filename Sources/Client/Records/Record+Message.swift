import Wire

extension Record {
  /// What a message of the server tells, or nil where it is nothing that is told.
  init?(_ message: ServerMessage, _ profile: ServerProfile, _ now: Moment) {
    guard let (event, to, text) = Record.parts(of: message, profile),
      let sender = Record.sender(of: message, profile)
    else { return nil }
    self.init(
      event, time: message.time ?? now.wall, from: sender, to: to, text: text,
      id: message.tag("msgid"), account: message.tag("account"))
    takeTags(of: message)
  }

  /// Takes what tags tell of where it comes from.
  mutating func takeTags(of message: ServerMessage) {
    clientID = message.tag(ClientTag.id)
    via = message.tag(ClientTag.via).flatMap { Via($0) } ?? Via()
    isOfBot = message.tag("bot") != nil
  }

  /// Who a message is from; nil where nobody says something, or comes or goes, of which there is nothing to tell. A
  /// notice without a source is the server's own.
  private static func sender(of message: ServerMessage, _ profile: ServerProfile) -> [UInt8]? {
    if !message.sender.isEmpty { return message.sender }
    switch message.verb {
    case ServerVerb.notice: return profile.name
    case ServerVerb.kick, ServerVerb.topic, ServerVerb.mode: return []
    default: return nil
    }
  }

  private typealias Parts = (event: RecordEvent, to: [UInt8], text: [UInt8])

  private static func parts(of message: ServerMessage, _ profile: ServerProfile) -> Parts? {
    switch message.verb {
    case ServerVerb.privmsg, ServerVerb.notice:
      if message.count < 2 || message[0].isEmpty { return nil }
      if message.verb == ServerVerb.notice { return (.notice, message[0], message.text) }
      if let action = Action.unwrap(message.text) { return (.action, message[0], action) }
      return (.message, message[0], message.text)
    case ServerVerb.join: return (.join, message[0], [])
    case ServerVerb.part: return (.part, message[0], message[1])
    case ServerVerb.quit: return (.quit, [], message[0])
    case ServerVerb.kick:
      return (.kick, message[0], message[1] + (message[2].isEmpty ? [] : [0x20] + message[2]))
    case ServerVerb.nick: return (.nick, [], message[0])
    case ServerVerb.topic: return (.topic, message[0], message[1])
    case ServerVerb.mode where profile.isRoom(message[0]):
      return (.mode, message[0], Array((1..<message.count).map { message[$0] }.joined(separator: [0x20])))
    case ServerVerb.away: return message.count > 0 ? (.away, [], message[0]) : (.back, [], [])
    case ServerVerb.invite: return (.invite, message[1], message[0])
    default: return nil
    }
  }
}
