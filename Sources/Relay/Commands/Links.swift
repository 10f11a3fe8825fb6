import Wire

/// LINKS and MAP: which servers there are. There is one, which has no links.
extension Relay {
  func links(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    reply(.endOfLinks, about: line.extracting(request[0].range), "end of links: this server stands alone")
  }

  func map(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    reply(.map) { output in
      output.append(":")
      output += self.serverName
      output.append(" ")
      output.append(decimal: self.network.seenUserCount)
      output.append(" users")
    }
    reply(.mapEnd, "end of map")
  }
}
