import Wire

/// ACCOUNT, a command of chatnet's own: what is done about accounts that are there.
///
///     ACCOUNT PASSWORD :NEW            the own account's password
///     ACCOUNT PASSWORD NAME :NEW       another's, by an operator of the server
///     ACCOUNT REMOVE [NAME]            the own account, or by an operator another's
///     ACCOUNT DISABLE NAME             by an operator: nobody logs in to it any more
///     ACCOUNT ENABLE NAME              by an operator: it is as it was
///     ACCOUNT CERTIFICATE ADD          the certificate of this connection proves the account
///     ACCOUNT CERTIFICATE REMOVE       no certificate does
///
/// Each is answered by `ACCOUNT SUCCESS WHAT NAME :text`, or FAIL.
extension Relay {
  func account(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    func word(_ index: Int) -> [UInt8] { [UInt8](copying: line.extracting(request[index].range)) }
    guard configuration.node.hasStore else {
      return fail("ACCOUNT", "DISALLOWED", "this server keeps nothing, so it has no accounts")
    }
    switch Verb(line.extracting(request[0].range)) {
    case Verb("PASSWORD") where request.count == 2: setPassword(word(1), of: session)
    case Verb("PASSWORD") where request.count > 2:
      operate(on: word(1), session) { setPassword(word(2), of: $0.id, session) }
    case Verb("REMOVE") where request.count == 1: removeOwn(session)
    case Verb("REMOVE"): operate(on: word(1), session) { remove($0, by: session) }
    case Verb("DISABLE") where request.count > 1: operate(on: word(1), session) { disable($0, by: session) }
    case Verb("ENABLE") where request.count > 1: operate(on: word(1), session) { enable($0) }
    case Verb("CERTIFICATE"): setCertificate(isAdded: Verb(word(1).span) == Verb("ADD"), of: session)
    default:
      fail(
        "ACCOUNT", "INVALID_PARAMS", about: word(0),
        "PASSWORD [NAME] NEW, REMOVE [NAME], DISABLE NAME, ENABLE NAME, CERTIFICATE ADD or REMOVE")
    }
  }

  /// Does something to the account of that name, which an operator of the server may.
  private func operate(on name: [UInt8], _ session: Session, _ body: (Account) -> Void) {
    guard session.user?.isServerOperator == true else {
      return fail(
        "ACCOUNT", "DISALLOWED", about: name,
        "only an operator of the server may do this to another's account: /oper")
    }
    guard let account = network.accounts[name] else {
      return fail("ACCOUNT", "ACCOUNT_UNKNOWN", about: name, "there is no such account")
    }
    body(account)
  }

  /// The account that the session has proven to be, lately where it was by a password; else the asker is told.
  private func proven(_ session: Session) -> AccountID? {
    guard let id = session.account else {
      fail("ACCOUNT", "ACCOUNT_REQUIRED", "log in first: /login NAME")
      return nil
    }
    if Policy.hasProvenLately(session, at: now.time) { return id }
    fail(
      "ACCOUNT", "REAUTHENTICATE", about: Array(id.name.utf8),
      "log in again first (AUTHENTICATE), so that it is you and not who sits at your place")
    return nil
  }

  // MARK: Passwords

  private func setPassword(_ password: [UInt8], of session: Session) {
    guard let id = proven(session) else { return }
    setPassword(password, of: id, session)
  }

  private func setPassword(_ password: [UInt8], of id: AccountID, _ session: Session) {
    let name = Array(id.name.utf8)
    guard session.origin.isProtected else {
      return fail(
        "ACCOUNT", "DISALLOWED", about: name,
        "a password would cross the network unencrypted: use TLS, or come "
          + "from the server's machine")
    }
    if let fault = Policy.fault(ofPassword: password) {
      return fail("ACCOUNT", "WEAK_PASSWORD", about: name, fault)
    }
    // An older account may have the name that a login has.
    guard let own = id.chatName, network.accounts.owner(of: own.span).map({ $0.id == id }) ?? true else {
      return fail(
        "ACCOUNT", "ACCOUNT_EXISTS", about: name,
        "another account has this name, or one that people would take for it, and had it before")
    }
    ask(.secret(.verifier(password: password)), for: session, .account(.changing(id)))
  }

