import Wire

/// MOTD, LUSERS, VERSION and TIME: what is known of the server.
extension Relay {
  func motd(_ request: Request, _ line: Span<UInt8>) {
    if isForThisServer(request, line) { replyMotd() }
  }

  func replyMotd() {
    if configuration.motd.isEmpty { return reply(.noMotd, "there is no message of the day") }
    reply(.motdStart) { output in
      output.append(":- ")
      output += self.serverName
      output.append(" message of the day -")
    }
    for text in configuration.motd {
      reply(.motd) { output in
        output.append(":- ")
        output += Array(text.utf8)
      }
    }
    reply(.endOfMotd, "end of the message of the day")
  }

  func lusers(_ request: Request, _ line: Span<UInt8>) { replyLusers() }

  func replyLusers() {
    let users = network.seenUserCount
    reply(.luserClient) { output in
      output.append(":there are ")
      output.append(decimal: users)
      output.append(" users and 0 invisible on 1 servers")
    }
    reply(.luserChannels) { output in
      output.append(decimal: network.allRooms.count)
      output.append(" :rooms")
    }
    reply(.luserMe) { output in
      output.append(":I have ")
      output.append(decimal: users)
      output.append(" clients and 0 servers")
    }
    replyCounts(.localUsers)
    replyCounts(.globalUsers)
  }

  private func replyCounts(_ numeric: Numeric) {
    reply(numeric) { output in
      output.append(decimal: network.seenUserCount)
      output.append(" ")
      output.append(decimal: peakUserCount)
      output.append(
        numeric == .localUsers ? " :local users, and the most so far" : " :global users, and the most so far")
    }
  }

  func version(_ request: Request, _ line: Span<UInt8>) {
    guard isForThisServer(request, line) else { return }
    reply(.version) { output in
      output += Array(self.configuration.version.utf8)
      output.append(" ")
      output += self.serverName
      output.append(" :")
    }
    replyISupport()
  }

  func time(_ request: Request, _ line: Span<UInt8>) {
    guard isForThisServer(request, line) else { return }
    reply(.time) { output in
      output += self.serverName
      output.append(" :")
      output += Array(self.now.time.rfc3339.utf8)
    }
  }

  /// Whether the server that the request names, by itself, a mask or one of its users, is this one; if not, the
  /// asker is told.
  private func isForThisServer(_ request: Request, _ line: Span<UInt8>) -> Bool {
    let name = line.extracting(request[0].range)
    if name.isEmpty || Mask.matches(name, serverName) || network.seenUser(name) != nil { return true }
    reply(.noSuchServer, about: name, "no such server")
    return false
  }
}
