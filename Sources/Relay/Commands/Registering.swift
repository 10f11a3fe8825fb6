import Wire

/// From a connection to a user: what a session has said of itself, and whom that makes it.
extension Relay {
  /// Registers the session if it has said all that is needed, or says what stands in the way.
  func registerIfReady(_ session: Session) {
    guard let registration = session.registration, !registration.isNegotiating,
      let name = registration.name, registration.userName != nil
    else { return }
    // Nobody has made an account who did not know the password.
    if configuration.node.password != nil, !registration.knowsPassword, session.provenAt == nil {
      // Without one there is nothing to guess by, and nothing to wait for.
      if registration.password == nil { return refusePassword(of: session, Relay.passwordFault) }
      return ask(.attempt(after: 0), for: session, .password)
    }
    switch claim(name, for: session) {
    case .taken(let holder): return refuse(name, of: session, holder)
    // A login's process may have its name without having logged in.
    case .reserved(let owner) where owner.isOfLogin && configuration.node.keepsLoginNames: break
    case .reserved(let owner): return refuse(name, of: session, Policy.fault(of: name, ofAccount: owner))
    case .held, .free: break
    }
    if mayBelongToAnother(name, session) {
      ask(.owner(name: Relay.nameOfOwner(name)), for: session, .registration(name: name))
    } else {
      register(session, as: name, owner: .nobody)
    }
  }

  private static var passwordFault: String { "the server password is missing or wrong" }

  /// Goes on with a registration if the password is the server's, now that it may be looked at.
  func lookAtPassword(of session: Session) {
    guard passwordFits(session.registration?.password) else {
      outbox.noteMistake(session.slot)
      return refusePassword(of: session, Relay.passwordFault)
    }
    session.registration?.knowsPassword = true
    registerIfReady(session)
  }

  /// Ends a session that may not come in without the server's password.
  func refusePassword(of session: Session, _ why: String) {
    reply(.passwordMismatch) { output in
      output.append(":")
      output += Array(why.utf8)
    }
    end(session, error: why)
  }

  /// Registers a session under a name, now that it is known whose that is.
  func register(_ session: Session, as name: [UInt8], owner: NameOwner?) {
    guard let registration = session.registration, let userName = registration.userName else { return }
    if let fault = Policy.fault(of: session, as: owner) { return refuse(name, of: session, fault) }
    switch claim(name, for: session, owner: owner) {
    case .taken(let holder): refuse(name, of: session, holder)
    case .reserved(let owner): refuse(name, of: session, Policy.fault(of: name, ofAccount: owner))
    case .held(let user): welcome(session, holding: user)
    case .free: welcome(session, as: name, userName, registration.realName)
    }
  }

  private func refuse(_ name: [UInt8], of session: Session, _ holder: User) {
    refuse(name, of: session, Policy.fault(of: name, heldBy: holder, for: session))
  }

  /// Says why the session may not have the name, and waits for another.
  private func refuse(_ name: [UInt8], of session: Session, _ why: String) {
    session.registration?.name = nil
    replyInUse(name, why)
  }

  /// 433 with the reason.
  func replyInUse(_ name: [UInt8], _ why: String) {
    reply(.nicknameInUse) { output in
      append(subject: name.span, to: &output)
      output.append(" :")
      output += Array(why.utf8)
    }
  }

  private func welcome(_ session: Session, as name: [UInt8], _ userName: [UInt8], _ realName: [UInt8]) {
    counters.users += 1
    let origin = UserOrigin(
      account: session.account, userName: userName, host: shownHost(of: session), isLocal: session.isLocal,
      realName: realName)
    let user = User(origin, id: UserID(number: counters.users), name: name, at: now.time)
    let awayReason = session.registration?.awayReason
    let metadata = session.registration?.metadata ?? Metadata()
    session.registration = nil
    happen(.registered(user, session))
    outbox.noteRegistration(session.slot, isUnseen: session.isUnseen && session.account == nil)
    greet(user)
    takeMetadata(metadata, of: user)
    noteWaiting(for: session)
    if let awayReason { happen(.away(user, reason: awayReason)) }
    settleAbsence(of: user)
  }

