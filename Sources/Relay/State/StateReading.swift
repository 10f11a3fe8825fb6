import Wire

extension Relay {
  /// A relay that goes on where the one was that wrote the state.
  ///
  /// - Parameter configuration: That of this machine. The key of the hashes is the state's, since its tables and
  ///   the ids of messages depend on it.
  /// - Throws: `MalformedValue` where the bytes are no state, or one of another version.
  public convenience init(
    configuration: RelayConfiguration, state: [UInt8]
  ) throws(MalformedValue) {
    var reader = ValueReader(state)
    guard try reader.unsigned() == Relay.stateVersion else { throw reader.malformed() }
    var configuration = configuration
    let low = try reader.unsigned()
    configuration.network.hashKey = HashKey(low: low, high: try reader.unsigned())
    self.init(emptyWith: configuration)
    now = try reader.stamp()
    counters = try reader.counters()
    try readNetwork(&reader)
    guard reader.isAtEnd else { throw reader.malformed() }
  }

  private func readNetwork(_ reader: inout ValueReader) throws(MalformedValue) {
    let rooms = try reader.list { (reader) throws(MalformedValue) in try reader.room() }
    for room in rooms { network.add(room) }
    let vacancies = try reader.list { (reader) throws(MalformedValue) in
      (try reader.int(), try reader.timestamp())
    }
    for (number, since) in vacancies {
      guard rooms.indices.contains(number) else { throw reader.malformed() }
      network.lasting.vacate(rooms[number], at: since)
    }
    let users = try reader.list { (reader) throws(MalformedValue) in try reader.user(in: rooms) }
    for user in users { network.insert(user.user) }
    for room in rooms {
      for number in try reader.list({ (reader) throws(MalformedValue) in try reader.int() }) {
        guard users.indices.contains(number), let membership = users[number].user.membership(in: room) else {
          throw reader.malformed()
        }
        room.members.append(membership)
      }
    }
    try readSessions(&reader, users, rooms)
    for _ in 0..<(try reader.unsigned()) {
      let message = try reader.seenMessage()
      network.remember(message.key, SeenMessages.Given(time: message.time, number: message.number))
    }
    for _ in 0..<(try reader.unsigned()) {
      let message = try reader.seenMessage()
      network.noteDeparture(message.key, SeenMessages.Given(time: message.time, number: message.number))
    }
    try reader.read(network.accounts)
    network.accountsMade = try reader.accountsMade()
    for user in try reader.list({ (reader) throws(MalformedValue) in try reader.formerUser() }) {
      network.noteFormer(user)
    }
  }

  private func readSessions(
    _ reader: inout ValueReader, _ users: [WrittenUser], _ rooms: [Room]
  ) throws(MalformedValue) {
    let written = try reader.list { (reader) throws(MalformedValue) in
      try reader.optional { (reader) throws(MalformedValue) in
        try reader.session(in: rooms)
      }
    }
    sessions = written.map { $0?.session }
    clientCount = sessions.count { $0?.isAdmitted == true }
    for user in users {
      for slot in try reader.list({ (reader) throws(MalformedValue) in try reader.unsigned32() }) {
        guard Int(slot) < sessions.count, let session = sessions[Int(slot)] else { throw reader.malformed() }
        network.apply(.attached(session, to: user.user))
      }
      // Attaching dates a user from its first session.
      user.user.since = user.since
    }
    for case let written? in written { try place(written, rooms, reader) }
  }

  /// Puts a session where it was: into its rooms, and among those who watch.
  private func place(
    _ written: WrittenSession, _ rooms: [Room], _ reader: ValueReader
  ) throws(MalformedValue) {
    let session = written.session
    for number in written.rooms {
      guard rooms.indices.contains(number), let membership = session.user?.membership(in: rooms[number])
      else {
        throw reader.malformed()
      }
      network.place(session, membership)
    }
    for name in written.watches { monitors.add(name, for: session) }
    if written.watchesEverybody { monitors.addEverybody(for: session) }
  }
}

/// A user as it was written, and what attaching its sessions would change.
private struct WrittenUser {
  let user: User
  let since: Timestamp
}

