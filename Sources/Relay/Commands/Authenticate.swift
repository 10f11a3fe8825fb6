import Wire

/// AUTHENTICATE: how a session proves an account (IRCv3 sasl-3.1 and sasl-3.2), before it has registered or later.
extension Relay {
  /// The ways in which a session may prove an account, with commas.
  func mechanisms(for session: Session) -> [UInt8] {
    var names = "SCRAM-SHA-256"
    if session.origin.isProtected { names = "PLAIN," + names }
    if session.origin.certificate != nil { names += ",EXTERNAL" }
    return Array(names.utf8)
  }

  func authenticate(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    let session = request.session
    let word = line.extracting(request[0].range)
    guard configuration.node.hasStore else {
      return refuseLogin(of: session, "this server keeps nothing, so it has no accounts")
    }
    if Bytes.equal(word, "*") {
      session.sasl = nil
      return reply(.saslAborted, "logging in was aborted")
    }
    guard var exchange = session.sasl else { return begin(word, session) }
    let progress = exchange.message.take(word)
    session.sasl = exchange
    switch progress {
    case .pending: break
    case .whole(let message): take(message, exchange.stage, session)
    case .tooLong:
      session.sasl = nil
      reply(.saslTooLong, "this is too long to log in by")
    case .endless: refuseLogin(of: session, "this is too long to log in by")
    case .malformed: refuseLogin(of: session, "this is no base64")
    }
  }

  private func begin(_ mechanism: Span<UInt8>, _ session: Session) {
    guard mechanism.count <= Sasl.piece else { return reply(.saslTooLong, "this is too long to log in by") }
    // A mechanism's name is the longest word that is awaited here.
    let name = String(decoding: [UInt8](copying: mechanism), as: UTF8.self).uppercased()
    switch name {
    case "PLAIN" where session.origin.isProtected: session.sasl = SaslExchange(.plain)
    case "PLAIN":
      return refuse(session, "a password would cross the network unencrypted: use SCRAM-SHA-256, or TLS")
    case "SCRAM-SHA-256": session.sasl = SaslExchange(.scram)
    case "EXTERNAL" where session.origin.certificate != nil: session.sasl = SaslExchange(.external)
    default: return refuse(session, "there is no such way to log in")
    }
    replies.add { $0.append("AUTHENTICATE +") }
  }

  /// Says which ways there are, and that it was none of them.
  private func refuse(_ session: Session, _ why: StaticString) {
    let mechanisms = mechanisms(for: session)
    reply(.saslMechanisms) { line in
      line += mechanisms
      line.append(" :are the ways to log in here")
    }
    refuseLogin(of: session, why)
  }

  private func take(_ message: [UInt8], _ stage: SaslExchange.Stage, _ session: Session) {
    switch stage {
    case .plain:
      guard let plain = SaslPlain(message) else { return refuseLogin(of: session, "this is no PLAIN") }
      guard isOneself(plain.authorization, plain.name) else { return refuseOther(session) }
      weigh(
        SaslClaim(name: plain.name, verifier: verifier(of: plain.name), evidence: .password(plain.password)),
        session)
    case .external: logIn(session, byCertificateAs: message)
    case .scram:
      guard let first = ScramClientFirst(message) else { return refuseLogin(of: session, "this is no SCRAM") }
      guard isOneself(first.authorization, first.name) else { return refuseOther(session) }
      session.sasl = SaslExchange(.challenging(first))
      ask(.secret(.nonce), for: session, .sasl)
    case .challenged(let first, let challenge):
      guard let final = ScramClientFinal(message), final.header == first.header,
        final.nonce == challenge.nonce
      else { return refuseLogin(of: session, "this is no answer to the challenge") }
      let talk = Scram.talk(first, challenge, final)
      let claim = SaslClaim(
        name: first.name, verifier: verifier(of: first.name), evidence: .proof(final.proof, talk: talk))
      // A password that was changed meanwhile has another salt.
      guard claim.verifier.salt == challenge.salt else { return refuseLogin(of: session, Relay.loginFault) }
      weigh(claim, session)
    case .shown(let claim):
      guard message.isEmpty else { return refuseLogin(of: session, "nothing is to be said to that") }
      logIn(session, by: claim)
    case .challenging, .weighing: break
    }
  }

  private func isOneself(_ authorization: [UInt8], _ name: [UInt8]) -> Bool {
    authorization.isEmpty || authorization == name
  }

  private func refuseOther(_ session: Session) {
    refuseLogin(of: session, "nobody may act as another account: leave the authorization identity out")
  }

