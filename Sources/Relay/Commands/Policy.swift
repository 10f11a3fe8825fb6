import Wire

/// Who may do what: every rule about rights stands here. An answer is nil where it may be done, else what the asker is
/// told.
enum Policy {
  /// A numeric and its text.
  typealias Refusal = (numeric: Numeric, text: StaticString)

  /// Whether a session may have a name that is such a login's.
  static func fault(of session: Session, as owner: NameOwner?) -> String? {
    switch owner {
    case .nobody, .peer: return nil
    case .login(let login):
      if case .host = session.account?.realm, session.account?.name == login { return nil }
      return
        "this name belongs to the login \(login) of this host: come over its Unix socket (leave out -p) or from a "
        + "process of that login, or take another name"
    case nil:
      return "it cannot be found out at the moment whose this name is: try again, or take another name"
    }
  }

  /// Why somebody who has not proven to be an account may not have its name, or one that people would take for it.
  static func fault(of name: [UInt8], ofAccount owner: AccountID) -> String {
    let likeness = owner.isCalled(name) ? "" : ", for which people would take it"
    return
      "this name belongs to the account \(owner.name)\(likeness): log in to it (SASL; in chatnet --account NAME), "
      + "or take another name"
  }

  /// Why a session that has an account makes no other.
  static func fault(ofMakingAccountAs account: AccountID) -> String {
    switch account.realm {
    case .network: "you are logged in to the account \(account.name)"
    case .host:
      "you are the login \(account.name), which is an account: /passwd sets a password for it (an account for a bot "
        + "is made over TCP: chatnet join -p PORT)"
    }
  }

  /// Why a session may not make accounts; nil where it may.
  static func refusal(toMakeAccounts session: Session, _ making: AccountMaking) -> String? {
    switch making {
    case .closed: return "this server makes no accounts (--register closed)"
    case .local where !session.origin.isOfThisMachine:
      return
        "accounts are made on the machine of this server alone: who runs it can let others (--register open)"
    case .local, .open: break
    }
    return session.origin.isProtected ? nil : "a password would cross the network unencrypted: use TLS"
  }

  /// Why a password is none; nil where it may be one.
  static func fault(ofPassword password: [UInt8]) -> String? {
    let text = String(decoding: password, as: UTF8.self)
    if text.unicodeScalars.count < RelayLimit.leastPassword {
      return "a password has at least \(RelayLimit.leastPassword) characters"
    }
    return password.count > RelayLimit.password ? "a password has at most \(RelayLimit.password) bytes" : nil
  }

  /// Whether it is the account's own person who asks for what an account cannot take back: over the Unix socket it is,
  /// elsewhere where the session has shown that it knows the password a moment ago.
  static func hasProvenLately(_ session: Session, at now: Timestamp) -> Bool {
    guard let time = session.provenAt else { return session.isLocal }
    return now.milliseconds - time.milliseconds <= RelayLimit.proofLasts
  }

  /// Why a session may not have a name while this user is there, and what to do where both may be the same person.
  static func fault(of name: [UInt8], heldBy holder: User, for session: Session) -> String {
    if CanonicalForm.equal(name, holder.name) { return "this name is taken" + way(of: session, to: holder) }
    return "this name is taken: people would take it for \(String(decoding: holder.name, as: UTF8.self))"
  }

  /// How somebody who may be the holder of a name could share it, in words that follow "this name is taken"; nothing
  /// where there is no way.
  private static func way(of session: Session, to holder: User) -> String {
    if let account = session.account, account == holder.account {
      return
        " by another connection of your login: a name that is not the login's own is for one of them (leave out -u "
        + "to share the login's name)"
    }
    if session.isLocal, !holder.isLocal, session.account?.isCalled(holder.name) == true {
      return
        " by a connection over TCP, which cannot share it: if that is you, leave there and come without -p"
    }
    if !session.isLocal, holder.isLocal, let account = holder.account, account.isCalled(holder.name) {
      return
        " by the login \(account.name) of this host: if that is you, come over its Unix socket (leave out -p), and "
        + "both share it"
    }
    return ""
  }

  /// Whether a user may know that a room is there: a secret one is known to its members. It answers others as a room
  /// that does not exist, but where they speak or join. What may be said in it is told to it. JOIN tells the first
  /// thing that keeps the user out, as it does of any room: it cannot answer as where there is no room, since it would
  /// make one, and who mistyped the key is to know. What stands behind that first thing is not told.
  static func isVisible(_ room: Room, to user: User) -> Bool {
    !room.modes.contains(.secret) || user.membership(in: room) != nil
  }

