import Wire

/// Who is there and in which rooms: what all sessions have in common. It changes by ``apply(_:)`` of an event or
/// a message alone.
///
/// An object: to ask a structure in a property something is to copy it, which counts each of its parts.
final class Network {
  /// The users by the canonical form of their names.
  private(set) var users: NameTable<User>
  /// The rooms by the canonical form of their names.
  private(set) var rooms: NameTable<Room>
  /// All users in the order of their arrival, those that nobody sees among them.
  private(set) var arrivals = Roll<User>()
  /// All rooms in the order in which they were made.
  private(set) var allRooms = Roll<Room>()
  /// The user whose name people would take for the same. Each has one or two likenesses, and shares none.
  private var likenesses: NameTable<User>
  /// The users of each account.
  private var holdings: NameTable<Holdings>
  /// How many users somebody can see.
  private(set) var seenUserCount = 0
  /// How many of them are invisible to strangers, and how many operate the server.
  private(set) var invisibleCount = 0
  private(set) var operatorCount = 0
  /// Who was here lately.
  private(set) var formerUsers = FormerUsers()
  /// The rooms that stay when nobody is in them.
  var lasting: LastingRooms
  /// The messages that would be known if they were sent again.
  private(set) var seenMessages = SeenMessages()
  /// The accounts that can be proven over the network.
  let accounts: Accounts
  /// Who has made some lately.
  var accountsMade = AccountsMade()
  /// Who has left which room lately, and had read what was said there.
  private(set) var departures = SeenMessages(capacity: RelayLimit.departures)

  /// The users that an account has, in the order of their arrival.
  private final class Holdings {
    var users: [User] = []
  }

  /// A network with nobody in it, whose tables hash under that key.
  init(key: HashKey) {
    users = NameTable(key: key)
    rooms = NameTable(key: key)
    likenesses = NameTable(key: key, comparison: .exact)
    holdings = NameTable(key: key, comparison: .exact)
    lasting = LastingRooms(key: key)
    accounts = Accounts(key: key)
  }

  /// A user that has this name, or one that people would take for the same.
  func holder(of name: Span<UInt8>) -> User? {
    if let user = users[name] { return user }
    for likeness in NameRules.likenesses(name) { if let user = likenesses[likeness.span] { return user } }
    return nil
  }

  /// A user other than that one whose name people would take for this.
  func holder(of name: Span<UInt8>, otherThan user: User) -> User? {
    if let holder = users[name], holder !== user { return holder }
    for likeness in NameRules.likenesses(name) {
      if let holder = likenesses[likeness.span], holder !== user { return holder }
    }
    return nil
  }

  /// The user of this name, in whatever canonical form it is spelled: not one that only looks alike.
  func user(spelled name: Span<UInt8>) -> User? {
    users[name] ?? users[CanonicalForm.of(name).span]
  }

  /// The users that the account has and that others see.
  func seenUsers(of account: AccountID) -> [User] {
    holdings[account.key.span]?.users.filter(\.isSeen) ?? []
  }

  /// Makes what happened so.
  func apply(_ event: Event) {
    switch event {
    case .registered(let user, let session): add(user, session)
    case .attached(let session, let user): attach(session, to: user)
    case .revealed(let session): reveal(session)
    case .detached(let session): detach(session)
    case .quit(let user, _): withdraw(user)
    case .renamed(let user, let name): rename(user, to: name)
    case .away(let user, let reason): user.awayReason = reason
    case .isBot(let session, let isBot): change(session, isBot: isBot)
    case .created(let room): add(room)
    case .roomRenamed(let room, let name, _): rename(room, to: name)
    case .joined(let session, let room, let number): join(session, room, number)
    case .entered(let session, let room): enter(session, room)
    case .exited(let session, let room, _): exit(session, room)
    case .parted(let user, let room, _), .kicked(let user, let room, _, _): leave(user, room)
    case .invited(let user, let room, _, let admits): if admits { admit(user, to: room) }
    case .topic(let room, let topic, _):
      room.topic = topic.text.isEmpty ? nil : topic
      touch(room)
    case .mode(let room, let change, _): set(change, in: room)
    case .empowered(let user, let isOne):
      user.isServerOperator = isOne
      if user.isSeen { operatorCount += isOne ? 1 : -1 }
    case .metadata(.user(let user), let key, let value): user.metadata.set(key, value)
    case .metadata(.room(let room), let key, let value): room.metadata.set(key, value)
    case .metadata(.visitor, _, _): break
    case .userModes(let user, let modes): change(user, modes)
    case .realNamed(let user, let name): change(user, realName: name)
    case .promoted(let user, let room): update(user, in: room) { $0.isOperator = true }
    case .identified(let user, let account): identify(user, as: account)
    case .accountKept(let record): accounts.keep(record)
    case .accountEnded(let account): accounts.end(account)
    }
  }

