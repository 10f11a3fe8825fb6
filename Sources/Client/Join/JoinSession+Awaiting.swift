import Wire

/// What a session waits for, and what of it has come. What only tells that the server is there moves nothing forward.
extension JoinSession {
  /// Takes notice of a message that is a part of what is awaited before lines can be taken, of which there may be any
  /// number.
  mutating func notePart(_ message: ServerMessage, _ now: Moment) {
    let isPart =
      switch phase {
      case .introducing: message.numeric != nil
      case .entering: JoinSession.isAboutRoom(message)
      case .catchingUp: message.verb == ServerVerb.batch || message.tag("batch") != nil
      default: false
      }
    if isPart { connection.patience.prolong(now) }
  }

  private static func isAboutRoom(_ message: ServerMessage) -> Bool {
    switch message.numeric.flatMap(Numeric.init) {
    case .namReply, .topic, .noTopic: true
    default: false
    }
  }

  /// What the server's answer is awaited to, in a few words.
  var awaited: String {
    switch phase {
    case .entering(let entering): "entry to \(JoinSession.names(entering.left))"
    case .catchingUp(let catchUp):
      catchUp.fetches.first.map { "the history of \(JoinSession.names([$0.target]))" } ?? "the history"
    case .ready, .leaving: question.map { JoinSession.words($0.subject) } ?? wordsOnMessages
    default: "its welcome"
    }
  }

  private var wordsOnMessages: String {
    let count = acknowledgements.count
    if count == 0 { return "its word that all is done" }
    return "its word on \(count == 1 ? "1 message" : "\(count) messages")"
  }

  private static func words(_ subject: BlockingQuestion.Subject) -> String {
    switch subject {
    case .isOnline(let name, _, _): "its word whether \(names([name])) is online"
    case .join(let room): "entry to \(names([room]))"
    case .part(let room): "its word that \(names([room])) is left"
    case .account(let errand): "its answer to \(String(decoding: errand.command, as: UTF8.self))"
    case .history(let fetch): "the history of \(names([fetch.target]))"
    }
  }

  /// So many names are named, and of more only how many there are.
  private static let mostNamed = 3

  private static func names(_ names: [[UInt8]]) -> String {
    let named = names.prefix(mostNamed).map { Escaping.visible($0, as: .name) }.joined(separator: ", ")
    return names.count > mostNamed ? "\(named) and \(names.count - mostNamed) more" : named
  }
}
