import Wire

/// ADMIN: who runs the server. It is the login that has started it, of whom nothing is told but by the message of the
/// day; a name of this network is all that there is to say.
extension Relay {
  func admin(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard isForThisServer(request, line) else { return }
    reply(.adminMe) { output in
      output += self.serverName
      output.append(" :who runs this server")
    }
    reply(.adminLocation1) { output in
      output.append(":")
      output += Array(self.configuration.network.name.utf8)
    }
    reply(.adminLocation2) { output in
      output.append(":")
      output += self.serverName
    }
    reply(.adminEmail, "whoever runs it says in the message of the day (MOTD) how to reach them")
  }
}
