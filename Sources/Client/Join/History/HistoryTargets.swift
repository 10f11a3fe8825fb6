import Wire

/// Whom there may be news from in private: the answer to CHATHISTORY TARGETS, page by page.
struct HistoryTargets: Equatable, Sendable {
  /// The most names that are asked for.
  private static let most = 1000
  /// The end of the time that is asked about, behind the present one: clocks differ. A day, in milliseconds.
  private static let ahead: Int64 = 86_400_000

  private var since: Timestamp
  private(set) var names: [[UInt8]] = []

  /// Those with whom something was exchanged after a time.
  init(since: Timestamp) {
    self.since = since
  }

  /// Asks for the next page.
  func request(_ profile: ServerProfile, _ now: Moment, to bytes: inout [UInt8]) {
    let end = Timestamp(milliseconds: now.wall.milliseconds + HistoryTargets.ahead)
    bytes.appendCommand(
      "CHATHISTORY", Array("TARGETS".utf8), HistoryPoint.time(since).parameter,
      HistoryPoint.time(end).parameter, Array(String(HistoryFetch.pageSize(profile)).utf8))
  }

  /// Takes a page, and gives whether it was the last.
  mutating func receive(page: [(name: [UInt8], time: Timestamp)], _ profile: ServerProfile) -> Bool {
    let news = page.filter { entry in !names.contains { profile.caseMapping.equal($0, entry.name) } }
    names += news.filter { !profile.isRoom($0.name) }.map(\.name)
    guard let last = page.last, last.time > since, !news.isEmpty else { return true }
    since = Timestamp(milliseconds: last.time.milliseconds - 1)
    return page.count < HistoryFetch.pageSize(profile) || names.count >= HistoryTargets.most
  }
}
