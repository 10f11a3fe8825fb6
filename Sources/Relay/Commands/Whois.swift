import Wire

/// WHOIS, USERHOST and ISON: what is known of a user.
extension Relay {
  func whois(_ request: Request, _ line: Span<UInt8>) {
    // `WHOIS server name` asks a certain server; there is one.
    let place = request[request.count > 1 ? 1 : 0]
    if place.isEmpty { return reply(.noNicknameGiven, "no name is given") }
    let name = line.extracting(place.range)
    if let user = network.seenUser(name) { replyWhois(user) } else { replyNoSuchNick(name) }
    reply(.endOfWhois, about: name, "end of whois")
  }

  private func replyWhois(_ user: User) {
    replyAbout(user, .whoisUser) { output in
      output += user.userName
      output.append(" ")
      output += user.host
      output.append(" * :")
      output += user.realName
    }
    replyWhoisRooms(user)
    replyAbout(user, .whoisServer) { output in
      output += self.serverName
      output.append(" :")
      output += Array(self.configuration.version.utf8)
    }
    if let account = user.account {
      replyAbout(user, .whoisAccount) { output in
        append(subject: Array(account.name.utf8).span, to: &output)
        output.append(" :is logged in as")
      }
    }
    if let reason = user.awayReason {
      replyAbout(user, .away) { output in
        output.append(":")
        output += reason
      }
    }
    replyAbout(user, .whoisIdle) { output in
      output.append(decimal: self.idleSeconds(user))
      output.append(" ")
      output.append(decimal: Int(user.since.milliseconds / 1000))
      output.append(" :seconds idle, signed on at")
    }
  }

  private func replyAbout(_ user: User, _ numeric: Numeric, _ write: (inout LineBuffer) -> Void) {
    reply(numeric) { output in
      output += user.name
      output.append(" ")
      write(&output)
    }
  }

  private func replyWhoisRooms(_ user: User) {
    guard let asker, let viewer = asker.user else { return }
    let all = asker.capabilities.contains(.multiPrefix)
    let shown = user.memberships.filter { isVisible($0.room, to: viewer) }
    if shown.isEmpty { return }
    replyWords(.whoisChannels, count: shown.count) { line in
      line += user.name
      line.append(" :")
    } word: { index, line in
      line.append(shown[index].prefix(all: all))
      line += shown[index].room.name
    }
  }

  /// USERHOST names those to whom something can be said in private: also who awaits replies and is in no list, so that
  /// `send` can ask beforehand.
  func userhost(_ request: Request, _ line: Span<UInt8>) {
    var users: [User] = []
    for index in 0..<min(request.count, 5) {
      let name = line.extracting(request[index].range)
      if let user = network.listeningUser(name) ?? askersUser(name) { users.append(user) }
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
    guard let user = asker?.user, ASCIIFold.equal(user.name, name) else { return nil }
    return user
  }

  func ison(_ request: Request, _ line: Span<UInt8>) {
    var users: [User] = []
    for index in 0..<request.count {
      forEachWord(in: request[index].range, of: line) { word in
        if let user = network.seenUser(line.extracting(word)) { users.append(user) }
      }
    }
    replyWords(.isOn, count: users.count) { line in
      line.append(":")
    } word: { index, line in
      line += users[index].name
    }
  }
}
