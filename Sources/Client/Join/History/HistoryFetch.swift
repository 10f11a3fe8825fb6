import Wire

/// One room's or one person's history on its way here, page by page (IRCv3 draft/chathistory).
struct HistoryFetch: Equatable, Sendable {
  private enum Step: Equatable {
    case latest
    case before(HistoryPoint)
    case after(HistoryPoint)
    /// Nothing came after this message, or the server does not know it: asks for the message itself.
    case around([UInt8])
  }

  /// Clocks of servers differ by less than this, in milliseconds.
  static let clockTolerance: Int64 = 10_000
  /// The most bytes of text that are kept until the oldest page is there.
  private static let mostBytes = 16 << 20

  /// The room or the name.
  let target: [UInt8]
  private var step: Step
  private let wanted: Int
  private let since: HistoryPoint?
  /// The last message that was told before.
  private let anchor: CursorMark?
  /// A time before which nothing was missed.
  private var beginning: Timestamp?
  private var hasFoundAnchor = false
  /// Whether the server does not know the message that was named by its id: what it gives is not what was asked for.
  private(set) var isPointUnknown = false
  private var collected: [Record] = []
  /// Whether no page has come.
  private var isAtBeginning = true

  /// The last `count` messages; of those only what came after `since`.
  init(of target: [UInt8], latest count: Int, since: HistoryPoint?) {
    self.target = target
    self.since = since
    wanted = count
    step = .latest
    anchor = nil
  }

  /// All that came after a point.
  init(of target: [UInt8], after point: HistoryPoint) {
    self.target = target
    since = nil
    wanted = 0
    step = .after(point)
    anchor = nil
  }

  /// All that came after a message: by its id, and where the server does not know that any more, by its time.
  ///
  /// - Parameter beginning: A time before which nothing was missed, by the server's clock.
  init(
    of target: [UInt8], after anchor: CursorMark, notBefore beginning: Timestamp? = nil,
    _ profile: ServerProfile
  ) {
    self.target = target
    self.beginning = beginning
    since = nil
    wanted = 0
    self.anchor = anchor
    let isNamed = !anchor.id.isEmpty && profile.refersByID
    let time = HistoryFetch.time(before: anchor.time, notBefore: beginning)
    step = .after(isNamed ? .message(anchor.id) : .time(time))
    hasFoundAnchor = anchor.id.isEmpty
  }

  /// A time before another by as much as clocks differ, but not before the beginning.
  static func time(before time: Timestamp, notBefore beginning: Timestamp?) -> Timestamp {
    let earlier = Timestamp(milliseconds: time.milliseconds - clockTolerance)
    return beginning.map { max(earlier, $0) } ?? earlier
  }

  /// Whether all is here that came after what was told before, as far as can be known.
  var isComplete: Bool { anchor == nil || hasFoundAnchor }

  // MARK: Asking

  /// Asks for the next page.
  func request(_ profile: ServerProfile, to bytes: inout [UInt8]) {
    let size = HistoryFetch.pageSize(profile)
    let (word, points, count): (StaticString, [[UInt8]], Int) =
      switch step {
      case .latest: ("LATEST", [since?.parameter ?? Array("*".utf8)], min(size, wanted))
      case .after(let point): ("AFTER", [point.parameter], size)
      case .around(let id): ("AROUND", [HistoryPoint.message(id).parameter], 1)
      case .before(let point):
        (
          since == nil ? "BEFORE" : "BETWEEN", [point.parameter] + (since.map { [$0.parameter] } ?? []),
          min(size, wanted - count(collected) + knownAgain(before: point))
        )
      }
    let limit = Array(String(count).utf8)
    bytes.appendCommand("CHATHISTORY", [word.bytes, target] + points + [limit])
  }

  /// How many of them are messages of people.
  private func count(_ records: [Record]) -> Int {
    records.count { !$0.isServiceTale }
  }

