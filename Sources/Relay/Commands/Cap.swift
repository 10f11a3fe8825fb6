import Wire

/// CAP: capability negotiation, version 302 (IRCv3 capability-negotiation).
extension Relay {
  func cap(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    switch Verb(line.extracting(request[0].range)) {
    case Verb("LS"):
      session.registration?.isNegotiating = true
      let isModern = Bytes.decimal(line.extracting(request[1].range)) ?? 0 >= 302
      if isModern {
        session.speaksCap302 = true
        session.capabilities.insert(.capNotify)
      }
      replyCap("LS") { self.appendOffer(to: &$0, for: session, withValues: isModern) }
    case Verb("LIST"):
      replyCap("LIST") { self.append(session.capabilities, for: session, to: &$0) }
    case Verb("REQ"):
      session.registration?.isNegotiating = true
      requireCapabilities(request, line)
    case Verb("END"):
      guard session.registration?.isNegotiating == true else { return }
      session.registration?.isNegotiating = false
      if session.sasl != nil {
        session.sasl = nil
        reply(.saslAborted, "logging in was aborted")
      }
      registerIfReady(session)
    default:
      reply(.invalidCapCommand, about: line.extracting(request[0].range), "no such CAP command")
    }
  }

  private func replyCap(_ command: StaticString, _ write: (inout LineBuffer) -> Void) {
    guard let asker else { return }
    replyFromServer { output in
      output.append("CAP ")
      appendName(of: asker, to: &output)
      output.append(" ")
      output.append(command)
      output.append(" :")
      write(&output)
    }
  }

  private func requireCapabilities(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    var wanted = session.capabilities
    var areAccepted = true
    forEachWord(in: request[1].range, of: line) { word in
      let isRemoved = line[word.lowerBound] == UInt8(ascii: "-")
      let name = isRemoved ? (word.lowerBound + 1)..<word.upperBound : word
      guard let capability = Capabilities.named(line.extracting(name)),
        offered(to: session).contains(capability)
      else { return areAccepted = false }
      if isRemoved, capability == .capNotify, session.speaksCap302 { return areAccepted = false }
      // Who is seen stays seen; who is unseen may be seen from now on.
      if !isRemoved, capability == .unseen, session.isRegistered, !session.isUnseen {
        return areAccepted = false
      }
      if isRemoved { wanted.remove(capability) } else { wanted.insert(capability) }
    }
    // An answer that would be cut off could be taken for another: names are repeated in such a list anyway.
    if request[1].count > RelayLimit.capabilities { areAccepted = false }
    if areAccepted { take(wanted, for: session) }
    replyCap(areAccepted ? "ACK" : "NAK") { output in
      output += prefix(line.extracting(request[1].range), RelayLimit.capabilities)
    }
  }

  private func take(_ capabilities: Capabilities, for session: Session) {
    if !capabilities.contains(.unseen) { reveal(session) }
    session.capabilities = capabilities
    network.update(session)
  }

  /// What this server offers to a session.
  private func offered(to session: Session) -> Capabilities {
    guard configuration.node.hasStore else { return Relay.alwaysOffered }
    var offered = Relay.alwaysOffered.union([.readMarker, .sasl])
    if mayMakeAccounts(session) { offered.insert(.accountRegistration) }
    return configuration.node.keepsHistory ? offered.union(.chathistory) : offered
  }

  private static let alwaysOffered: Capabilities = [
    .messageTags, .serverTime, .accountTag, .echoMessage, .labeledResponse, .batch, .multiPrefix, .capNotify,
    .awayNotify, .preAway, .standardReplies, .multiline, .accountNotify,
    .extendedJoin, .replies, .unseen, .heldNames,
  ]

  private func appendOffer(to output: inout LineBuffer, for session: Session, withValues: Bool) {
    if withValues { appendStrictTransport(to: &output, for: session) }
    append(offered(to: session), withValues: withValues, for: session, to: &output)
    guard withValues, let account = session.account else { return }
    var separator: StaticString = "="
    // `chatnet/names` is the last, so its value ends the line; names that would not fit are left out. Nobody speaks as
    // a bot because one runs.
    for user in network.seenUsers(of: account)
    where !user.isBot && output.count + user.name.count < WireLimit.body {
      output.append(separator)
      output += user.name
      separator = ","
    }
  }

  /// Tells who comes in the clear where TLS is spoken, and who comes by TLS for how long to keep to that. It cannot be
  /// asked for (IRCv3 sts).
  private func appendStrictTransport(to output: inout LineBuffer, for session: Session) {
    guard let policy = configuration.node.strictTransport, !session.isLocal else { return }
    switch session.origin.security {
    case .plain:
      output.append("sts=port=")
      output.append(decimal: Int(policy.port))
    case .encrypted:
      output.append("sts=duration=")
      output.append(decimal: policy.seconds)
    }
    output.append(" ")
  }

  private func append(
    _ capabilities: Capabilities, withValues: Bool = false, for session: Session, to output: inout LineBuffer
  ) {
    var isFirst = true
    for entry in Capabilities.names where capabilities.contains(entry.capability) {
      if !isFirst { output.append(" ") }
      output.append(entry.name)
      if withValues { appendValue(of: entry.capability, for: session, to: &output) }
      isFirst = false
    }
  }

  private func appendValue(
    of capability: Capabilities, for session: Session, to output: inout LineBuffer
  ) {
    switch capability {
    case .multiline: Relay.appendMultilineLimits(to: &output)
    case .sasl:
      output.append("=")
      output += mechanisms(for: session)
    case .accountRegistration: output.append("=before-connect,custom-account-name")
    default: break
    }
  }

  private static func appendMultilineLimits(to output: inout LineBuffer) {
    output.append("=max-bytes=")
    output.append(decimal: RelayLimit.multilineBytes)
    output.append(",max-lines=")
    output.append(decimal: RelayLimit.multilineLines)
  }
}
