import Wire

/// The state of a relay as bytes. Objects that stand in several places are written once, and known by their numbers in
/// the order of arrival.
extension Relay {
  /// The version of the form in which a state is written.
  static let stateVersion: UInt64 = 2

  /// All that later inputs depend on, but for the configuration: ``init(configuration:state:)`` makes a relay of it
  /// that goes on as this one does. To be asked between inputs, when the outbox has been carried out.
  public func encodedState() -> [UInt8] {
    var writer = ValueWriter()
    writer.write(Relay.stateVersion)
    writer.write(configuration.network.hashKey.low)
    writer.write(configuration.network.hashKey.high)
    writer.write(now)
    writer.write(counters)
    let numbers = StateNumbers(network)
    writer.write(network.allRooms.all) { $0.write($1) }
    writer.write(network.lasting.vacancies.all) { writer, vacancy in
      writer.write(numbers.ofRoom[vacancy.room.place])
      writer.write(vacancy.since)
    }
    writer.write(network.arrivals.all) { $0.write($1, numbers) }
    for room in network.allRooms.all {
      writer.write(room.members.all) { $0.write(numbers.ofUser[$1.user.place]) }
    }
    writer.write(sessions) { writer, session in
      writer.write(session) { $0.write($1, numbers, network) }
    }
    for user in network.arrivals.all { writer.write(user.sessions.all) { $0.write($1.slot) } }
    writer.write(network.seenMessages)
    writer.write(network.departures)
    writer.write(network.accounts)
    writer.write(network.accountsMade)
    writer.write(network.formerUsers.all) { $0.write($1) }
    return writer.bytes
  }
}

/// What users and rooms are known by in a written state, by their places.
struct StateNumbers {
  let ofUser: [Int]
  let ofRoom: [Int]

  init(_ network: Network) {
    ofUser = network.arrivals.numbers
    ofRoom = network.allRooms.numbers
  }
}

extension ValueWriter {
  fileprivate mutating func write(_ messages: SeenMessages) {
    write(UInt64(messages.count))
    messages.forEach { key, given in
      write(SeenMessage(key: key, time: given.time, number: given.number))
    }
  }

  fileprivate mutating func write(_ counters: Relay.Counters) {
    write(counters.batches)
    write(counters.users)
    write(counters.requests)
    write(counters.commits)
    write(counters.peakUsers)
  }

  fileprivate mutating func write(_ room: Room) {
    write(room.name)
    write(room.createdAt)
    write(room.isPermanent)
    write(room.founder)
    write(room.topic) { writer, topic in
      writer.write(topic.text)
      writer.write(topic.setBy)
      writer.write(topic.setAt)
    }
    write(room.modes.rawValue)
    write(room.key) { $0.write($1) }
    write(room.memberLimit) { $0.write($1) }
    for list in MaskList.allCases {
      write(room[list]) { writer, ban in
        writer.write(ban.mask)
        writer.write(ban.setBy)
        writer.write(ban.setAt)
      }
    }
    write(room.forward) { $0.write($1) }
    write(room.metadata)
    write(room.invited) { $0.write($1.number) }
    write(room.operators) { $0.write($1) }
    write(room.isRecorded)
  }

  private mutating func write(_ metadata: Metadata) {
    write(metadata.entries) { writer, entry in
      writer.write(entry.key)
      writer.write(entry.value)
    }
  }

  fileprivate mutating func write(_ user: FormerUser) {
    for part in [user.name, user.userName, user.host, user.realName] { write(part) }
    write(user.leftAt)
  }

  fileprivate mutating func write(_ account: AccountID?) {
    write(account) { $0.write($1) }
  }

