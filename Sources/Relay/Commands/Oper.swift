import Wire

/// OPER: who runs the server is an operator of it, and of the rooms that always exist: the logins that the
/// configuration names, without a password, and whoever knows the name and the password of an operator.
extension Relay {
  func oper(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    let refusal = Policy.refusal(
      toOperateServer: request.session.isLocal ? user : nil, configuration.network.operators)
    if refusal == nil { return empower(user) }
    // Without operators that have a password the parameters are those that other servers ask for.
    if configuration.node.operatorPasswords.isEmpty || request.count == 0 {
      return reply(.noOperatorHere) { output in
        output.append(":")
        output += Array((refusal ?? "").utf8)
      }
    }
    if request.count < 2 { return replyParametersMissing(request, line) }
    let name = [UInt8](copying: line.extracting(request[0].range))
    let password = [UInt8](copying: line.extracting(request[1].range))
    ask(.attempt(after: 0), for: request.session, .operating(name: name, password: password))
  }

  /// Makes the session's user an operator if that is the password, now that it may be looked at.
  func lookAtOperator(_ name: [UInt8], _ password: [UInt8], _ session: Session) {
    guard let user = session.user else { return }
    let wanted = configuration.node.operatorPasswords.first { Array($0.name.utf8) == name }?.password
    // As long for a name that is no operator's.
    let fits = Bytes.equalSteadily(password, Array((wanted ?? "").utf8))
    guard wanted != nil, fits else {
      outbox.noteMistake(session.slot)
      return reply(.passwordMismatch, "this is no operator's name and password")
    }
    empower(user)
  }

  func replyTooManyMistakes(_ seconds: Int) {
    reply(.passwordMismatch) { output in
      output.append(":too many wrong passwords: try again in ")
      output.append(decimal: seconds)
      output.append(" s")
    }
  }

  private func empower(_ user: User) {
    if !user.isServerOperator {
      happen(.empowered(user, true))
      replyChanges([(true, UInt8(ascii: "o"))], of: user)
    }
    reply(.youAreOperator, "you are an operator of this server, and of the rooms that always exist")
    for membership in user.memberships where membership.room.isPermanent {
      promote(user, in: membership.room)
    }
  }

  /// Makes a user an operator of a room that it is in where it is one whenever it is there.
  func promote(_ user: User, in room: Room) {
    guard Policy.owns(user, room), user.membership(in: room)?.isOperator == false else { return }
    happen(.promoted(user, room))
  }
}
