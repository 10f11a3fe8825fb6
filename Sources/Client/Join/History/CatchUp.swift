import Wire

/// What was said before and is being fetched: what was asked for, or what was missed.
struct CatchUp: Equatable, Sendable {
  /// How many pages are asked for at most, of all rooms together: millions of messages.
  static let mostPages = 10_000

  /// Whether `--history` or `--since` asks for it.
  let isAsked: Bool
  /// Since when something was missed, by the server's clock where it tells that; nil: nothing was.
  let since: Timestamp?
  /// Whether that was a moment ago, and a person knows when.
  let isMeanwhile: Bool
  /// How far what was told had come.
  let cursor: Cursor
  /// What is still to be fetched; the first is on its way.
  var fetches: [HistoryFetch] = []
  /// How many pages have come.
  var pages = 0
  /// Who wrote in private meanwhile, to be asked when nothing else is to be fetched.
  var targets: HistoryTargets?
  /// Why it cannot be fetched; nil: it can.
  var obstacle: String?
  /// Where the server does not know the message after which all was asked for, and in whose words.
  private(set) var unknownPoints: [UnknownPoint] = []
  private var gaps: [String] = []

  init(isAsked: Bool, since: Timestamp?, isMeanwhile: Bool, from cursor: Cursor) {
    self.isAsked = isAsked
    self.since = since
    self.isMeanwhile = isMeanwhile
    self.cursor = cursor
  }

  /// What is to be fetched of these rooms.
  mutating func plan(_ rooms: [[UInt8]], _ request: JoinRequest, _ profile: ServerProfile) {
    fetches = rooms.compactMap { isAsked ? asked($0, request) : missed(in: $0, profile) }
    if since != nil, let time = pastTime { targets = HistoryTargets(since: time) }
  }

  /// What is to be fetched of those who wrote in private.
  mutating func planPrivate(_ names: [[UInt8]]) {
    targets = nil
    guard let time = pastTime else { return }
    fetches = names.map { HistoryFetch(of: $0, after: .time(time)) }
  }

  private func asked(_ room: [UInt8], _ request: JoinRequest) -> HistoryFetch {
    if let count = request.history { return HistoryFetch(of: room, latest: count, since: request.since) }
    return HistoryFetch(of: room, after: request.since ?? .time(Timestamp(milliseconds: 0)))
  }

  /// In a room of which nothing is known nothing was missed: it begins when it is entered.
  private func missed(in room: [UInt8], _ profile: ServerProfile) -> HistoryFetch? {
    let beginning = cursor.beginning(of: room)
    if let anchor = cursor.last(in: room) {
      return HistoryFetch(of: room, after: anchor, notBefore: beginning, profile)
    }
    return beginning.map { HistoryFetch(of: room, after: .time($0)) }
  }

  /// A time before which nothing was missed, by the server's clock.
  private var pastTime: Timestamp? {
    (cursor.messageTime ?? cursor.beginning ?? cursor.time ?? since).map {
      HistoryFetch.time(before: $0, notBefore: cursor.beginning)
    }
  }

  /// The server does not know that message there.
  mutating func note(unknownPoint point: UnknownPoint) {
    unknownPoints.append(point)
  }

  /// A room, and why the server gives nothing that came after a message there.
  struct UnknownPoint: Equatable, Sendable {
    let room: [UInt8]
    let reason: String
  }

  // MARK: What is missing

  /// The server does not give what was said there since.
  mutating func miss(_ fetch: HistoryFetch, _ reason: String) {
    gaps.append("what was said \(place(of: fetch)) \(span) is missing: \(reason)")
  }

  /// The server does not tell who wrote in private since.
  mutating func missPrivate(_ reason: String) {
    gaps.append("what was said in private \(span) is missing: \(reason)")
  }

  /// The server has forgotten the last message that was told.
  mutating func doubt(_ fetch: HistoryFetch) {
    let reason = "the server has forgotten what came before"
    gaps.append("some of what was said \(place(of: fetch)) \(span) may be missing: \(reason)")
  }

  private func place(of fetch: HistoryFetch) -> String {
    let name = Escaping.visible(fetch.target, as: .name)
    return Record.isRoom(fetch.target) ? "in \(name)" : "with \(name)"
  }

  /// What is missing, in a sentence, or nothing; nil where nothing was missed in the first place.
  var missing: String? {
    guard since != nil else { return nil }
    if let obstacle { return "what was said \(span) is missing: \(obstacle)" }
    return gaps.joined(separator: "; ")
  }

  private var span: String { isMeanwhile ? "meanwhile" : "since \(since?.rfc3339 ?? "")" }
}