  /// An account gets another password; a login's gets its first.
  func change(_ id: AccountID, to verifier: ScramVerifier, _ session: Session) {
    let name = Array(id.name.utf8)
    if let account = network.accounts[id] {
      var record = account.record
      record.verifier = verifier
      account.mistakes = 0
      keep(record)
    } else if case .host = id.realm, let own = id.chatName, network.accounts.owner(of: own.span) == nil {
      keep(AccountRecord(id: id, verifier: verifier, madeAt: now.time))
    } else {
      return fail("ACCOUNT", "ACCOUNT_UNKNOWN", about: name, "there is no such account any more")
    }
    // Who has come by the old one, and is somebody else, cannot change it back.
    for other in sessions(of: id) where other !== session {
      if other.provenAt != nil { other.provenAt = Timestamp(milliseconds: 0) }
    }
    succeed("PASSWORD", name, "the password is set")
  }

  private func setCertificate(isAdded: Bool, of session: Session) {
    guard let id = proven(session) else { return }
    let name = Array(id.name.utf8)
    var record = network.accounts[id]?.record ?? AccountRecord(id: id, verifier: nil, madeAt: now.time)
    guard isAdded else {
      guard record.verifier != nil else {
        return fail(
          "ACCOUNT", "DISALLOWED", about: name, "without a password nothing would prove the account")
      }
      record.certificates = []
      keep(record)
      return succeed("CERTIFICATE", name, "no certificate proves the account any more")
    }
    guard let certificate = session.origin.certificate else {
      return fail("ACCOUNT", "DISALLOWED", about: name, "your connection shows no certificate")
    }
    guard let own = id.chatName, network.accounts.owner(of: own.span).map({ $0.id == id }) ?? true,
      network.accounts.account(ofCertificate: certificate).map({ $0.id == id }) ?? true
    else { return fail("ACCOUNT", "DISALLOWED", about: name, "the certificate proves another account") }
    if !record.certificates.contains(certificate) {
      if record.certificates.count == RelayLimit.certificates { record.certificates.removeFirst() }
      record.certificates.append(certificate)
    }
    keep(record)
    succeed("CERTIFICATE", name, "your certificate proves the account from now on (SASL EXTERNAL)")
  }

  // MARK: The end of an account

  private func removeOwn(_ session: Session) {
    guard let id = proven(session) else { return }
    guard let account = network.accounts[id] else {
      return fail("ACCOUNT", "ACCOUNT_UNKNOWN", about: Array(id.name.utf8), "this login has set no password")
    }
    remove(account, by: session)
  }

  private func remove(_ account: Account, by session: Session) {
    let id = account.id
    forget(account)
    endSessions(of: id, but: session, "the account \(id.name) was removed")
    if session.account == id, case .network = id.realm {
      identify(session, as: nil)
      replyLoggedOut(session)
    }
    succeed("REMOVE", Array(id.name.utf8), "the account is removed")
  }

  private func disable(_ account: Account, by session: Session) {
    var record = account.record
    record.isDisabled = true
    keep(record)
    endSessions(of: account.id, but: session, "the account \(account.id.name) was disabled")
    succeed("DISABLE", Array(account.id.name.utf8), "nobody logs in to the account any more")
  }

  private func enable(_ account: Account) {
    var record = account.record
    record.isDisabled = false
    keep(record)
    succeed("ENABLE", Array(account.id.name.utf8), "the account can be logged in to")
  }

  /// Ends the sessions that have proven the account over the network.
  private func endSessions(of id: AccountID, but own: Session, _ why: String) {
    for case let session? in sessions where session.account == id && session !== own && !session.isClosing {
      if !session.isOfLogin(id) { end(session, error: why) }
    }
  }

  private func succeed(_ what: StaticString, _ name: [UInt8], _ text: StaticString) {
    replyFromServer { line in
      line.append("ACCOUNT SUCCESS ")
      line.append(what)
      line.append(" ")
      append(subject: name.span, to: &line)
      line.append(" :")
      line.append(text)
    }
  }
}

extension Session {
  /// Whether the kernel tells that it is that login.
  func isOfLogin(_ id: AccountID) -> Bool {
    guard case .host = id.realm, case .local = origin.place else { return false }
    return account == id && provenAt == nil
  }
}
