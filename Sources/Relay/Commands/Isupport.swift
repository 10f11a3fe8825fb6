import Wire

/// ISUPPORT: what this server supports, asked for at any time (IRCv3 draft/extended-isupport).
extension Relay {
  func isupport(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    guard session.isRegistered || session.capabilities.contains(.extendedISupport) else {
      return replyNotRegistered()
    }
    inBatch("draft/isupport", about: []) { replyISupport(hasAccount: session.account != nil) }
  }
}