  /// What a password for an account is looked at by. For one that is not there it is made up, always the same: nobody
  /// learns by it which there are.
  private func verifier(of name: [UInt8]) -> ScramVerifier {
    if let verifier = network.accounts[name]?.record.verifier { return verifier }
    func bytes(_ purpose: UInt64) -> [UInt8] {
      var hash = KeyedHash(configuration.network.hashKey)
      hash.combine(purpose)
      hash.combine(CanonicalForm.folded(name.span).span)
      let (low, high) = hash.finish()
      return [low, high].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
      }
    }
    // As long as a salt that was drawn (18 bytes), or its length would tell.
    return ScramVerifier(
      salt: bytes(1) + bytes(6)[..<2], iterations: RelayLimit.passwordIterations,
      storedKey: bytes(2) + bytes(3),
      serverKey: bytes(4) + bytes(5))
  }

  // MARK: Looking at what was given

  /// Asks whether what was given may be looked at now: later, the more were wrong that were for the account or came
  /// from the same address.
  private func weigh(_ claim: SaslClaim, _ session: Session) {
    var wait: Int64 = 0
    if let account = network.accounts[claim.name] {
      guard let time = AccountPatience.wait(for: account, at: now.time) else {
        let seconds = AccountPatience.seconds(until: account, at: now.time)
        return refuseLogin(of: session, tooMany(seconds))
      }
      wait = time
    }
    session.sasl = SaslExchange(.weighing(claim))
    ask(.attempt(after: wait), for: session, .sasl)
  }

  private func tooMany(_ seconds: Int) -> String { "too many wrong passwords: try again in \(seconds) s" }

  /// Something has been found out for a session that is logging in.
  func goOn(loggingIn session: Session, _ answer: Answer) {
    guard let stage = session.sasl?.stage else { return }
    switch (stage, answer) {
    case (.challenging(let first), .secret(.nonce(let nonce))):
      let verifier = verifier(of: first.name)
      let challenge = ScramServerFirst(
        nonce: first.nonce + nonce, salt: verifier.salt, iterations: verifier.iterations)
      session.sasl = SaslExchange(.challenged(first, challenge))
      replyPieces(of: challenge.bytes)
    case (.weighing(let claim), .attemptGranted):
      switch claim.evidence {
      case .password(let password):
        ask(.secret(.fits(password: password, claim.verifier)), for: session, .sasl)
      case .proof(let proof, let talk):
        ask(.secret(.proves(proof: proof, talk: talk, claim.verifier)), for: session, .sasl)
      case .seen: break
      }
    case (.weighing, .attemptRefused(let seconds)): refuseLogin(of: session, tooMany(seconds))
    case (.weighing(let claim), .secret(.fits(true))): logIn(session, by: claim)
    case (.weighing(var claim), .secret(.proven(let signature))):
      claim.evidence = .seen
      session.sasl = SaslExchange(.shown(claim))
      replyPieces(of: ScramServerFinal.verified(signature: signature).bytes)
    case (.weighing(let claim), .secret): noteMistake(of: session, claim)
    default: refuseLogin(of: session, "this cannot be looked at now: try again")
    }
  }

  private func replyPieces(of message: [UInt8]) {
    for piece in Sasl.pieces(of: message) {
      replies.add { line in
        line.append("AUTHENTICATE ")
        line += piece
      }
    }
  }

  private func noteMistake(of session: Session, _ claim: SaslClaim) {
    if let account = network.accounts[claim.name] {
      AccountPatience.note(account, isRight: false, at: now.time)
    }
    outbox.noteMistake(session.slot)
    refuseLogin(of: session, Relay.loginFault)
  }

  private static var loginFault: StaticString { "there is no such account, or the password is wrong" }

  // MARK: The end of it

  private func logIn(_ session: Session, by claim: SaslClaim) {
    // It may be gone since, or have another password.
    guard let account = network.accounts[claim.name], account.record.verifier == claim.verifier else {
      return refuseLogin(of: session, Relay.loginFault)
    }
    AccountPatience.note(account, isRight: true, at: now.time)
    logIn(session, to: account)
  }

  private func logIn(_ session: Session, byCertificateAs name: [UInt8]) {
    guard let certificate = session.origin.certificate,
      let account = network.accounts.account(ofCertificate: certificate),
      name.isEmpty || network.accounts[name] === account
    else { return refuseLogin(of: session, "your certificate is no account's") }
    logIn(session, to: account)
  }

  private func logIn(_ session: Session, to account: Account) {
    if account.record.isDisabled {
      return refuseLogin(of: session, "this account was disabled by the operators of this server")
    }
    if let user = session.user, user.account != account.id, user.sessions.count > 1 {
      return refuseLogin(
        of: session, "your name is that of other connections too, which are not logged in: /nick first")
    }
    session.sasl = nil
    session.provenAt = now.time
    identify(session, as: account.id)
    if session.user != nil { noteWaiting(for: session) }
    replyLoggedIn(session)
    reply(.saslSuccess, "you are logged in")
  }

  func refuseLogin(of session: Session, _ why: StaticString) { refuseLogin(of: session, "\(why)") }

  private func refuseLogin(of session: Session, _ why: String) {
    session.sasl = nil
    reply(.saslFail) { line in
      line.append(":")
      line += Array(why.utf8)
    }
  }
}
