import Wire

/// ISON: which of some names are there.
extension Relay {
  func ison(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    var users: [User] = []
    for index in 0..<request.count {
      forEachWord(in: request[index].range, of: line) { word in
        if let user = seenUser(line.extracting(word)) { users.append(user) }
      }
    }
    replyWords(.isOn, count: users.count) { line in
      line.append(":")
    } word: { index, line in
      line += users[index].name
    }
  }
}
