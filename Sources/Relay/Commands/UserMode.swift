import Wire

/// MODE of oneself: `B` says that a program and no person is at this session (IRCv3 bot mode). No other mode changes
/// anything here; `i`, which clients set by themselves, is taken without a word.
extension Relay {
  func userMode(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    guard let user = session.user else { return }
    let name = line.extracting(request[0].range)
    guard CanonicalForm.equal(user.name, name) else {
      if seenUser(name) == nil { return replyNoSuchNick(name) }
      return reply(.usersDontMatch, "the modes of others are not shown nor changed")
    }
    if request.count == 1 { return reply(.userModeIs) { $0.append(session.isBot ? "+B" : "+") } }
    change(session, of: user, by: line.extracting(request[1].range))
  }

  private func change(_ session: Session, of user: User, by letters: Span<UInt8>) {
    var isSet = true
    var isKnown = true
    var isBot = session.isBot
    for index in letters.indices {
      switch letters[index] {
      case UInt8(ascii: "+"): isSet = true
      case UInt8(ascii: "-"): isSet = false
      case UInt8(ascii: "i"): continue
      case UInt8(ascii: "B"): isBot = isSet
      default: isKnown = false
      }
    }
    if isBot != session.isBot {
      happen(.isBot(session, isBot))
      replies.add { output in
        output += user.source
        output.append("MODE ")
        output += user.name
        output.append(isBot ? " +B" : " -B")
      }
    }
    if !isKnown { reply(.userModeUnknownFlag, "unknown user mode") }
  }
}
