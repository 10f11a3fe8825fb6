import Wire

/// TIME: what time it is for the server.
extension Relay {
  func time(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard isForThisServer(request, line) else { return }
    reply(.time) { output in
      output += self.serverName
      output.append(" :")
      output += Array(self.now.time.rfc3339.utf8)
    }
  }
}
