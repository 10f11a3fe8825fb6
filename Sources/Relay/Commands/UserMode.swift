import Wire

/// MODE of oneself. `B` says that a program and no person is at this session (IRCv3 bot mode); `i` that strangers are
/// not to find the user in lists, `w` that it wants to hear WALLOPS, `R` that it wants no private messages of those
/// who have proven to be nobody, `T` no CTCP. `o` is given by OPER alone, and can be given up.
extension Relay {
  func userMode(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    guard let user = session.user else { return }
    let name = line.extracting(request[0].range)
    guard CanonicalForm.equal(user.name, name) else {
      if seenUser(name) == nil { return replyNoSuchNick(name) }
      return reply(.usersDontMatch, "the modes of others are not shown nor changed")
    }
    if request.count == 1 { return replyUserModes(session, of: user) }
    change(session, of: user, by: line.extracting(request[1].range))
  }

  private func replyUserModes(_ session: Session, of user: User) {
    reply(.userModeIs) { output in
      output.append("+")
      if session.isBot { output.append("B") }
      for flag in UserModes.letters where user.modes.contains(flag.mode) { output.append(flag.letter) }
      if user.isServerOperator { output.append("o") }
    }
  }

  private func change(_ session: Session, of user: User, by letters: Span<UInt8>) {
    var isSet = true
    var isKnown = true
    var changes: [(isSet: Bool, letter: UInt8)] = []
    for index in letters.indices {
      let letter = letters[index]
      switch letter {
      case UInt8(ascii: "+"): isSet = true
      case UInt8(ascii: "-"): isSet = false
      case UInt8(ascii: "B"):
        if session.isBot == isSet { continue }
        happen(.isBot(session, isSet))
        changes.append((isSet, letter))
      case UInt8(ascii: "o"):
        // An operator of the server becomes one by OPER.
        if isSet || !user.isServerOperator { continue }
        happen(.empowered(user, false))
        changes.append((isSet, letter))
      default:
        guard let mode = UserModes.letters.first(where: { $0.letter == letter })?.mode else {
          isKnown = false
          continue
        }
        if user.modes.contains(mode) == isSet { continue }
        happen(.userModes(user, isSet ? user.modes.union(mode) : user.modes.subtracting(mode)))
        changes.append((isSet, letter))
      }
    }
    replyChanges(changes, of: user)
    if !isKnown { reply(.userModeUnknownFlag, "unknown user mode") }
  }

  /// `MODE me +i-w`, as the user itself has asked for it or OPER has.
  func replyChanges(_ changes: [(isSet: Bool, letter: UInt8)], of user: User) {
    if changes.isEmpty { return }
    replies.add { output in
      output += user.source
      output.append("MODE ")
      output += user.name
      output.append(" ")
      var sign: Bool?
      for change in changes {
        if change.isSet != sign { output.append(change.isSet ? "+" : "-") }
        sign = change.isSet
        output.append(change.letter)
      }
    }
  }
}