  /// Remembers what was said, as far as anybody asks for it again.
  func apply(_ message: borrowing Message) {
    if message.kind == .tagmsg { return }
    message.sender.lastSpoke = message.time
    guard let key = message.key else { return }
    remember(key, SeenMessages.Given(time: message.time, number: message.number))
  }

  /// Remembers a message that would be known if it were sent again.
  func remember(_ key: MessageKey, _ given: SeenMessages.Given) {
    seenMessages.remember(key, given)
  }

  /// Remembers when somebody has left a room.
  func noteDeparture(_ key: MessageKey, _ given: SeenMessages.Given) { departures.update(key, given) }
}

/// Users and their sessions.
extension Network {
  private func add(_ user: User, _ session: Session) {
    insert(user)
    attach(session, to: user)
  }

  /// Adds a user that has no session yet.
  func insert(_ user: User) {
    addName(of: user)
    arrivals.append(user)
    addHolding(of: user)
  }

  private func addHolding(of user: User) {
    let account = user.accountKey
    if account.isEmpty { return }
    let holdings = holdings[account.span] ?? Holdings()
    if holdings.users.isEmpty { self.holdings.set(holdings, for: account) }
    holdings.users.append(user)
  }

  private func remove(_ user: User) {
    removeName(of: user)
    arrivals.remove(user)
    removeHolding(of: user)
  }

  /// What a user may by its account it may no longer.
  private func identify(_ user: User, as account: AccountID?) {
    removeHolding(of: user)
    user.account = account
    user.markers = nil
    user.isServerOperator = false
    for membership in user.memberships { membership.knownBan = nil }
    addHolding(of: user)
  }

  private func removeHolding(of user: User) {
    let account = user.accountKey
    guard !account.isEmpty, let holdings = holdings[account.span] else { return }
    holdings.users.removeAll { $0 === user }
    if holdings.users.isEmpty { self.holdings.remove(account) }
  }

  private func rename(_ user: User, to name: [UInt8]) {
    removeName(of: user)
    user.name = name
    for membership in user.memberships {
      membership.room.rollCall.forget()
      membership.knownBan = nil
    }
    addName(of: user)
  }

  private func addName(of user: User) {
    let name = user.name
    users.set(user, for: CanonicalForm.of(name))
    for likeness in NameRules.likenesses(name.span) { likenesses.set(user, for: likeness) }
  }

  private func removeName(of user: User) {
    let name = user.name
    users.remove(CanonicalForm.of(name))
    for likeness in NameRules.likenesses(name.span) { likenesses.remove(likeness) }
  }

  private func attach(_ session: Session, to user: User) {
    user.sessions.append(session)
    session.user = user
    show(session, of: user)
  }

  /// Others see a session that they did not see before.
  private func reveal(_ session: Session) {
    guard let user = session.user, session.isUnseen else { return }
    session.capabilities.remove(.unseen)
    user.listeners.remove(session)
    show(session, of: user)
  }

  /// Counts a session as seen, as a person's or as neither, and puts it among those that hear what is said to its user.
  private func show(_ session: Session, of user: User) {
    if !session.isUnseen {
      if !user.isSeen {
        count(user, by: 1)
        user.since = session.openedAt
      }
      user.recipients.add(session)
    }
    if session.isPersons { countPersons(of: user, by: 1) }
    user.listeners.put(session, in: hearsPrivate(session, of: user))
  }

