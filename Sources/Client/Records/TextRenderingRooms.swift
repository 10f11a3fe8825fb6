import Wire

extension TextRendering {
  /// The most rooms that are remembered: a server has fewer, and one that says otherwise takes no more memory.
  private static let mostRooms = 1000

  /// Takes from a record what it tells of the own name and of ``rooms``, where these are known.
  public mutating func learn(_ record: Record) {
    if record.isHistory { return }
    switch record.event {
    case .ready:
      ownName = record.from
      if rooms != nil { rooms = record.text.split(separator: 0x20).map(Array.init) }
    case .join where isOwn(record): enter(record.to)
    case .part where isOwn(record): leave(record.to)
    case .kick where ASCIIFold.equal(Array(record.text.prefix { $0 != 0x20 }), ownName): leave(record.to)
    case .nick where isOwn(record): ownName = record.text
    default: break
    }
  }

  private mutating func enter(_ room: [UInt8]) {
    guard let rooms, rooms.count < TextRendering.mostRooms else { return }
    if !rooms.contains(where: { ASCIIFold.equal($0, room) }) { self.rooms?.append(room) }
  }

  private mutating func leave(_ room: [UInt8]) {
    rooms?.removeAll { ASCIIFold.equal($0, room) }
  }
}
