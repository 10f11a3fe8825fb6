import Wire

/// REGISTER and VERIFY: how an account is made (IRCv3 draft/account-registration), before the session has registered or
/// later.
extension Relay {
  /// Whether a session may make accounts, as far as that depends on where it comes from.
  func mayMakeAccounts(_ session: Session) -> Bool {
    configuration.node.hasStore
      && Policy.refusal(toMakeAccounts: session, configuration.network.accounts) == nil
  }

  func register(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    var name = [UInt8](copying: line.extracting(request[0].range))
    if name == [UInt8(ascii: "*")] {
      guard let own = session.user?.name ?? session.registration?.name else {
        return fail(
          "REGISTER", "NEED_NICK", about: name, "give a name first: NICK, or a name in the place of *")
      }
      name = own
    }
    let password = [UInt8](copying: line.extracting(request[2].range))
    if let (code, text) = refusal(toMake: name, password, session) {
      return fail("REGISTER", code, about: name, text)
    }
    // A login is told so in whatever way it is spelled.
    ask(
      .owner(name: Relay.nameOfOwner(name)), for: session,
      .account(.naming(account: name, password: password)))
  }

  func verify(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let name = [UInt8](copying: line.extracting(request[0].range))
    fail(
      "VERIFY", "INVALID_CODE", about: name, "no account waits for a code here: /register makes one at once")
  }

  private func refusal(
    toMake name: [UInt8], _ password: [UInt8], _ session: Session
  ) -> (StaticString, String)? {
    guard configuration.node.hasStore else {
      return ("DISALLOWED", "this server keeps nothing, so it has no accounts")
    }
    if let account = session.account {
      return ("ALREADY_AUTHENTICATED", Policy.fault(ofMakingAccountAs: account))
    }
    if let why = Policy.refusal(toMakeAccounts: session, configuration.network.accounts) {
      return ("DISALLOWED", why)
    }
    if configuration.node.password != nil, session.registration?.knowsPassword == false {
      return ("COMPLETE_CONNECTION_REQUIRED", "connect first: this server has a password")
    }
    if let fault = faultOfName(name) { return ("BAD_ACCOUNT_NAME", fault) }
    if network.accounts.owner(of: name.span) != nil {
      return ("ACCOUNT_EXISTS", "there is an account of this name, or one that people would take for it")
    }
    if let holder = network.holder(of: name.span), holder !== session.user {
      return (
        "ACCOUNT_EXISTS", "somebody else goes by this name now, or by one that people would take for it"
      )
    }
    return Policy.fault(ofPassword: password).map { ("WEAK_PASSWORD", $0) }
  }

  /// Something has been found out for what is to be done about an account.
  func goOn(with task: AccountTask, _ session: Session, _ answer: Answer) {
    switch (task, answer) {
    case (.naming(let name, let password), .owner(.nobody)):
      ask(.secret(.verifier(password: password)), for: session, .account(.making(account: name)))
    case (.naming(let name, _), .owner):
      fail(
        "REGISTER", "BAD_ACCOUNT_NAME", about: name,
        "this name belongs to a login of the server's host, which sets a password over its Unix socket: /passwd"
      )
    case (.making(let name), .secret(.verifier(let verifier))):
      make(name, verifier, session)
    case (.making(let name), .secret(.unfit)):
      fail("REGISTER", "UNACCEPTABLE_PASSWORD", about: name, Relay.unfitPassword)
    case (.changing(let id), .secret(.verifier(let verifier))): change(id, to: verifier, session)
    case (.changing(let id), .secret(.unfit)):
      fail("ACCOUNT", "UNACCEPTABLE_PASSWORD", about: Array(id.name.utf8), Relay.unfitPassword)
    case (.naming(let name, _), _), (.making(let name), _):
      fail("REGISTER", "TEMPORARILY_UNAVAILABLE", about: name, Relay.busy)
    case (.changing(let id), _):
      fail("ACCOUNT", "TEMPORARILY_UNAVAILABLE", about: Array(id.name.utf8), Relay.busy)
    }
  }

  private static var unfitPassword: String { "a password holds no control characters" }
  private static var busy: String { "this cannot be done at the moment: try again" }

  private func make(_ name: [UInt8], _ verifier: ScramVerifier, _ session: Session) {
    // Somebody else may have been faster.
    if network.accounts.owner(of: name.span) != nil || session.account != nil {
      return fail("REGISTER", "ACCOUNT_EXISTS", about: name, "there is an account of this name")
    }
    if let holder = network.holder(of: name.span), holder !== session.user {
      return fail("REGISTER", "ACCOUNT_EXISTS", about: name, "somebody else goes by this name now")
    }
    if network.accounts.all.count >= RelayLimit.accounts {
      return fail(
        "REGISTER", "TEMPORARILY_UNAVAILABLE", about: name, "this server has as many accounts as it can")
    }
    if case .network(let host) = session.origin.place, !session.origin.isOfThisMachine,
      !network.accountsMade.mayMake(from: Array(Cloak.spelled(host).utf8), at: now.time)
    {
      return fail(
        "REGISTER", "TEMPORARILY_UNAVAILABLE", about: name,
        "too many accounts were made from your address: try again in an hour")
    }
    let id = AccountID(
      realm: .network, name: String(decoding: name, as: UTF8.self), generation: max(1, now.number))
    keep(AccountRecord(id: id, verifier: verifier, madeAt: now.time))
    replyFromServer { line in
      line.append("REGISTER SUCCESS ")
      append(subject: name.span, to: &line)
      line.append(" :the account is made; no mail address is kept")
    }
    session.provenAt = now.time
    if let user = session.user, user.sessions.count > 1 { return }
    identify(session, as: id)
    // From now on messages wait for it.
    if session.user != nil { noteWaiting(for: session) }
    replyLoggedIn(session)
  }
}