  private func detach(_ session: Session) {
    guard let user = session.user else { return }
    for presence in session.presences { remove(presence) }
    session.presences = []
    user.listeners.remove(session)
    user.sessions.remove(session)
    session.user = nil
    if session.isPersons { countPersons(of: user, by: -1) }
    if !session.isUnseen {
      user.recipients.remove(session)
      if !user.isSeen { count(user, by: -1) }
    }
    if user.sessions.isEmpty { remove(user) }
  }

  private func change(_ session: Session, isBot: Bool) {
    guard let user = session.user, session.isBot != isBot else { return }
    let wasPersons = session.isPersons
    session.isBot = isBot
    if session.isPersons != wasPersons { countPersons(of: user, by: wasPersons ? -1 : 1) }
    user.listeners.put(session, in: hearsPrivate(session, of: user))
  }

  /// The bots of a user hear what is said in private only while no person is there.
  private func countPersons(of user: User, by change: Int) {
    user.personCount += change
    let hasChanged = change > 0 ? user.personCount == 1 : user.personCount == 0
    if !hasChanged { return }
    user.sessions.forEach { session in
      if session.isBot { user.listeners.put(session, in: hearsPrivate(session, of: user)) }
    }
  }

  private func hearsPrivate(_ session: Session, of user: User) -> Bool {
    if session.isBot, !session.isUnseen { return user.personCount == 0 }
    return session.hearsPrivate
  }

  /// The capabilities of a session have changed: updates how it reads events wherever it is among the receivers.
  func update(_ session: Session) {
    guard let user = session.user else { return }
    if !session.isUnseen { user.recipients.put(session, in: true) }
    user.listeners.put(session, in: hearsPrivate(session, of: user))
    for presence in session.presences { presence.room.audience.update(presence) }
  }

  /// Counts a user that others see from now on, or no longer.
  private func count(_ user: User, by change: Int) {
    seenUserCount += change
    if user.modes.contains(.invisible) { invisibleCount += change }
    if user.isServerOperator { operatorCount += change }
  }

  private func change(_ user: User, realName: [UInt8]) {
    user.realName = realName
    for membership in user.memberships { membership.knownBan = nil }
  }

  private func change(_ user: User, _ modes: UserModes) {
    let wasInvisible = user.modes.contains(.invisible)
    user.modes = modes
    if user.isSeen, modes.contains(.invisible) != wasInvisible { invisibleCount += wasInvisible ? -1 : 1 }
  }

  /// Remembers that somebody was here by a name.
  func noteFormer(_ user: FormerUser) { formerUsers.remember(user) }

  /// Nobody sees the user any more, though an unseen session may still hold it: it leaves its rooms and is not away.
  private func withdraw(_ user: User) {
    for membership in user.memberships { leave(user, membership.room) }
    user.awayReason = nil
    user.isAbsent = false
  }
}

/// Rooms and who is in them.
extension Network {
  /// Adds a room.
  func add(_ room: Room) {
    rooms.set(room, for: CanonicalForm.of(room.name))
    allRooms.append(room)
    if room.lasts { lasting.count(room, by: 1) }
  }

  private func rename(_ room: Room, to name: [UInt8]) {
    rooms.remove(CanonicalForm.of(room.name))
    room.name = name
    rooms.set(room, for: CanonicalForm.of(name))
    touch(room)
  }

  /// Ends a room that nobody is in.
  func end(_ room: Room) {
    touch(room)
    remove(room)
  }

  /// What is kept of a room has changed, if anything is.
  private func touch(_ room: Room) {
    if room.isPermanent || room.lasts || room.isRecorded { lasting.touch(room) }
  }

  private func remove(_ room: Room) {
    rooms.remove(CanonicalForm.of(room.name))
    allRooms.remove(room)
    lasting.occupy(room)
    if room.lasts { lasting.count(room, by: -1) }
  }

