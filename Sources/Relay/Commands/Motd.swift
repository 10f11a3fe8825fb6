import Wire

/// MOTD: the message of the day.
extension Relay {
  func motd(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    if isForThisServer(request, line) { replyMotd() }
  }

  func replyMotd() {
    if configuration.node.motd.isEmpty { return reply(.noMotd, "there is no message of the day") }
    reply(.motdStart) { output in
      output.append(":- ")
      output += self.serverName
      output.append(" message of the day -")
    }
    for text in configuration.node.motd {
      reply(.motd) { output in
        output.append(":- ")
        output += Array(text.utf8)
      }
    }
    reply(.endOfMotd, "end of the message of the day")
  }
}