  /// The host that others see.
  private func shownHost(of session: Session) -> [UInt8] {
    if case .network(let address) = session.origin.place, !configuration.network.showsHosts {
      return cloak.host(of: address)
    }
    return session.host
  }

  /// A session joins those that hold a user already.
  private func welcome(_ session: Session, holding user: User) {
    session.registration = nil
    happen(.attached(session, to: user))
    outbox.noteRegistration(session.slot, isUnseen: session.isUnseen && session.account == nil)
    greet(user)
    noteWaiting(for: session)
    settleAbsence(of: user)
  }

  /// A session that others did not see is seen from now on.
  func reveal(_ session: Session) {
    guard let user = session.user, session.isUnseen else { return }
    happen(.revealed(session))
    noteWaiting(for: session)
    settleAbsence(of: user)
  }

  /// Whether it is the server's password.
  private func passwordFits(_ given: [UInt8]?) -> Bool {
    guard let password = configuration.node.password else { return true }
    return given.map { Bytes.equalSteadily($0, Array(password.utf8)) } ?? false
  }

  /// The session is gone: others are told when it was the last that they saw, and else the rooms that it alone of its
  /// user was in.
  func leave(_ session: Session, reason: [UInt8]) {
    session.openBatch = nil
    guard let user = session.user else { return }
    monitors.removeAll(of: session)
    if !session.isUnseen, user.recipients.all.count == 1 {
      happen(.quit(user, reason: reason))
    } else {
      for presence in session.presences where presence.membership.presenceCount == 1 {
        happen(.parted(user, presence.room, reason: reason))
      }
    }
    happen(.detached(session))
    passOnWaiting(from: session)
    settleAbsence(of: user)
  }
}

/// Whose a name is.
enum Claim {
  case free
  /// It belongs to a user that this session may hold as well.
  case held(User)
  /// It is this user's, or people would take it for this user's.
  case taken(User)
  /// It is this account's, or people would take it for this account's.
  case reserved(AccountID)
}

extension Relay {
  /// Whether the session may have the name: a free one, or one of its own login's.
  ///
  /// A login may hold its own login name from several terminals, and act unseen under any name that it has; any
  /// other name is a name of one connection.
  ///
  /// - Parameter owner: Whose login's it is, where that is known.
  func claim(_ name: [UInt8], for session: Session, owner: NameOwner? = nil) -> Claim {
    if let account = reservation(of: name, for: session.account, owner: owner) { return .reserved(account) }
    guard let holder = network.holder(of: name.span) else { return .free }
    guard let account = session.account, holder.account == account else { return .taken(holder) }
    return session.isUnseen || !holder.isSeen || account.isCalled(holder.name)
      ? .held(holder) : .taken(holder)
  }

  /// The account to which a name belongs, where that is another than this. The process of a login may have its name.
  func reservation(of name: [UInt8], for account: AccountID?, owner: NameOwner?) -> AccountID? {
    guard let reserving = network.accounts.owner(of: name.span)?.id, reserving != account else { return nil }
    return reserving.isOfLogin && owner == .peer ? nil : reserving
  }

  /// Whether the relay has to ask to which login of the host a name belongs: not for the session's own login name.
  func mayBelongToAnother(_ name: [UInt8], _ session: Session) -> Bool {
    configuration.node.keepsLoginNames && session.account?.isCalled(name) != true
  }

  /// The name by which a login is looked for whose name it is, or whose name people would take it for: logins are
  /// mostly called in ASCII.
  static func nameOfOwner(_ name: [UInt8]) -> [UInt8] {
    if Bytes.isASCII(name.span) { return name }
    return NameRules.likenesses(name.span).last { Bytes.isASCII($0.span) && NameRules.fault($0.span) == nil }
      ?? name
  }
}

extension AccountID {
  /// Whether it is that of a login.
  var isOfLogin: Bool { if case .host = realm { true } else { false } }

  /// Whether this is the name that people know the account by: its own, without what a name may not hold.
  func isCalled(_ name: [UInt8]) -> Bool {
    guard let own = NameRules.name(from: self.name) else { return false }
    return ASCIIFold.equal(Array(own.utf8), name)
  }
}