  /// How many of the messages before a point are here already.
  private func knownAgain(before point: HistoryPoint) -> Int {
    guard case .time(let time) = point else { return 0 }
    return collected.prefix { $0.time < time }.count
  }

  /// How many messages are asked for at once.
  static func pageSize(_ profile: ServerProfile) -> Int {
    profile.historyLimit == 0
      ? HistoryPage.mostMessages : min(profile.historyLimit, HistoryPage.mostMessages)
  }

  // MARK: Answers

  /// Takes a page. Gives what of it is to be told now, and whether it was the last.
  mutating func receive(page: [Record], _ profile: ServerProfile) -> (records: [Record], isLast: Bool) {
    if page.isEmpty, asksAboutPoint() { return ([], false) }
    switch step {
    case .around(let id):
      isPointUnknown = !page.contains { $0.id == id }
      return ([], true)
    case .after(let point): return (page, takeForwards(page, point, profile))
    case .latest, .before: return takeBackwards(page, profile)
    }
  }

  /// Nothing is there at first. Where that may be because the server does not know the message that was named, it is
  /// asked for that; gives whether it is.
  private mutating func asksAboutPoint() -> Bool {
    guard anchor == nil, case .message(let id)? = named else { return false }
    step = .around(id)
    return true
  }

  /// The point that was asked for and from which nothing has come yet.
  private var named: HistoryPoint? {
    switch step {
    case .after(let point): isAtBeginning ? point : nil
    case .latest: since
    case .before, .around: nil
    }
  }

  /// The server refused what was asked. Gives whether there is another way to ask.
  mutating func isRefused() -> Bool {
    guard let anchor, case .after(.message(anchor.id)) = step else { return false }
    step = .after(.time(HistoryFetch.time(before: anchor.time, notBefore: beginning)))
    return true
  }

  private mutating func takeForwards(
    _ page: [Record], _ point: HistoryPoint, _ profile: ServerProfile
  ) -> Bool {
    if let anchor {
      // Nothing came after it; or the server does not know it any more.
      if page.isEmpty && !hasFoundAnchor && isRefused() { return false }
      if point == .message(anchor.id) || page.contains(where: { $0.id == anchor.id }) {
        hasFoundAnchor = true
      }
    }
    isAtBeginning = false
    guard let last = page.last else { return true }
    let next = last.point(profile, shift: -1)
    step = .after(next)
    return next == point
  }

  private mutating func takeBackwards(
    _ page: [Record], _ profile: ServerProfile
  ) -> (records: [Record], isLast: Bool) {
    // A page that ends at a time holds once more what is here already of that moment.
    let known = collected.prefix { record in page.last.map { record.time <= $0.time } ?? false }
    let page = page.filter { !known.contains($0) }
    collected = page + collected
    let size = collected.reduce(0) { $0 + $1.text.count }
    if let first = page.first, count(collected) < wanted, size < HistoryFetch.mostBytes {
      step = .before(first.point(profile, shift: 1))
      return ([], false)
    }
    return (collected.filter { !$0.isServiceTale }.suffix(wanted), true)
  }
}

extension Record {
  /// Where it stands in its history. Where only its time can say so, the point is `shift` milliseconds beside it, so
  /// that others of the same moment are not passed over.
  fileprivate func point(_ profile: ServerProfile, shift: Int64) -> HistoryPoint {
    if let id, profile.refersByID { return .message(id) }
    return .time(Timestamp(milliseconds: time.milliseconds + shift))
  }
}

extension HistoryPoint {
  /// As CHATHISTORY takes it.
  var parameter: [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .time(let time):
      bytes.append("timestamp=")
      time.append(to: &bytes)
    case .message(let id):
      bytes.append("msgid=")
      bytes += id
    }
    return bytes
  }
}

extension StaticString {
  /// The bytes of the literal.
  fileprivate var bytes: [UInt8] {
    Array(UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount))
  }
}
