import Wire

/// QUIT: a session ends, for the reason that it gives.
extension Relay {
  func quit(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let reason = prefix(line.extracting(request[0].range), RelayLimit.text)
    noteDepartures(of: request.session)
    let isHeard = request.session.user.map(Policy.maySpeakInAll) ?? true
    end(request.session, error: "goodbye", reason: isHeard ? reason : [])
  }
}
