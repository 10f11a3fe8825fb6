import Wire

/// USERHOST: where users come from, and whether they are away.
extension Relay {
  /// USERHOST names those to whom something can be said in private: also who awaits replies and is in no list, so that
  /// `send` can ask beforehand.
  func userhost(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    var users: [User] = []
    for index in 0..<min(request.count, 5) {
      let name = line.extracting(request[index].range)
      if let user = listeningUser(name) ?? askersUser(name) { users.append(user) }
    }
    replyWords(.userhost, count: users.count) { line in
      line.append(":")
    } word: { index, line in
      line += users[index].name
      line.append(users[index].awayReason == nil ? "=+" : "=-")
      line += users[index].userName
      line.append("@")
      line += users[index].host
    }
  }

  /// The asker itself, which knows of itself also while nobody sees it.
  private func askersUser(_ name: Span<UInt8>) -> User? {
    guard let user = asker?.user, CanonicalForm.equal(user.name, name) else { return nil }
    return user
  }
}
