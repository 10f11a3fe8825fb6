import Wire

@testable import Relay

/// What holds after every input, whatever was said.
struct Invariants {
  private let relay: Relay
  private(set) var faults: [String] = []

  /// Checks a relay between two inputs.
  init(of relay: Relay) {
    self.relay = relay
    for user in relay.network.arrivals.all { check(user) }
    for room in relay.network.allRooms.all { check(room) }
    for case let session? in relay.sessions { check(session) }
    let users = relay.network.arrivals.all
    hold(relay.network.users.count == users.count, "as many users by name as there are")
    hold(relay.network.rooms.count == relay.network.allRooms.count, "as many rooms by name as there are")
    hold(relay.network.seenUserCount == users.count(where: \.isSeen), "the count of those seen")
    hold(relay.asker == nil && relay.replies.isEmpty, "no reply is left over")
    hold(
      [relay.tags.label, relay.tags.ofMessage.client, relay.tags.ofMessage.messageID, relay.tags.batch]
        .allSatisfy(\.isEmpty),
      "no tag is left over")
    checkMonitors()
  }

  private mutating func hold(_ condition: Bool, _ rule: @autoclosure () -> String) {
    if !condition { faults.append("broken: " + rule()) }
  }

  private mutating func check(_ user: User) {
    let name = String(decoding: user.name, as: UTF8.self)
    let network = relay.network
    hold(network.user(spelled: user.name.span) === user, "\(name) is found by its name")
    hold(network.holder(of: user.name.span) === user, "\(name) is found by its likeness")
    hold(!user.sessions.isEmpty, "\(name) has a session")
    let seen = user.sessions.all.filter { !$0.isUnseen }
    hold(Invariants.same(user.recipients, seen), "\(name)'s receivers are its sessions that others see")
    let hasPerson = seen.contains { !$0.isBot }
    hold(user.personCount == seen.count { !$0.isBot }, "\(name)'s persons are counted")
    let hearing = user.sessions.all.filter {
      $0.isUnseen ? $0.capabilities.contains(.replies) : !$0.isBot || !hasPerson
    }
    hold(
      Invariants.same(user.listeners, hearing),
      "\(name)'s listeners are persons, or bots, and who awaits replies")
    hold(!seen.isEmpty || user.memberships.isEmpty, "\(name), whom nobody sees, is in no room")
    let isAbsent = !seen.isEmpty && seen.allSatisfy(\.isAbsent)
    hold(!isAbsent || user.awayReason != nil, "\(name), who sits nowhere, is away")
    hold(isAbsent || !user.isAbsent, "\(name) is absent only where nobody sits")
    for session in user.sessions.all {
      hold(session.user === user && relay.sessions[Int(session.slot)] === session, "\(name)'s sessions live")
      hold(session.presences.allSatisfy { $0.membership.user === user }, "\(name)'s sessions are where it is")
    }
    for membership in user.memberships {
      let roomName = membership.room.name
      let room = relay.room(named: roomName.span)
      hold(room === membership.room, "\(name) is in rooms that are there")
      hold(membership.room.members.contains(membership), "\(name) is a member of its rooms")
      let present = user.sessions.all.count { $0.presence(in: membership.room) != nil }
      hold(present == membership.presenceCount && present > 0, "\(name) is in its rooms by sessions")
      hold(membership.hushedCount == 0, "\(name)'s sessions hear their rooms")
    }
  }

  private mutating func check(_ room: Room) {
    let bytes = room.name
    let name = String(decoding: bytes, as: UTF8.self)
    let found = relay.room(named: bytes.span)
    hold(found === room, "\(name) is found by its name")
    hold(
      room.isPermanent || room.members.isEmpty == (room.vacancy != nil), "\(name) has a member, or is vacant")
    hold(room.vacancy == nil || room.lasts, "\(name) lasts where nobody is in it")
    hold(room.members.allSatisfy { $0.user.membership(in: room) === $0 }, "\(name)'s members are in it")
    hold(Invariants.isRight(room.rollCall, of: room), "\(name)'s roll call names its members as they are")
    var forms = Forms()
    for recipient in room.recipients.all { forms.insert(recipient.form) }
    hold(room.recipients.forms == forms, "\(name)'s receivers read in the forms that it knows of")
    let members = room.members.all
    hold(members.count == Set(members.map(\.user.id)).count, "\(name) has nobody twice")
    let present = relay.sessions.compactMap(\.self).filter { $0.presence(in: room) != nil }
    hold(Invariants.same(room.recipients, present), "\(name)'s receivers are the sessions that are in it")
    hold(present.allSatisfy { !$0.isUnseen }, "\(name) has nobody whom others do not see")
  }