/// A session as it was written, and what it has in common with others.
private struct WrittenSession {
  let session: Session
  let watches: [[UInt8]]
  let watchesEverybody: Bool
  let rooms: [Int]
}

extension ValueReader {
  fileprivate mutating func counters() throws(MalformedValue) -> Relay.Counters {
    var counters = Relay.Counters()
    counters.batches = try unsigned()
    counters.users = try unsigned()
    counters.requests = try unsigned()
    counters.commits = try unsigned()
    counters.peakUsers = try int()
    return counters
  }

  fileprivate mutating func room() throws(MalformedValue) -> Room {
    let name = try array()
    let createdAt = try timestamp()
    let isPermanent = try bool()
    let room = Room(name: name, createdAt: createdAt, isPermanent: isPermanent, founder: try accountIfAny())
    room.topic = try optional { (reader) throws(MalformedValue) in
      let text = try reader.array()
      let setBy = try reader.array()
      return RoomTopic(text: text, setBy: setBy, setAt: try reader.timestamp())
    }
    room.modes = RoomModes(rawValue: try unsigned32())
    room.key = try optionalArray()
    room.memberLimit = try optional { (reader) throws(MalformedValue) in try reader.int() }
    for list in MaskList.allCases {
      room[list] = try self.list { (reader) throws(MalformedValue) in
        let mask = try reader.array()
        let setBy = try reader.array()
        return Ban(mask: mask, setBy: setBy, setAt: try reader.timestamp())
      }
    }
    room.forward = try optionalArray()
    room.metadata = try metadata()
    room.invited = try list { (reader) throws(MalformedValue) in UserID(number: try reader.unsigned()) }
    room.operators = try list { (reader) throws(MalformedValue) in try reader.account() }
    room.isRecorded = try bool()
    return room
  }

  private mutating func metadata() throws(MalformedValue) -> Metadata {
    let entries = try list { (reader) throws(MalformedValue) in
      let key = try reader.array()
      return Metadata.Entry(key: key, value: try reader.array())
    }
    return entries.reduce(into: Metadata()) { $0.set($1.key, $1.value) }
  }

  fileprivate mutating func formerUser() throws(MalformedValue) -> FormerUser {
    let (name, userName, host, realName) = (try array(), try array(), try array(), try array())
    return FormerUser(name: name, userName: userName, host: host, realName: realName, leftAt: try timestamp())
  }

  private mutating func optionalArray() throws(MalformedValue) -> [UInt8]? {
    try optional { (reader) throws(MalformedValue) in try reader.array() }
  }

  private mutating func accountIfAny() throws(MalformedValue) -> AccountID? {
    try optional { (reader) throws(MalformedValue) in try reader.account() }
  }

  fileprivate mutating func user(in rooms: [Room]) throws(MalformedValue) -> WrittenUser {
    let id = UserID(number: try unsigned())
    let account = try accountIfAny()
    let userName = try array()
    let host = try array()
    let isLocal = try bool()
    let origin = UserOrigin(
      account: account, userName: userName, host: host, isLocal: isLocal, realName: try array())
    let name = try array()
    let since = try timestamp()
    let user = User(origin, id: id, name: name, at: since)
    user.namedAt = try timestamp()
    user.lastSpoke = try timestamp()
    user.awayReason = try optionalArray()
    user.isAbsent = try bool()
    user.isServerOperator = try bool()
    user.modes = UserModes(rawValue: try unsigned32())
    user.metadata = try metadata()
    user.markers = try optional { (reader) throws(MalformedValue) in try reader.readMarkers() }
    user.memberships = try list { (reader) throws(MalformedValue) in
      let number = try reader.int()
      guard rooms.indices.contains(number) else { throw reader.malformed() }
      let membership = Membership(user: user, room: rooms[number], start: try reader.signed())
      membership.isOperator = try reader.bool()
      membership.hasVoice = try reader.bool()
      return membership
    }
    return WrittenUser(user: user, since: since)
  }

