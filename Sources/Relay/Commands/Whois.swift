import Wire

/// WHOIS: what is known of a user.
extension Relay {
  func whois(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    // `WHOIS server name` asks a certain server; there is one.
    let place = request[request.count > 1 ? 1 : 0]
    if place.isEmpty { return reply(.noNicknameGiven, "no name is given") }
    let name = line.extracting(place.range)
    if let user = seenUser(name) { replyWhois(user) } else { replyNoSuchNick(name) }
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
      output += Array(self.configuration.node.version.utf8)
    }
    if let account = user.account {
      replyAbout(user, .whoisAccount) { output in
        append(subject: Array(account.name.utf8).span, to: &output)
        output.append(" :is logged in as")
      }
    }
    if user.isServerOperator {
      replyAbout(user, .whoisOperator) { $0.append(":is an operator of this server") }
    }
    if user.isBot {
      replyAbout(user, .whoisBot) { $0.append(":is a bot") }
    }
    if user.isSecure {
      replyAbout(user, .whoisSecure) { $0.append(":is using a secure connection") }
    }
    if let reason = user.awayReason {
      replyAbout(user, .away) { output in
        output.append(":")
        output += reason
      }
    }
    replyWhoisMetadata(user)
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
    let shown = user.memberships.filter {
      Policy.isVisible($0.room, to: viewer) && Policy.isListed(user, to: viewer, in: $0.room)
    }
    if shown.isEmpty { return }
    replyWords(.whoisChannels, count: shown.count) { line in
      line += user.name
      line.append(" :")
    } word: { index, line in
      line.append(shown[index].prefix(all: all))
      line += shown[index].room.name
    }
  }
}