  private mutating func checkMonitors() {
    let sessions = relay.sessions.compactMap(\.self)
    let names = Set(sessions.flatMap(\.watches).map { $0.name.map { ASCIIFold.lower($0) } })
    hold(relay.monitors.nameCount == names.count, "the names that are watched for are somebody's")
    let ofEverybody = sessions.count { $0.watchOfEverybody != nil }
    hold(relay.monitors.countOfEverybody == ofEverybody, "who watches everybody")
  }

  private mutating func check(_ session: Session) {
    let batch = session.openBatch?.text ?? MultilineText()
    hold(
      batch.byteCount <= RelayLimit.multilineBytes && batch.count <= RelayLimit.multilineLines,
      "session \(session.slot)'s open batch is bounded")
    hold(session.watches.count <= RelayLimit.monitored, "session \(session.slot) watches for few")
    let ofEverybody = session.watchOfEverybody == nil ? 0 : 1
    for name in session.watches.map(\.name) {
      var told = 0
      relay.monitors.forEachWatcher(of: name) { if $0 === session { told += 1 } }
      hold(told == 1 + ofEverybody, "session \(session.slot) is told of what it watches for")
    }
    guard let user = session.user else {
      return hold(
        session.watches.isEmpty && session.watchOfEverybody == nil && session.openBatch == nil
          && session.presences.isEmpty,
        "session \(session.slot), which is nobody, has nothing")
    }
    hold(user.sessions.contains(session), "session \(session.slot)'s user has it")
    hold(!session.isClosing, "session \(session.slot), which is being closed, has left")
  }

  private static func isRight(_ rollCall: RollCall, of room: Room) -> Bool {
    var (kept, fresh) = (rollCall, RollCall())
    return [false, true].allSatisfy { kept.names(of: room, all: $0) == fresh.names(of: room, all: $0) }
  }

  private static func same(_ recipients: Recipients, _ sessions: [Session]) -> Bool {
    let left = recipients.all.map { UInt64($0.slot) << 8 | UInt64($0.form) }
    let right = sessions.map { UInt64($0.slot) << 8 | UInt64($0.form) }
    return left.sorted() == right.sorted()
  }
}

/// What a session is sent, taken apart into lines.
struct SentLines {
  private(set) var lines: [String] = []
  private(set) var faults: [String] = []

  /// Takes bytes apart, and checks the limits and the ends of the lines.
  init(_ bytes: [UInt8]) {
    if bytes.last != 0x0A { faults.append("what is sent does not end in LF") }
    for line in bytes.split(separator: 0x0A) { add(line) }
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    let content = line.dropLast()
    let text = String(decoding: content, as: UTF8.self)
    lines.append(text)
    if line.last != 0x0D { faults.append("no CR at the end: \(text)") }
    if content.contains(0x0D) || content.contains(0) { faults.append("CR or NUL inside: \(text)") }
    if Array(text.utf8) != Array(content) { faults.append("not UTF-8: \(text)") }
    var body = content
    if content.first == UInt8(ascii: "@"), let blank = content.firstIndex(of: 0x20) {
      body = content[(blank + 1)...]
    }
    if content.count - body.count > WireLimit.tags { faults.append("tags too long: \(text)") }
    if body.count > WireLimit.body { faults.append("\(body.count) bytes long: \(text)") }
    if body.isEmpty || body.first == 0x20 { faults.append("no message: \(text)") }
  }
}