  /// Whether lists show a user to another: one that is invisible (`+i`) is hidden from those who have not proven to be
  /// anybody and share no room with it.
  static func isListed(_ user: User, to viewer: User) -> Bool {
    if !user.modes.contains(.invisible) || user === viewer || viewer.account != nil { return true }
    if viewer.isServerOperator { return true }
    return user.memberships.contains { viewer.isMember(of: $0.room) }
  }

  /// Whether the list of a room shows one of its members to a user.
  static func isListed(_ user: User, to viewer: User, in room: Room) -> Bool {
    !user.modes.contains(.invisible) || viewer.isMember(of: room) || isListed(user, to: viewer)
  }

  /// Whether a user may know what is known of a room: its members may, and everybody where everybody may join.
  static func maySeeMetadata(of room: Room, _ user: User) -> Bool {
    if user.isMember(of: room) { return true }
    return room.modes.isDisjoint(with: [.secret, .inviteOnly]) && room.key == nil
  }

  /// Whether a session may ask which modes a room has, as `send` does before it speaks. A secret room answers who is
  /// unseen and may speak there as it would answer what is said.
  static func maySeeModes(of room: Room, _ session: Session, _ user: User) -> Bool {
    isVisible(room, to: user) || session.isUnseen && refusal(toSpeakIn: room, user, isUnseen: true) == nil
  }

  /// Whether a user may be an operator of the server: its account, which the Unix socket proves, is one of these. There
  /// is no password that could be guessed or given away.
  ///
  /// - Parameter user: Nil where it does not come over the Unix socket: a password can be guessed, the kernel's word not.
  static func refusal(toOperateServer user: User?, _ operators: [AccountID]) -> String? {
    guard let account = user?.account else {
      return
        "OPER is for the login that runs this server, and for those that its --operator names: come over its Unix "
        + "socket (leave out -p), which shows your login"
    }
    if operators.contains(where: account.isNamed) { return nil }
    let login = account.name
    return "the login \(login) is no operator of this server: who runs it can add --operator login:\(login)"
  }

  /// Whether a user is an operator of a room whenever it is there, and nothing keeps it out: its account is known as
  /// one, or the room always exists and the user is an operator of the server.
  static func owns(_ user: User, _ room: Room) -> Bool {
    user.isServerOperator && room.isPermanent || room.isOperator(user.account)
  }

  /// Whether a user may join a room.
  static func refusal(toJoin room: Room, _ user: User, key: [UInt8]?) -> Refusal? {
    if room.invited.contains(user.id) || owns(user, room) { return nil }
    if room.modes.contains(.inviteOnly), !room.admits(user) {
      return (.inviteOnlyChannel, "this room is for invited members only")
    }
    if let wanted = room.key, wanted != key { return (.badChannelKey, "the room's key is missing or wrong") }
    if let limit = room.memberLimit, room.members.count >= limit {
      return (.channelIsFull, "this room is full")
    }
    if room.modes.contains(.membersAreKnown), user.account == nil {
      return (.needRegisteredNick, "only those may join who have proven to be an account")
    }
    return room.bars(user) ? (.bannedFromChannel, "you are banned from this room") : nil
  }

  /// Whether a room lets a user speak that is a member, or anybody, so that no other rule is to be asked. So it is with
  /// nearly each message.
  @inline(__always)
  static func isOpen(_ room: Room, toSpeaker user: User) -> Bool {
    if !room.modes.isDisjoint(with: .restricting) || !room.bans.isEmpty { return false }
    return !room.modes.contains(.noExternal) || user.isMember(of: room)
  }

  /// Whether a user may speak in a room. Who is unseen, such as `send`, need not join what it could join: it is a
  /// member for the time of a line.
  static func refusal(toSpeakIn room: Room, _ user: User, isUnseen: Bool = false) -> StaticString? {
    if isOpen(room, toSpeaker: user) { return nil }
    let membership = user.membership(in: room)
    if room.modes.contains(.noExternal), membership == nil,
      !isUnseen || refusal(toJoin: room, user, key: nil) != nil
    {
      return "only members may speak in this room"
    }
    if membership?.isOperator == true || membership?.hasVoice == true { return nil }
    if room.modes.contains(.moderated) { return "this room is moderated, and you have no voice" }
    if room.modes.contains(.speakersAreKnown), user.account == nil {
      return "who has proven to be no account needs a voice to speak in this room"
    }
    return room.isBanned(user) ? "you are banned from this room" : nil
  }

