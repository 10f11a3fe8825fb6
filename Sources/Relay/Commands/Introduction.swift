import Wire

/// PASS, NICK and USER: how a session says who it is.
extension Relay {
  func pass(_ request: Request, _ line: Span<UInt8>) {
    if request.session.isRegistered { return reply(.alreadyRegistered, "you are registered already") }
    request.session.registration?.password = [UInt8](copying: line.extracting(request[0].range))
  }

  func user(_ request: Request, _ line: Span<UInt8>) {
    let session = request.session
    if session.isRegistered { return reply(.alreadyRegistered, "you are registered already") }
    session.registration?.userName = userName(for: session, from: line.extracting(request[0].range))
    session.registration?.realName = prefix(line.extracting(request[3].range), RelayLimit.realName)
    registerIfReady(session)
  }

  func nick(_ request: Request, _ line: Span<UInt8>) {
    let session = request.session
    if request.count == 0 || request[0].isEmpty {
      return reply(.noNicknameGiven) { output in
        output.append(":")
        output += Array(NameFault.empty.description.utf8)
      }
    }
    let name = [UInt8](copying: line.extracting(request[0].range))
    if let fault = faultOfName(name) { return replyErroneous(name, fault) }
    guard let user = session.user else {
      session.registration?.name = name
      return registerIfReady(session)
    }
    rename(user, to: name, by: session)
  }

  private func faultOfName(_ name: [UInt8]) -> String? {
    if let fault = NameRules.fault(name.span) { return fault.description }
    return ASCIIFold.equal(name, serverName) ? NameFault.reserved.description : nil
  }

  /// 432 with the rule that the name breaks.
  private func replyErroneous(_ name: [UInt8], _ fault: String) {
    reply(.erroneousNickname) { output in
      append(subject: name.span, to: &output)
      output.append(" :")
      output += Array(fault.utf8)
    }
  }

  private func rename(_ user: User, to name: [UInt8], by session: Session) {
    if user.name == name { return }
    let holder = network.holder(of: name.span)
    guard holder == nil || holder === user else {
      return reply(.nicknameInUse, about: name, "this name is taken")
    }
    happen(.renamed(user, to: name))
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

  /// At most `limit` bytes, cut in front of a character.
  func prefix(_ bytes: Span<UInt8>, _ limit: Int) -> [UInt8] {
    [UInt8](copying: bytes.extracting(0..<Bytes.boundary(bytes, limit: limit)))
  }
}
