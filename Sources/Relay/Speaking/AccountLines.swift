import Wire

/// What is told of accounts.
extension Relay {
  /// A session has proven to be that account, or is no account's any more.
  func identify(_ session: Session, as account: AccountID?) {
    session.account = account
    guard let user = session.user, user.account != account else { return }
    happen(.identified(user, account))
    noteWaiting(for: session)
  }

  /// 900: which account the asker is logged in to.
  func replyLoggedIn(_ session: Session) {
    guard let account = session.account else { return }
    reply(.loggedIn) { line in
      appendSource(of: session, to: &line)
      line.append(" ")
      append(subject: Array(account.name.utf8).span, to: &line)
      line.append(" :you are logged in as ")
      line += Array(account.name.utf8)
    }
  }

  /// 901: the asker is logged in to no account any more.
  func replyLoggedOut(_ session: Session) {
    reply(.loggedOut) { line in
      appendSource(of: session, to: &line)
      line.append(" :you are logged out")
    }
  }

  /// `name!user@host`, as far as it is known.
  private func appendSource(of session: Session, to line: inout LineBuffer) {
    if let source = session.user?.source { return line += source[1..<(source.count - 1)] }
    appendName(of: session, to: &line)
    line.append("!")
    line += session.registration?.userName ?? Array("*".utf8)
    line.append("@")
    line += session.host
  }

  /// Keeps what is new of an account. What the asker is told behind it waits until that is safe.
  func keep(_ record: AccountRecord) {
    network.apply(.accountKept(record))
    tellKept(.accountKept(record, commit: counters.commits + 1))
  }

  /// Forgets an account, whose name is anybody's from then on.
  func forget(_ account: Account) {
    network.apply(.accountEnded(account))
    tellKept(.accountEnded(account.id, commit: counters.commits + 1))
  }

  private func tellKept(_ event: FactEvent) {
    guard configuration.node.hasStore else { return }
    counters.commits += 1
    outbox.tell(Fact(stamp: now, event: event))
    if let asker { outbox.hold(asker.slot, until: counters.commits) }
  }

  /// FAIL, whether negotiated or not, as draft/account-registration has it. `subject` is left out where it is empty.
  func fail(_ verb: StaticString, _ code: StaticString, about subject: [UInt8] = [], _ text: String) {
    replyFromServer { line in
      line.append("FAIL ")
      line.append(verb)
      line.append(" ")
      line.append(code)
      line.append(" ")
      if !subject.isEmpty {
        append(subject: subject.span, to: &line)
        line.append(" ")
      }
      line.append(":")
      line += Array(text.utf8)
    }
  }
}
