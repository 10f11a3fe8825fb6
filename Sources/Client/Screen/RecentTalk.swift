/// What was said lately and was shown, for `/history` on a server that keeps none.
struct RecentTalk: Equatable, Sendable {
  /// How many messages are remembered, of all rooms together.
  private static let most = 1000
  private static let mostBytes = 4 << 20

  private var records: [Record] = []
  private var first = 0
  private var bytes = 0

  /// Remembers what was said; all else is of no interest.
  mutating func insert(_ record: Record) {
    guard record.isSpeech || record.event == .sent else { return }
    records.append(record)
    bytes += record.text.count
    while records.count - first > RecentTalk.most || bytes > RecentTalk.mostBytes && first < records.count {
      bytes -= records[first].text.count
      first += 1
    }
    // Forgets a thousand at a time, since each time copies all that stays.
    if first >= RecentTalk.most {
      records.removeFirst(first)
      first = 0
    }
  }

  /// The last messages of a room, or to and from somebody alone, oldest first.
  func last(_ count: Int, of place: [UInt8], _ mapping: CaseMapping) -> [Record] {
    let said = records[first...].filter { record in
      mapping.equal(record.to, place)
        || record.isPrivate && !Record.isRoom(place) && mapping.equal(record.from, place)
    }
    return Array(said.suffix(count))
  }
}
