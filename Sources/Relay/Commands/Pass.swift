import Wire

/// PASS: the password of the server.
extension Relay {
  func pass(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    if request.session.isRegistered { return reply(.alreadyRegistered, "you are registered already") }
    request.session.registration?.password = [UInt8](copying: line.extracting(request[0].range))
  }
}
