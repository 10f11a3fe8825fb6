import Wire

/// From a connection to a user: what a session has said of itself, and whom that makes it.
extension Relay {
  /// Registers the session if it has said all that is needed, or says what stands in the way.
  func registerIfReady(_ session: Session) {
    guard let registration = session.registration, !registration.isNegotiating,
      let name = registration.name, let userName = registration.userName
    else { return }
    guard passwordFits(registration.password) else {
      reply(.passwordMismatch, "the server password is missing or wrong")
      return end(session, error: "the server password is missing or wrong")
    }
    switch claim(name, for: session) {
    case .taken: refuseTaken(name, session)
    case .held(let user): welcome(session, holding: user)
    case .free: welcome(session, as: name, userName, registration.realName)
    }
  }

  /// Says that the name is taken, and waits for another.
  private func refuseTaken(_ name: [UInt8], _ session: Session) {
    session.registration?.name = nil
    reply(.nicknameInUse, about: name, "this name is taken")
  }

  private func welcome(_ session: Session, as name: [UInt8], _ userName: [UInt8], _ realName: [UInt8]) {
    userCount += 1
    let user = User(
      id: UserID(number: userCount), name: name, session: session, realName: realName, userName: userName,
      at: now.time)
    let awayReason = session.registration?.awayReason
    session.registration = nil
    happen(.registered(user, session))
    greet(user)
    if let awayReason { happen(.away(user, reason: awayReason)) }
  }

  /// A session joins those that hold a user already.
  private func welcome(_ session: Session, holding user: User) {
    session.registration = nil
    happen(.attached(session, to: user))
    greet(user)
    if !session.isUnseen { showRooms(of: user, to: session) }
  }

  /// A session that nobody watched is watched from now on.
  func reveal(_ session: Session) {
    guard let user = session.user, session.isUnseen else { return }
    happen(.revealed(session))
    showRooms(of: user, to: session)
  }

  /// Shows the asker, which has come to hold the user, the rooms that the user is in.
  private func showRooms(of user: User, to session: Session) {
    for membership in user.memberships {
      broadcast(to: Recipients(session), from: user) { line in
        Relay.write(.joined(user, membership.room), source: user.source, to: &line)
      }
      showRoom(membership.room)
    }
  }

  /// Compares in time that does not tell how much of the password was right.
  private func passwordFits(_ given: [UInt8]?) -> Bool {
    guard let password = configuration.password else { return true }
    let wanted = Array(password.utf8)
    guard let given, given.count == wanted.count else { return false }
    var difference: UInt8 = 0
    for index in wanted.indices { difference |= wanted[index] ^ given[index] }
    return difference == 0
  }

  /// The session is gone: others are told when it was the last that anybody watched.
  func leave(_ session: Session, reason: [UInt8]) {
    session.openBatch = nil
    guard let user = session.user else { return }
    monitors.removeAll(of: session)
    if !session.isUnseen, user.recipients.all.count == 1 { happen(.quit(user, reason: reason)) }
    happen(.detached(session))
  }
}

/// Whose a name is.
enum Claim {
  case free
  /// It belongs to a user that this session may hold as well.
  case held(User)
  case taken
}

extension Relay {
  /// Whether the session may have the name: a free one, or one of its own login's.
  ///
  /// A login may hold its own login name from several terminals, and act unseen under any name that it has; any
  /// other name is a name of one connection.
  func claim(_ name: [UInt8], for session: Session) -> Claim {
    guard let holder = network.holder(of: name.span) else { return .free }
    guard let account = session.account, holder.account == account else { return .taken }
    let ownName = NameRules.name(from: account.name).map { Array($0.utf8) } ?? []
    let isOwnName = ASCIIFold.equal(ownName, holder.name)
    return session.isUnseen || !holder.isSeen || isOwnName ? .held(holder) : .taken
  }
}