  fileprivate mutating func session(in rooms: [Room]) throws(MalformedValue) -> WrittenSession {
    let id = try sessionID()
    let origin = try origin()
    let session = Session(id: id, origin: origin, openedAt: try timestamp())
    session.account = try accountIfAny()
    session.capabilities = Capabilities(rawValue: try unsigned())
    session.speaksCap302 = try bool()
    session.isBot = try bool()
    session.isAbsent = try bool()
    session.isClosing = try bool()
    session.isAdmitted = try bool()
    session.awaitsPong = try bool()
    let watchesEverybody = try bool()
    session.registration = try optional { (reader) throws(MalformedValue) in try reader.registration() }
    session.openBatch = try optional { (reader) throws(MalformedValue) in try reader.openBatch() }
    session.subscriptions = try list { (reader) throws(MalformedValue) in try reader.array() }
    let watches = try list { (reader) throws(MalformedValue) in try reader.array() }
    session.request = try optional { (reader) throws(MalformedValue) in try reader.pendingRequest() }
    session.longAnswer = try optional { (reader) throws(MalformedValue) in try reader.longAnswer(in: rooms) }
    session.replays = try list { (reader) throws(MalformedValue) in try reader.replay() }
    session.unreceived = try optional { (reader) throws(MalformedValue) in try reader.signed() }
    session.sasl = try optional { (reader) throws(MalformedValue) in try reader.saslExchange() }
    session.provenAt = try optional { (reader) throws(MalformedValue) in try reader.timestamp() }
    let places = try list { (reader) throws(MalformedValue) in try reader.int() }
    return WrittenSession(
      session: session, watches: watches, watchesEverybody: watchesEverybody, rooms: places)
  }

  private mutating func registration() throws(MalformedValue) -> Registration {
    var registration = Registration()
    registration.name = try optionalArray()
    registration.userName = try optionalArray()
    registration.realName = try array()
    registration.metadata = try metadata()
    registration.password = try optionalArray()
    registration.knowsPassword = try bool()
    registration.isNegotiating = try bool()
    registration.awayReason = try optionalArray()
    return registration
  }

  private mutating func pendingRequest() throws(MalformedValue) -> PendingRequest {
    let id = RequestID(number: try unsigned())
    let label = try array()
    let purpose: PendingRequest.Purpose
    switch try unsigned() {
    case 0: purpose = .identity
    case 1: purpose = .registration(name: try array())
    case 2: purpose = .renaming(to: try array())
    case 3: purpose = .password
    case 5: purpose = .replay(room: try array())
    case 6: purpose = .waiting
    case 7: purpose = .absent(try absentMessage())
    case 9: purpose = .markers(command: try array())
    case 10: purpose = .sasl
    case 11: purpose = .account(try accountTask())
    case 8:
      let name = try array()
      purpose = .whowas(name: name, count: try int())
    case 21:
      let target = try array()
      let number = try signed()
      purpose = .redaction(Redaction(target: target, number: number, reason: try array()))
    case 20:
      let name = try array()
      purpose = .operating(name: name, password: try array())
    case 4:
      guard let number = UInt8(exactly: try unsigned()), let word = HistoryWord(rawValue: number) else {
        throw malformed()
      }
      purpose = .history(HistoryPurpose(word: word, target: try array()))
    default: throw malformed()
    }
    return PendingRequest(id: id, purpose: purpose, label: label)
  }

  private mutating func openBatch() throws(MalformedValue) -> OpenBatch {
    let reference = try array()
    let target = try array()
    let label = try array()
    var tags = SenderTags()
    tags.client = try array()
    tags.messageID = try array()
    let heardAt = try timestamp()
    let isNotice = try bool()
    let text = try multilineText()
    let fault = try optional { (reader) throws(MalformedValue) in try reader.batchFault() }
    return OpenBatch(
      reference: reference, target: target, label: label, tags: tags, heardAt: heardAt,
      kind: isNotice ? .notice : .privmsg, text: text, fault: fault)
  }

  private mutating func batchFault() throws(MalformedValue) -> BatchFault {
    switch try unsigned() {
    case 0: return .tooManyBytes
    case 1: return .tooManyLines
    case 2:
      let wanted = try array()
      return .otherTarget(wanted: wanted, given: try array())
    case 3: return .lineTooLong(limit: try int())
    case 4: return .invalid(try string())
    default: throw malformed()
    }
  }
}
