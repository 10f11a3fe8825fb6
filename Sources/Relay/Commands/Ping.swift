import Wire

/// PING: whether the server is there.
extension Relay {
  func ping(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    if request.count == 0 { return reply(.noOrigin, "PING needs a token") }
    replyFromServer { output in
      output.append("PONG ")
      output += self.serverName
      output.append(" :")
      output.append(line.extracting(request[0].range))
    }
  }
}
