import Wire

/// What a session does about numeric replies.
extension JoinSession {
  mutating func receive(numeric number: Int, _ message: ServerMessage, _ now: Moment) {
    let numeric = Numeric(rawValue: number)
    switch numeric {
    case .motdStart: motd.begin()
    case .motd: motd.append(message.text)
    case .noMotd, .endOfMotd: tellMotd()
    case _ where message.isError: receive(error: message, now)
    case .namReply: receive(names: message)
    case .endOfNames: completeRoom(message[1], now)
    case .isOn: receive(isOn: message.text.split(separator: 0x20).map(Array.init), now)
    case .whoReply: receive(member: message, now)
    case .endOfWho: endWho(message[1], now)
    case .topic: receive(topic: message.text, of: message[1], now)
    case .noTopic: receive(topic: [], of: message[1], now)
    case .away: tellAway(message, now)
    case .nowAway: tellOwn(.away, absences.answer(isAway: true), message, now)
    case .unAway: tellOwn(.back, absences.answer(isAway: false), message, now)
    default: describe(numeric, message, now)
    }
  }

  /// Shows what the server has to say to everybody who comes: to a person of its own accord, to a program where that
  /// asked for it.
  private mutating func tellMotd() {
    guard let lines = motd.end(forPerson: request.isInteractive) else { return }
    if lines.isEmpty { remark("the server has no message of the day") }
    output.notices += lines.map { .announcement(Escaping.visible($0)) }
  }

  private mutating func tellOwn(
    _ event: RecordEvent, _ reason: [UInt8], _ message: ServerMessage, _ now: Moment
  ) {
    let record = Record(event, time: message.time ?? now.wall, from: ownName, text: reason)
    if absences.learnOwn(record, .answer) { tell(record) }
  }

  /// Somebody who is written to, or asked about, is away.
  mutating func tellAway(_ message: ServerMessage, _ now: Moment) {
    let (name, reason) = (message[1], message.text)
    guard absences.isNews(name, reason, profile.caseMapping) else { return }
    tell(Record(.away, time: message.time ?? now.wall, from: name, text: reason))
  }

  // MARK: Who is here

  private mutating func receive(names message: ServerMessage) {
    let signs = profile.memberSigns
    for word in message.text.split(separator: 0x20) {
      let name = word.drop { signs.contains($0) }
      // userhost-in-names is not asked for, but some servers send it.
      rooms.add(Array(name.prefix { $0 != UInt8(ascii: "!") }), to: message[2])
    }
  }

  private mutating func receive(member message: ServerMessage, _ now: Moment) {
    guard let room = lists.rooms.first else { return }
    let flags = message[6]
    var state: [[UInt8]] = []
    if let sign = flags.first(where: profile.memberSigns.contains) { state.append([sign]) }
    if flags.first == UInt8(ascii: "G") { state.append(Array("away".utf8)) }
    lists.append(.init(name: message[5], state: Array(state.joined(separator: [0x20]))))
    if lists.isFull { tell(members: lists.takePart(profile.caseMapping), of: room, at: now.wall) }
  }

  private mutating func tell(members: [ListedMember], of room: [UInt8], at time: Timestamp) {
    for member in members {
      tell(Record(.user, time: time, from: member.name, to: room, text: member.state))
    }
  }

  /// A list is complete.
  private mutating func endWho(_ mask: [UInt8], _ now: Moment) {
    let ended = lists.end(mask, profile.caseMapping, isSurelyOneOfThem: !connection.hasSentRaw)
    guard let (room, rest) = ended else { return }
    tell(members: rest, of: room, at: now.wall)
    tell(Record(.end, time: now.wall, to: room, text: Array("user".utf8)))
  }

  /// The run is over before a list is: what has come of it is told, without its end.
  mutating func tellOpenList() {
    guard let room = lists.rooms.first else { return }
    tell(members: lists.takePart(profile.caseMapping), of: room, at: lastHeard)
  }

  // MARK: Answers for people

  private mutating func describe(_ numeric: Numeric?, _ message: ServerMessage, _ now: Moment) {
    // What a server says of itself to everybody who comes was not asked for.
    if isGettingReady { return }
    let subject = message[1]
    let mapping = profile.caseMapping
    switch numeric {
    case .whoisUser:
      absences.beginDescription(of: subject, mapping)
      openQuestions.describe(subject, isWhole: false, mapping)
    case .endOfWhois:
      absences.endDescription()
      openQuestions.describe(subject, isWhole: true, mapping)
    case .list: openQuestions.countRoom()
    case .listEnd: if openQuestions.endRooms() == 0 { remark("there are no rooms") }
    case .banList: openQuestions.countBan(of: subject, mapping)
    case .endOfBanList:
      if openQuestions.endBans(of: subject, mapping) == 0 {
        remark("\(Escaping.visible(subject)): nobody is banned")
      }
    case .inviting: openQuestions.endChange(by: ServerVerb.invite)
    case .youAreOperator: openQuestions.endChange(by: ServerVerb.oper)
    default: break
    }
    let answer = AnswerText(now: request.isInteractive ? now.wall : nil, showsAll: connection.hasSentRaw)
    if let text = answer.sentence(message), !text.isEmpty { remark(text) }
  }
}
