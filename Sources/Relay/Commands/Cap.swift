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
      replyCap("LS", offer(for: session, withValues: isModern), inParts: isModern)
    case Verb("LIST"):
      replyCap("LIST", words(session.capabilities, for: session), inParts: session.speaksCap302)
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

  private func replyCap(
    _ command: StaticString, goesOn: Bool = false, _ write: (inout LineBuffer) -> Void
  ) {
    guard let asker else { return }
    replyFromServer { output in
      output.append("CAP ")
      appendName(of: asker, to: &output)
      output.append(" ")
      output.append(command)
      output.append(goesOn ? " * :" : " :")
      write(&output)
    }
  }

  /// A list of capabilities: in as many lines as it needs, of which all but the last say that it goes on; in one line
  /// for clients that know no other, without what has no room there.
  private func replyCap(_ command: StaticString, _ words: [[UInt8]], inParts: Bool) {
    guard let asker else { return }
    var name = LineBuffer()
    appendName(of: asker, to: &name)
    let room = WireLimit.body - serverName.count - name.count - ": CAP  LIST * :".utf8.count
    var rest = words[...]
    repeat {
      var (count, bytes) = (0, 0)
      for word in rest {
        bytes += word.count + 1
        if count > 0, bytes > room { break }
        count += 1
      }
      let part = rest.prefix(count)
      rest = inParts ? rest.dropFirst(count) : []
      replyCap(command, goesOn: !rest.isEmpty) { output in
        for (index, word) in part.enumerated() {
          if index > 0 { output.append(" ") }
          output += word
        }
      }
    } while !rest.isEmpty
  }

  private func requireCapabilities(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    // An empty list asks for nothing, and there is nothing to say to it.
    if request.count < 2 || isBlank(line.extracting(request[1].range)) {
      return replyParametersMissing(request, line)
    }
    let session = request.session
    let offered = offered(to: session)
    var wanted = session.capabilities
    var areAccepted = true
    forEachWord(in: request[1].range, of: line) { word in
      let isRemoved = line[word.lowerBound] == UInt8(ascii: "-")
      let name = isRemoved ? (word.lowerBound + 1)..<word.upperBound : word
      guard let capability = Capabilities.named(line.extracting(name)),
        offered.contains(capability)
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
    return configuration.node.keepsHistory ? offered.union([.chathistory, .messageRedaction]) : offered
  }

  private static let alwaysOffered: Capabilities = [
    .messageTags, .serverTime, .accountTag, .echoMessage, .labeledResponse, .batch, .multiPrefix, .capNotify,
    .awayNotify, .preAway, .standardReplies, .multiline, .accountNotify, .extendedJoin, .setname,
    .inviteNotify, .extendedMonitor,
    .userhostInNames, .noImplicitNames, .channelRename, .metadata, .extendedISupport, .replies, .unseen,
    .heldNames,
  ]

  private func isBlank(_ text: Span<UInt8>) -> Bool { text.indices.allSatisfy { text[$0] == 0x20 } }

  /// What is offered, a word each.
  private func offer(for session: Session, withValues: Bool) -> [[UInt8]] {
    var words = words(offered(to: session), withValues: withValues, for: session)
    if withValues, let word = strictTransport(for: session) { words.insert(word, at: 0) }
    guard withValues, let account = session.account, var last = words.popLast() else { return words }
    // `chatnet/names` is the last, so its value ends the list; names that would not fit are left out. Nobody speaks as
    // a bot because one runs.
    var separator = UInt8(ascii: "=")
    for user in network.seenUsers(of: account)
    where !user.isBot && last.count + user.name.count < RelayLimit.capabilities {
      last.append(separator)
      last += user.name
      separator = UInt8(ascii: ",")
    }
    return words + [last]
  }

  private func words(
    _ capabilities: Capabilities, withValues: Bool = false, for session: Session
  ) -> [[UInt8]] {
    Capabilities.names.filter { capabilities.contains($0.capability) }.map { entry in
      var word: [UInt8] = []
      word.append(entry.name)
      if withValues { word += value(of: entry.capability, for: session).utf8 }
      return word
    }
  }

  /// Tells who comes in the clear where TLS is spoken, and who comes by TLS for how long to keep to that. It cannot be
  /// asked for (IRCv3 sts).
  private func strictTransport(for session: Session) -> [UInt8]? {
    guard let policy = configuration.node.strictTransport, !session.isLocal else { return nil }
    switch session.origin.security {
    case .plain: return Array("sts=port=\(policy.port)".utf8)
    case .encrypted: return Array("sts=duration=\(policy.seconds)".utf8)
    }
  }

  private func value(of capability: Capabilities, for session: Session) -> String {
    switch capability {
    case .multiline: "=max-bytes=\(RelayLimit.multilineBytes),max-lines=\(RelayLimit.multilineLines)"
    case .metadata:
      "=before-connect,max-subs=\(RelayLimit.metadataKeys),max-keys=\(RelayLimit.metadataKeys)"
    case .sasl: "=\(String(decoding: mechanisms(for: session), as: UTF8.self))"
    case .accountRegistration: "=before-connect,custom-account-name"
    default: ""
    }
  }
}
