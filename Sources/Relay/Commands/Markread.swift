import Wire

/// MARKREAD: until when somebody has read what was said in a room or by a name, for all devices of an account (IRCv3
/// draft/read-marker). Who has no account has markers for as long as the connection lasts.
extension Relay {
  func markread(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let name = line.extracting(request[0].range)
    if name.isEmpty { return refuseMarker("NEED_MORE_PARAMS", about: Span(), "parameters are missing") }
    guard configuration.node.hasStore else {
      return refuseMarker("INTERNAL_ERROR", about: name, "this server keeps no markers")
    }
    guard RoomRules.isRoom(name) ? RoomRules.fault(name) == nil : NameRules.fault(name) == nil else {
      return refuseMarker("INVALID_PARAMS", about: name, "this is neither a room nor a name")
    }
    guard knowsMarkers(user) else { return learnMarkers(of: user, for: request.session, then: line) }
    if request.count > 1 {
      let word = line.extracting(request[1].range)
      guard case .time(let time)? = HistoryQuery.Point(word) else {
        return refuseMarker(
          "INVALID_PARAMS", about: word, "the second parameter is timestamp=YYYY-MM-DDThh:mm:ss.sssZ")
      }
      advance(ReadMarker(target: CanonicalForm.folded(name), time: min(time, now.time)), name, of: user)
    }
    replyMarker(of: name, user)
  }

  /// Whether a session is told of markers.
  func showsMarkers(to session: Session) -> Bool {
    session.capabilities.contains(.readMarker) && configuration.node.hasStore
  }

  /// Tells the asker how far it has read what was said under that name.
  func replyMarker(of name: Span<UInt8>, _ user: User) {
    let time = user.markers?[CanonicalForm.folded(name)]
    replyFromServer { Relay.append(name, time, to: &$0) }
  }

  private static func append(_ name: Span<UInt8>, _ time: Timestamp?, to line: inout LineBuffer) {
    line.append("MARKREAD ")
    line.append(name)
    guard let time else { return line.append(" *") }
    line.append(" timestamp=")
    var text: [UInt8] = []
    time.append(to: &text)
    line += text
  }

  /// Moves a marker forward for all devices of the account, which are told.
  private func advance(_ marker: ReadMarker, _ name: Span<UInt8>, of user: User) {
    guard user.markers?.advance(marker) == true else { return }
    let name = [UInt8](copying: name)
    for other in user.account.map({ network.seenUsers(of: $0) }) ?? [user] {
      if other !== user { _ = other.markers?.advance(marker) }
      for session in other.sessions.all where session !== asker {
        guard session.capabilities.contains(.readMarker), !session.isClosing else { continue }
        send(to: session) { line in
          line.append(":")
          line += serverName
          line.append(" ")
          Relay.append(name.span, marker.time, to: &line)
        }
      }
    }
    if let account = user.account { tellRead(account, marker) }
  }

  // MARK: What is known

  /// Whether the user's markers are known. Those of somebody without an account are none before the first.
  func knowsMarkers(_ user: User) -> Bool {
    if user.markers == nil, user.account == nil { user.markers = ReadMarkers() }
    return user.markers != nil
  }

  /// Asks for the markers of an account; then the command is carried out.
  func learnMarkers(of user: User, for session: Session, then line: Span<UInt8>) {
    guard let account = user.account else { return }
    ask(.history(.markers(account)), for: session, .markers(command: [UInt8](copying: line)))
  }

  /// Learns markers, and carries out the command that has waited for them. What cannot be read counts as not there: the
  /// store moves none back.
  func learnMarkers(_ answer: Answer, then line: [UInt8], _ session: Session) {
    guard let user = session.user, let account = user.account else { return }
    var markers = user.markers ?? ReadMarkers()
    if case .markers(let kept) = answer { for marker in kept { _ = markers.advance(marker) } }
    for other in network.seenUsers(of: account) {
      for marker in other.markers?.all ?? [] { _ = markers.advance(marker) }
    }
    user.markers = markers
    dispatch(line.span, from: session)
  }

  /// FAIL, whether negotiated or not, as draft/read-marker has it.
  private func refuseMarker(_ code: StaticString, about word: Span<UInt8>, _ text: StaticString) {
    replyFromServer { output in
      output.append("FAIL MARKREAD ")
      output.append(code)
      output.append(" ")
      if !word.isEmpty {
        append(subject: word, to: &output)
        output.append(" ")
      }
      output.append(":")
      output.append(text)
    }
  }
}