  /// Whether what a user says in a room is heard by its operators alone.
  static func isHeardByOperators(_ user: User, in room: Room) -> Bool {
    guard room.modes.contains(.heardByOperators), let membership = user.membership(in: room) else {
      return false
    }
    return !membership.isOperator && !membership.hasVoice
  }

  /// Why a user may not say something to another in private.
  static func refusal(toTell listener: User, _ user: User, isCTCP: Bool) -> Refusal? {
    if listener.modes.isEmpty || listener === user || user.isServerOperator { return nil }
    if listener.modes.contains(.registeredOnly), user.account == nil {
      return (.needRegisteredNick, "takes private messages of those alone who have proven to be an account")
    }
    if listener.modes.contains(.noCTCP), isCTCP {
      return (.cannotSendToUser, "takes no CTCP")
    }
    return nil
  }

  /// Whether a user may speak in each of its rooms. All of them hear the reason of a QUIT, which is something said.
  static func maySpeakInAll(_ user: User) -> Bool {
    user.memberships.allSatisfy { refusal(toSpeakIn: $0.room, user) == nil }
  }

  /// Where and why a user may not change its name to this one. A room is told the new name: who may not speak there
  /// would speak by it, or get out of a ban of its name. Nor does anybody get a banned name by coming under another.
  static func refusal(toRename user: User, to name: [UInt8]) -> (room: Room, text: StaticString)? {
    for membership in user.memberships {
      let room = membership.room
      if refusal(toSpeakIn: room, user) != nil {
        return (room, ", where you may not speak, you cannot change your name: leave it first (/part)")
      }
      let isFree = room.bans.isEmpty || membership.isOperator || membership.hasVoice
      if !isFree, room.silences(user, source: user.source(as: name)) {
        return (room, ", this name is banned: take another name, or leave the room first (/part)")
      }
    }
    return nil
  }

  /// The number behind which a user may read what was said in a room; nil where it may read nothing. Members may, also
  /// what was said before they came, unless the room's modes say otherwise.
  static func startOfHistory(of room: Room, _ user: User) -> Int64? {
    guard let membership = user.membership(in: room) else { return nil }
    return room.modes.contains(.historyOfOwnStay) ? membership.start : 0
  }

  /// Whether a user may take back a message: an operator of the room any, everybody else its own. Whose a name is that
  /// nobody has proven is known since the user took it.
  static func mayRedact(_ message: HistoryMessage, in room: Room?, _ user: User) -> Bool {
    if let room, user.membership(in: room)?.isOperator == true { return true }
    if let account = user.account {
      // Who had the name of the account before is somebody else.
      let isLater = if case .network = account.realm { message.number > account.generation } else { true }
      return message.account == Array(account.name.utf8) && isLater
    }
    guard message.account == nil, message.time > user.namedAt else { return false }
    return CanonicalForm.equal(Source(message.source.span).name, user.name)
  }

  /// Whether a user may do what is an operator's: change modes, put others out.
  static func refusal(toOperate room: Room, _ user: User) -> Refusal? {
    guard let membership = user.membership(in: room) else { return notInRoom }
    return membership.isOperator ? nil : operatorsOnly
  }

  /// Whether a user may set the topic of a room.
  static func refusal(toSetTopicOf room: Room, _ user: User) -> Refusal? {
    guard let membership = user.membership(in: room) else { return notInRoom }
    if membership.isOperator { return nil }
    if room.modes.contains(.topicByOperators) {
      return (.channelPrivilegesNeeded, "only an operator of the room may set the topic")
    }
    // A topic is something said.
    return refusal(toSpeakIn: room, user).map { (.cannotSendToChan, $0) }
  }

  /// Whether a user may invite others to a room.
  static func refusal(toInviteTo room: Room, _ user: User) -> Refusal? {
    guard let membership = user.membership(in: room) else { return notInRoom }
    return room.modes.contains(.inviteOnly) && !membership.isOperator ? operatorsOnly : nil
  }

  /// Whether an invitation lets its receiver in, whatever keeps others out: an operator's does. Any other only tells,
  /// or a member could bring in whom the operators have banned.
  static func admits(invitationTo room: Room, by user: User) -> Bool {
    user.membership(in: room)?.isOperator == true
  }

  private static let notInRoom: Refusal = (.notOnChannel, "you are not in this room")
  private static let operatorsOnly: Refusal = (
    .channelPrivilegesNeeded, "only an operator of the room may do this"
  )
}
