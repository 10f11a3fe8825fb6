import Wire

/// PING: whether the server is there. PONG: whether the client is.
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

  /// The client is there: it has what it was sent in front of the PING that this answers.
  func pong(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard request.session.unreceived != nil, request.count > 0 else { return }
    receive(pong: line.extracting(request[request.count - 1].range), request.session)
  }
}
