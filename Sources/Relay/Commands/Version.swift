import Wire

/// VERSION: what program this is, and what it supports.
extension Relay {
  func version(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard isForThisServer(request, line) else { return }
    reply(.version) { output in
      output += Array(self.configuration.node.version.utf8)
      output.append(" ")
      output += self.serverName
      output.append(" :")
    }
    replyISupport(hasAccount: request.session.user?.account != nil)
  }

  /// Whether the server that the request names, by itself, a mask or one of its users, is this one; if not, the
  /// asker is told.
  func isForThisServer(_ request: ReceivedCommand, _ line: Span<UInt8>) -> Bool {
    let name = line.extracting(request[0].range)
    if name.isEmpty || Mask.matches(name, serverName) || seenUser(name) != nil { return true }
    reply(.noSuchServer, about: name, "no such server")
    return false
  }
}
