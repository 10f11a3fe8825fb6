import Wire

/// INFO: what program this is, and since when it runs.
extension Relay {
  func info(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard isForThisServer(request, line) else { return }
    reply(.info) { output in
      output.append(":")
      output += Array(self.configuration.node.version.utf8)
      output.append(": chat as a Unix filter, and a chat server that speaks IRC with IRCv3")
    }
    reply(.info) { output in
      output.append(":this server was started ")
      output += Array(self.welcomeText.created.utf8)
    }
    reply(.info, "man chatnet-serve is the manual of the server; HELP tells its commands")
    reply(.endOfInfo, "end of info")
  }
}