  private func enter(_ session: Session, _ room: Room) {
    guard let membership = session.user?.membership(in: room) else { return }
    place(session, membership)
  }

  /// A session is present where its user is a member.
  func place(_ session: Session, _ membership: Membership) {
    let presence = Presence(session: session, membership: membership)
    membership.presenceCount += 1
    session.presences.append(presence)
    membership.room.audience.add(presence)
  }

  private func join(_ session: Session, _ room: Room, _ number: Int64) {
    guard let user = session.user else { return }
    let membership = Membership(user: user, room: room, start: number)
    // The first member of a room is its operator, but for one that was there without members.
    let isMaker = room.members.isEmpty && !room.isPermanent && room.vacancy == nil
    membership.isOperator = isMaker || room.members.isEmpty && room.isOperator(user.account)
    if room.members.isEmpty {
      lasting.occupy(room)
      if room.lasts { touch(room) }
    }
    room.invited.removeAll { $0 == user.id }
    insert(membership)
    room.rollCall.add(membership)
    place(session, membership)
  }

  /// Adds a membership at which no session is present yet.
  func insert(_ membership: Membership) {
    membership.room.members.append(membership)
    membership.user.memberships.append(membership)
  }

  private func exit(_ session: Session, _ room: Room) {
    guard let place = session.presences.firstIndex(where: { $0.room === room }) else { return }
    remove(session.presences.remove(at: place))
  }

  /// A session is in a room no longer, unless it was taken out of it before.
  private func remove(_ presence: Presence) {
    hush(presence)
    presence.membership.hushedCount -= 1
    presence.membership.presenceCount -= 1
  }

  /// A session hears a room no longer, in which its user stays until it is said to have left.
  func hush(_ presence: Presence) {
    if presence.isHushed { return }
    presence.isHushed = true
    presence.membership.hushedCount += 1
    presence.room.audience.remove(presence)
  }

  private func leave(_ user: User, _ room: Room) {
    guard let place = user.memberships.firstIndex(where: { $0.room === room }) else { return }
    let membership = user.memberships.remove(at: place)
    user.sessions.forEach { exit($0, room) }
    room.rollCall.forget()
    room.members.remove(membership)
    if !room.members.isEmpty || room.isPermanent { return }
    if room.lasts { touch(room) } else { end(room) }
  }

  private func admit(_ user: User, to room: Room) {
    if room.invited.contains(user.id) { return }
    if room.invited.count == RelayLimit.invitations { room.invited.removeFirst() }
    room.invited.append(user.id)
  }

  private func set(_ change: ModeChange, in room: Room) {
    defer { touch(room) }
    switch change.kind {
    case .flag(let mode, _):
      if mode == .lasting, room.lasts != change.isSet { lasting.count(room, by: change.isSet ? 1 : -1) }
      if change.isSet { room.modes.insert(mode) } else { room.modes.remove(mode) }
    case .key(let key): room.key = change.isSet ? key : nil
    case .limit(let limit): room.memberLimit = limit
    case .entry(let list, let ban):
      room[list].removeAll { ASCIIFold.equal($0.mask, ban.mask) }
      if change.isSet { room[list].append(ban) }
    case .forward(let other): room.forward = other
    case .operatorStatus(let user):
      update(user, in: room) { $0.isOperator = change.isSet }
      remember(user.account, asOperatorOf: room, change.isSet)
    case .voice(let user): update(user, in: room) { $0.hasVoice = change.isSet }
    }
  }

  /// An account is an operator of a room from now on whenever it is there, or no longer.
  private func remember(_ account: AccountID?, asOperatorOf room: Room, _ isOne: Bool) {
    guard let account else { return }
    room.operators.removeAll { $0 == account }
    if isOne, account != room.founder, room.operators.count < RelayLimit.roomOperators {
      room.operators.append(account)
    }
  }

  private func update(_ user: User, in room: Room, _ body: (Membership) -> Void) {
    guard let membership = user.membership(in: room) else { return }
    body(membership)
    room.rollCall.forget()
  }
}
