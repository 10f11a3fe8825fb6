/// What a person is shown of a room that is entered, and where what is unread begins. In a pipe the records come as the
/// server tells things.
extension JoinSession {
  /// Whether what the server tells now belongs to the entering of rooms, and is shown when they are entered.
  private var keepsTopics: Bool {
    guard request.isInteractive, case .entering = phase else { return false }
    return true
  }

  /// The server tells a room's topic, or that there is none.
  mutating func receive(topic text: [UInt8], of room: [UInt8], _ now: Moment) {
    openQuestions.endTopic(of: room, profile.caseMapping)
    if keepsTopics, rooms.contains(room) {
      connection.topicsFound[profile.caseMapping.fold(room)] = text
    } else {
      tellLive(Record(.topic, time: now.wall, to: room, text: text), now)
      rooms.setTopic(text, of: room)
    }
  }

  /// Whether something is told. A person is not told of an own coming into a room that was asked for before anything
  /// else, or that only mends an outage.
  mutating func isNews(_ record: Record) -> Bool {
    guard isOwn(record.from) else { return true }
    switch record.event {
    case .join:
      if !request.isInteractive { return true }
      return !rooms.contains(record.to) && (hasBeenReady || !connection.hasRequested(record.to))
    case .away, .back: return absences.learnOwn(record, .event)
    default: return true
    }
  }

  /// Tells of each room what is talked about there, and who is there.
  mutating func introduceRooms(_ now: Moment) {
    for room in rooms.wanted {
      tellNewTopic(of: room, now)
      introduceMembers(of: room, now)
    }
    connection.topicsFound = [:]
  }

  /// Tells who is in a room.
  mutating func introduceMembers(of room: [UInt8], _ now: Moment) {
    for name in rooms.members(of: room) { tell(Record(.user, time: now.wall, from: name, to: room)) }
    tell(Record(.end, time: now.wall, to: room, text: Array("user".utf8)))
  }

  /// The rooms are entered again: what is unread stands behind this.
  mutating func tellResumed(_ now: Moment) {
    guard outage?.hasToldResumed == false else { return }
    outage?.hasToldResumed = true
    var record = Record(.resumed, time: now.wall, to: profile.name)
    // What was missed is still to come: a cursor does not pass over it.
    record.isHistory = true
    tell(record)
    for room in rooms.wanted { tellNewTopic(of: room, now) }
    connection.topicsFound = [:]
  }

  /// Tells the topic that was found on entering, unless it is the one that was told before.
  private mutating func tellNewTopic(of room: [UInt8], _ now: Moment) {
    let found = connection.topicsFound[profile.caseMapping.fold(room)]
    guard let found, found != rooms.topic(of: room) else { return }
    tell(Record(.topic, time: now.wall, to: room, text: found))
    rooms.setTopic(found, of: room)
  }
}
