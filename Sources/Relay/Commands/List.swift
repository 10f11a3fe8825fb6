import Wire

/// LIST: which rooms there are, all or those that fit conditions (ISUPPORT ELIST).
extension Relay {
  func list(_ request: ReceivedCommand, _ line: Span<UInt8>) {
    guard let user = request.session.user else { return }
    reply(.listStart) { $0.append("Room :Users Topic") }
    if request.count == 0 { return answer(.rooms(RoomFilter())) }
    var filter = RoomFilter()
    var names: [[UInt8]] = []
    var count = 0
    forEachItem(in: request[0], of: line) { place in
      count += 1
      let item = line.extracting(place)
      if count <= RelayLimit.listConditions, filter.add(item, at: now.time) { return }
      names.append([UInt8](copying: item))
    }
    if !filter.isEmpty {
      // A name among conditions is a mask without wildcards.
      filter.masks += names.prefix(RelayLimit.listConditions)
      return answer(.rooms(filter))
    }
    for name in names {
      if let room = room(named: name.span), Policy.isVisible(room, to: user) { replyListed(room) }
    }
    reply(.listEnd, "end of list")
  }

  /// Tells of the rooms that fit, from a number on and while that holds.
  ///
  /// - Returns: The number to go on from, or nil.
  func replyList(
    _ filter: RoomFilter, from serial: UInt64, to user: User, while goesOn: () -> Bool
  ) -> UInt64? {
    network.allRooms.forEach(from: serial) { room in
      outbox.add(work: Relay.workOfLook + (filter.masks.count + filter.otherMasks.count) * Mask.cost)
      if Policy.isVisible(room, to: user), filter.fits(room) { replyListed(room) }
      return goesOn()
    }
  }

  private func replyListed(_ room: Room) {
    reply(.list) { output in
      output += room.name
      output.append(" ")
      output.append(decimal: room.members.count)
      output.append(" :")
      output += room.topic?.text ?? []
    }
  }
}

/// Which rooms a LIST is about.
struct RoomFilter: Equatable {
  /// Masks of which one fits the name, unless there are none.
  var masks: [[UInt8]] = []
  /// Masks of which none fits.
  var otherMasks: [[UInt8]] = []
  /// More and less members than these.
  var moreThan: Int?
  var lessThan: Int?
  /// Made before and after these times.
  var madeBefore: Timestamp?
  var madeAfter: Timestamp?
  /// With a topic that was set before and after these times.
  var topicBefore: Timestamp?
  var topicAfter: Timestamp?

  var isEmpty: Bool { self == RoomFilter() }

  /// Adds a condition; false where it is none, but a name.
  mutating func add(_ item: Span<UInt8>, at now: Timestamp) -> Bool {
    switch item[0] {
    case UInt8(ascii: ">"), UInt8(ascii: "<"): return addCount(item)
    case UInt8(ascii: "C"), UInt8(ascii: "c"), UInt8(ascii: "T"), UInt8(ascii: "t"):
      return addTime(item, at: now)
    case UInt8(ascii: "!") where item.count > 1:
      otherMasks.append([UInt8](copying: item.extracting(1...)))
      return true
    default:
      guard item.indices.contains(where: { "*?".utf8.contains(item[$0]) }) else { return false }
      masks.append([UInt8](copying: item))
      return true
    }
  }

  private mutating func addCount(_ item: Span<UInt8>) -> Bool {
    guard let number = Bytes.decimal(item.extracting(1...)) else { return false }
    if item[0] == UInt8(ascii: ">") { moreThan = number } else { lessThan = number }
    return true
  }

  /// `C>10`: made more than ten minutes ago.
  private mutating func addTime(_ item: Span<UInt8>, at now: Timestamp) -> Bool {
    guard item.count > 2, let minutes = Bytes.decimal(item.extracting(2...)), minutes < 1 << 40 else {
      return false
    }
    let time = Timestamp(milliseconds: now.milliseconds - Int64(minutes) * 60_000)
    switch (ASCIIFold.upper(item[0]), item[1]) {
    case (UInt8(ascii: "C"), UInt8(ascii: ">")): madeBefore = time
    case (UInt8(ascii: "C"), UInt8(ascii: "<")): madeAfter = time
    case (UInt8(ascii: "T"), UInt8(ascii: ">")): topicBefore = time
    case (UInt8(ascii: "T"), UInt8(ascii: "<")): topicAfter = time
    default: return false
    }
    return true
  }

  func fits(_ room: Room) -> Bool {
    if let moreThan, room.members.count <= moreThan { return false }
    if let lessThan, room.members.count >= lessThan { return false }
    if let madeBefore, room.createdAt >= madeBefore { return false }
    if let madeAfter, room.createdAt <= madeAfter { return false }
    if let topicBefore { guard let topic = room.topic, topic.setAt < topicBefore else { return false } }
    if let topicAfter { guard let topic = room.topic, topic.setAt > topicAfter else { return false } }
    if otherMasks.contains(where: { Mask.matches($0.span, room.name) }) { return false }
    return masks.isEmpty || masks.contains { Mask.matches($0.span, room.name) }
  }
}
