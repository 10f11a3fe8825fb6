import Wire

/// Who is there and in which rooms: what all sessions have in common. It changes by ``apply(_:)`` of an event or
/// a message alone.
///
/// An object: to ask a structure in a property something is to copy it, which counts each of its parts.
final class Network {
  /// The users by name.
  private(set) var users = FoldedTable<User>()
  /// The rooms by name.
  private(set) var rooms = FoldedTable<Room>()
  /// All users in the order of their arrival, those that nobody sees among them.
  private(set) var arrivals: [User] = []
  /// All rooms in the order in which they were made.
  private(set) var allRooms: [Room] = []
  /// The user whose name people would take for the same.
  private var likenesses: [String: User] = [:]
  /// The users of each account, in the order of their arrival.
  private var holders: [AccountID: [User]] = [:]
  /// How many users somebody can see.
  private(set) var seenUserCount = 0
  /// The messages that would be known if they were sent again.
  private(set) var seenMessages = SeenMessages()

  /// The user that has this name, or one that people would take for the same.
  func holder(of name: Span<UInt8>) -> User? {
    users[name] ?? likenesses[NameRules.likeness(name)]
  }

  /// The user of exactly this name, if anybody can see it.
  func seenUser(_ name: Span<UInt8>) -> User? {
    guard let user = users[name], user.isSeen else { return nil }
    return user
  }

  /// The user of exactly this name, if what is said to it in private is heard by anybody.
  func listeningUser(_ name: Span<UInt8>) -> User? {
    guard let user = users[name], !user.listeners.all.isEmpty else { return nil }
    return user
  }

  /// The users that the account has and that others see.
  func seenUsers(of account: AccountID) -> [User] {
    holders[account, default: []].filter(\.isSeen)
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
    case .created(let room): add(room)
    case .joined(let user, let room): join(user, room)
    case .parted(let user, let room, _), .kicked(let user, let room, _, _): leave(user, room)
    case .invited(let user, let room, _): invite(user, to: room)
    case .topic(let room, let topic, _): room.topic = topic.text.isEmpty ? nil : topic
    case .mode(let room, let change, _): set(change, in: room)
    }
  }

  private func add(_ user: User, _ session: Session) {
    users.set(user, for: user.name)
    likenesses[Network.likeness(of: user.name)] = user
    arrivals.append(user)
    if let account = user.account { holders[account, default: []].append(user) }
    attach(session, to: user)
  }

  /// Remembers what was said, as far as anybody asks for it again.
  func apply(_ message: borrowing Message) {
    if message.kind == .tagmsg { return }
    message.sender.lastSpoke = message.moment.time
    guard let key = message.key else { return }
    seenMessages.remember(key, SeenMessages.Given(moment: message.moment, ordinal: message.ordinal))
  }

  private func attach(_ session: Session, to user: User) {
    user.sessions.append(session)
    session.user = user
    user.listeners.put(session, in: session.hearsPrivate)
    watch(session, of: user)
  }

  private func reveal(_ session: Session) {
    guard let user = session.user, session.isUnseen else { return }
    session.isUnseen = false
    user.listeners.put(session, in: session.hearsPrivate)
    watch(session, of: user)
  }

  private func watch(_ session: Session, of user: User) {
    if session.isUnseen { return }
    if !user.isSeen {
      seenUserCount += 1
      user.since = session.openedAt
    }
    user.recipients.add(session)
    for membership in user.memberships { membership.room.recipients.add(session) }
  }

  private func detach(_ session: Session) {
    guard let user = session.user else { return }
    if !session.isUnseen {
      for membership in user.memberships { membership.room.recipients.remove(session) }
      user.recipients.remove(session)
      if !user.isSeen { seenUserCount -= 1 }
    }
    user.listeners.remove(session)
    user.sessions.removeAll { $0 === session }
    session.user = nil
    if user.sessions.isEmpty { remove(user) }
  }

  /// Takes over how a session reads events, after its capabilities have changed.
  func update(_ session: Session) {
    guard let user = session.user else { return }
    user.recipients.update(session)
    user.listeners.put(session, in: session.hearsPrivate)
    for membership in user.memberships { membership.room.recipients.update(session) }
  }

  private func remove(_ user: User) {
    users.remove(user.name)
    likenesses[Network.likeness(of: user.name)] = nil
    arrivals.remove(at: place(of: user))
    guard let account = user.account else { return }
    holders[account]?.removeAll { $0 === user }
    if holders[account]?.isEmpty == true { holders[account] = nil }
  }

  private static func likeness(of name: [UInt8]) -> String {
    NameRules.likeness(name.span)
  }

  /// The place of a user among the arrivals, whose numbers grow.
  private func place(of user: User) -> Int {
    var (low, high) = (0, arrivals.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if arrivals[middle].id.number < user.id.number { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func rename(_ user: User, to name: [UInt8]) {
    users.remove(user.name)
    likenesses[Network.likeness(of: user.name)] = nil
    user.name = name
    for membership in user.memberships { membership.room.rollCall.forget() }
    users.set(user, for: name)
    likenesses[Network.likeness(of: name)] = user
  }

  private func add(_ room: Room) {
    rooms.set(room, for: room.name)
    allRooms.append(room)
  }

  private func join(_ user: User, _ room: Room) {
    // Who makes a room looks after it; the permanent one belongs to nobody.
    let isOperator = room.members.isEmpty && !room.isPermanent
    room.invited.removeAll { $0 == user.id }
    room.members.append(user)
    user.memberships.append(Membership(room: room, isOperator: isOperator))
    room.rollCall.add(user, in: room)
    for session in user.sessions where !session.isUnseen { room.recipients.add(session) }
  }

  private func leave(_ user: User, _ room: Room) {
    user.memberships.removeAll { $0.room === room }
    room.rollCall.forget()
    if let place = room.members.firstIndex(where: { $0 === user }) { room.members.remove(at: place) }
    for session in user.sessions { room.recipients.remove(session) }
    if room.members.isEmpty, !room.isPermanent { remove(room) }
  }

  private func leaveAll(_ user: User) {
    for membership in user.memberships { leave(user, membership.room) }
  }

  /// A user whom nobody sees any more begins anew when it comes back.
  private func withdraw(_ user: User) {
    leaveAll(user)
    user.awayReason = nil
  }

  private func invite(_ user: User, to room: Room) {
    if room.invited.contains(user.id) { return }
    if room.invited.count == RelayLimit.invitations { room.invited.removeFirst() }
    room.invited.append(user.id)
  }

  private func remove(_ room: Room) {
    rooms.remove(room.name)
    allRooms.removeAll { $0 === room }
  }

  private func set(_ change: ModeChange, in room: Room) {
    switch change.kind {
    case .flag(let mode, _): if change.isSet { room.modes.insert(mode) } else { room.modes.remove(mode) }
    case .key(let key): room.key = change.isSet ? key : nil
    case .limit(let limit): room.memberLimit = limit
    case .ban(let ban):
      room.bans.removeAll { ASCIIFold.equal($0.mask, ban.mask) }
      if change.isSet { room.bans.append(ban) }
    case .operatorStatus(let user): update(user, in: room) { $0.isOperator = change.isSet }
    case .voice(let user): update(user, in: room) { $0.hasVoice = change.isSet }
    }
  }

  private func update(_ user: User, in room: Room, _ body: (inout Membership) -> Void) {
    guard let place = user.memberships.firstIndex(where: { $0.room === room }) else { return }
    body(&user.memberships[place])
    room.rollCall.forget()
  }
}
