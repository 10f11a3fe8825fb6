import Wire

/// Rooms that stay when nobody is in them: those that the configuration names, and those that accounts have made.
extension Relay {
  /// Makes the rooms that are there from the beginning.
  func makeRooms() {
    let network = configuration.network
    var kept = network.keptRooms
    for name in network.rooms.map({ Array($0.utf8) }) where room(named: name.span) == nil {
      let index = kept.firstIndex { CanonicalForm.equal($0.name, name) }
      let record = index.map { kept.remove(at: $0) }
      let room = Room(
        name: name, createdAt: record?.createdAt ?? network.foundedAt, modes: network.standingRoomModes,
        isPermanent: true, founder: record?.founder)
      record?.restore(room)
      self.network.apply(.created(room))
    }
    kept.sort { ($0.usedAt ?? network.foundedAt) < ($1.usedAt ?? network.foundedAt) }
    for record in kept where RoomRules.fault(record.name.span) == nil && room(named: record.name.span) == nil
    {
      let room = Room(name: record.name, createdAt: record.createdAt, founder: record.founder)
      record.restore(room)
      // One that the configuration has named before, and names no longer.
      if !room.lasts || room.founder == nil { continue }
      self.network.apply(.created(room))
      self.network.lasting.vacate(room, at: record.usedAt ?? network.foundedAt)
      // Somebody was in it when the server ended.
      if record.usedAt == nil { self.network.lasting.touch(room) }
    }
  }

  /// Ends rooms that nobody has used for too long, and tells what has changed of those that last. It is called behind
  /// each input.
  @inline(__always)
  func settleRooms() {
    if network.lasting.hasWork(before: endOfRooms) { settleTouchedRooms() }
  }

  /// Rooms that nobody has used since before this time end.
  private var endOfRooms: Timestamp {
    Timestamp(milliseconds: now.time.milliseconds - configuration.network.roomsLast)
  }

  @inline(never)
  private func settleTouchedRooms() {
    for room in network.lasting.unused(before: endOfRooms) { network.end(room) }
    for room in network.lasting.takeTouched() {
      guard network.allRooms.contains(room), room.isPermanent || room.lasts else {
        if room.isRecorded { tellOfRoom(.roomEnded(name: room.name)) }
        room.isRecorded = false
        continue
      }
      if room.members.isEmpty, !room.isPermanent, room.vacancy == nil {
        network.lasting.vacate(room, at: now.time)
      }
      room.isRecorded = true
      tellOfRoom(.roomKept(RoomRecord(of: room)))
    }
  }

  private func tellOfRoom(_ event: FactEvent) {
    if configuration.node.reportsFacts { outbox.tell(Fact(stamp: now, event: event)) }
  }

  /// Somebody outside has said something in a room that nobody is in: it is used. That is told once in a while.
  @inline(never)
  func noteUse(of room: Room) {
    guard let vacancy = room.vacancy else { return }
    if now.time.milliseconds - vacancy.since.milliseconds < Relay.useIsNews { return }
    network.lasting.vacate(room, at: now.time)
    network.lasting.touch(room)
  }

  private static let useIsNews: Int64 = 3_600_000
}
