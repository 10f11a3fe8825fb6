import Wire

/// NICK: how a session says how it is called, and how its user changes that.
extension Relay {
  func nick(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    if request.count == 0 || request[0].isEmpty {
      return reply(.noNicknameGiven) { output in
        output.append(":")
        output += Array(NameFault.empty.description.utf8)
      }
    }
    let name = [UInt8](copying: line.extracting(request[0].range))
    countSpelling(of: name.span)
    if let fault = faultOfName(name) { return replyErroneous(name, fault) }
    guard let user = session.user else {
      session.registration?.name = name
      return registerIfReady(session)
    }
    if user.name == name { return }
    guard mayRename(session, user, to: name, isOwnerKnown: false) else { return }
    // In other capitals it is the name that the user has already.
    if !ASCIIFold.equal(user.name, name), mayBelongToAnother(name, session) {
      return ask(.owner(name: Relay.nameOfOwner(name)), for: session, .renaming(to: name))
    }
    happen(.renamed(user, to: name))
  }

  /// Renames a session's user, now that it is known whose the name is.
  func rename(_ session: Session, to name: [UInt8], owner: NameOwner?) {
    guard let user = session.user else { return }
    if let fault = Policy.fault(of: session, as: owner) { return replyInUse(name, fault) }
    guard mayRename(session, user, to: name, owner: owner) else { return }
    happen(.renamed(user, to: name))
  }

  /// Whether nothing stands in the way of the name; else the asker is told what does.
  private func mayRename(
    _ session: Session, _ user: User, to name: [UInt8], owner: NameOwner? = nil, isOwnerKnown: Bool = true
  ) -> Bool {
    if let account = reservation(of: name, for: user.account, owner: owner),
      isOwnerKnown || !account.isOfLogin || !configuration.node.keepsLoginNames
    {
      replyInUse(name, Policy.fault(of: name, ofAccount: account))
      return false
    }
    if let holder = network.holder(of: name.span, otherThan: user) {
      replyInUse(name, Policy.fault(of: name, heldBy: holder, for: session))
      return false
    }
    for membership in user.memberships { outbox.add(work: membership.room.maskCount * Mask.cost) }
    guard let (room, text) = Policy.refusal(toRename: user, to: name) else { return true }
    reply(.noNickChange) { output in
      append(subject: name.span, to: &output)
      output.append(" :in ")
      output += room.name
      output.append(text)
    }
    return false
  }

  /// The rule that a name breaks.
  func faultOfName(_ name: [UInt8]) -> String? {
    if let fault = NameRules.fault(name.span) { return fault.description }
    let own = serverName
    return NameRules.areAlike(name.span, own.span) ? NameFault.reserved.description : nil
  }

  /// 432 with the rule that the name breaks.
  private func replyErroneous(_ name: [UInt8], _ fault: String) {
    reply(.erroneousNickname) { output in
      append(subject: name.span, to: &output)
      output.append(" :")
      output += Array(fault.utf8)
    }
  }
}
