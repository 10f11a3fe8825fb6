import Wire

/// USER: how a session says which user it is, and its real name.
extension Relay {
  func user(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    if session.isRegistered { return reply(.alreadyRegistered, "you are registered already") }
    session.registration?.userName = userName(for: session, from: line.extracting(request[0].range))
    session.registration?.realName = prefix(line.extracting(request[3].range), RelayLimit.realName)
    registerIfReady(session)
  }

  /// What stands between `!` and `@`: the login name where the kernel told it, else what the client says, marked
  /// with `~` and without what would break the source apart.
  private func userName(for session: Session, from given: Span<UInt8>) -> [UInt8] {
    let isProven = session.account != nil
    let wanted = session.account.map { Array($0.name.utf8) } ?? [UInt8](copying: given)
    let kept = wanted.filter { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    let name = kept.isEmpty ? Array("user".utf8) : Array(kept.prefix(RelayLimit.userName - 1))
    return isProven ? name : [UInt8(ascii: "~")] + name
  }
}