  fileprivate mutating func write(_ user: User, _ numbers: StateNumbers) {
    write(user.id.number)
    write(user.account)
    write(user.userName)
    write(user.host)
    write(user.isLocal)
    write(user.realName)
    write(user.name)
    write(user.since)
    write(user.namedAt)
    write(user.lastSpoke)
    write(user.awayReason) { $0.write($1) }
    write(user.isAbsent)
    write(user.isServerOperator)
    write(user.modes.rawValue)
    write(user.metadata)
    write(user.markers) { $0.write($1.all) { $0.write($1) } }
    write(user.memberships) { writer, membership in
      writer.write(numbers.ofRoom[membership.room.place])
      writer.write(membership.start)
      writer.write(membership.isOperator)
      writer.write(membership.hasVoice)
    }
  }

  fileprivate mutating func write(_ session: Session, _ numbers: StateNumbers, _ network: Network) {
    write(session.id)
    write(session.origin)
    write(session.openedAt)
    write(session.account)
    write(session.capabilities.rawValue)
    for flag in [
      session.speaksCap302, session.isBot, session.isAbsent, session.isClosing, session.isAdmitted,
      session.awaitsPong, session.watchOfEverybody != nil,
    ] {
      write(flag)
    }
    write(session.registration) { $0.write($1) }
    write(session.openBatch) { $0.write($1) }
    write(session.subscriptions) { $0.write($1) }
    write(session.watches) { $0.write($1.name) }
    write(session.request) { $0.write($1) }
    write(session.longAnswer) { $0.write($1, network) }
    write(session.replays) { $0.write($1) }
    write(session.unreceived) { $0.write($1) }
    write(session.sasl) { $0.write($1) }
    write(session.provenAt) { $0.write($1) }
    write(session.presences) { $0.write(numbers.ofRoom[$1.room.place]) }
  }

  private mutating func write(_ registration: Registration) {
    write(registration.name) { $0.write($1) }
    write(registration.userName) { $0.write($1) }
    write(registration.realName)
    write(registration.metadata)
    write(registration.password) { $0.write($1) }
    write(registration.knowsPassword)
    write(registration.isNegotiating)
    write(registration.awayReason) { $0.write($1) }
  }

  private mutating func write(_ request: PendingRequest) {
    write(request.id.number)
    write(request.label)
    switch request.purpose {
    case .identity: write(UInt64(0))
    case .password: write(UInt64(3))
    case .registration(let name):
      write(UInt64(1))
      write(name)
    case .renaming(let name):
      write(UInt64(2))
      write(name)
    case .replay(let room):
      write(UInt64(5))
      write(room)
    case .waiting: write(UInt64(6))
    case .absent(let message):
      write(UInt64(7))
      write(message)
    case .markers(let command):
      write(UInt64(9))
      write(command)
    case .whowas(let name, let count):
      write(UInt64(8))
      write(name)
      write(count)
    case .sasl: write(UInt64(10))
    case .account(let task):
      write(UInt64(11))
      write(task)
    case .redaction(let redaction):
      write(UInt64(21))
      write(redaction.target)
      write(redaction.number)
      write(redaction.reason)
    case .operating(let name, let password):
      write(UInt64(20))
      write(name)
      write(password)
    case .history(let purpose):
      write(UInt64(4))
      write(UInt64(purpose.word.rawValue))
      write(purpose.target)
    }
  }

  private mutating func write(_ batch: OpenBatch) {
    write(batch.reference)
    write(batch.target)
    write(batch.label)
    write(batch.tags.client)
    write(batch.tags.messageID)
    write(batch.heardAt)
    write(batch.kind == .notice)
    write(batch.text)
    write(batch.fault) { $0.write($1) }
  }

  private mutating func write(_ fault: BatchFault) {
    switch fault {
    case .tooManyBytes: write(UInt64(0))
    case .tooManyLines: write(UInt64(1))
    case .otherTarget(let wanted, let given):
      write(UInt64(2))
      write(wanted)
      write(given)
    case .lineTooLong(let limit):
      write(UInt64(3))
      write(limit)
    case .invalid(let text):
      write(UInt64(4))
      write(text)
    }
  }
}
