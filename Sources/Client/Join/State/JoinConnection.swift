import Wire

/// What belongs to one connection of `join`: it begins with the connection, and the next one's takes its place whole.
struct JoinConnection: Sendable {
  /// A room that the server was asked to let this client into.
  private struct EntryRequest {
    let room: [UInt8]
    let key: [UInt8]
  }

  var link: Link
  /// Whether bytes can come and go.
  var isOpen = false
  /// When it was made, on the monotonic clock; nil: it has not been.
  private var beginning: Int64?
  var patience: Patience
  var keepAlive: KeepAlive
  var batches = Batches()
  /// How long the server has not said anything about a message.
  var echo = EchoWatch()
  /// Whether it asks for another name than the one that the lost connection had, since the person wants it meanwhile.
  var asksForOtherName = false
  /// How the server marks this client as a bot.
  var botMark = BotMark()
  /// The topics that the server told while rooms are entered, by room, where a person is told of them later.
  var topicsFound: [[UInt8]: [UInt8]] = [:]
  /// Whether a line of the protocol was sent, whose answers nobody knows beforehand.
  var hasSentRaw = false
  /// When the server was asked to answer, on the monotonic clock, for each that has not been answered.
  var pings: [Int64] = []
  /// Who was asked about by ISON, in the order of asking; nil: whom a line speaks to.
  var whoIsOn: [[UInt8]?] = []
  private var requests: [EntryRequest] = []

  /// A connection that has not been made yet.
  ///
  /// - Parameter timeout: How long to wait for any progress, in milliseconds.
  init(_ identity: Identity, timeout: Int64) {
    link = Link(identity, wanted: JoinConnection.wanted)
    patience = Patience(limit: timeout)
    keepAlive = KeepAlive(limit: timeout)
  }

  /// It is made.
  mutating func open(_ now: Moment) {
    isOpen = true
    beginning = now.monotonic
    patience.renew(now)
  }

  /// How long a connection lasts, in milliseconds, that was worth having: what is lost sooner will be lost again.
  private static let lasting: Int64 = 60_000

  /// Whether it has lasted so long.
  func hasLasted(_ now: Moment) -> Bool {
    beginning.map { now.monotonic - $0 >= JoinConnection.lasting } ?? false
  }

  private static let wanted: Capabilities = [
    .messageTags, .serverTime, .accountTag, .echoMessage, .labeledResponse, .batch, .multiPrefix, .capNotify,
    .awayNotify, .standardReplies, .multiline, .chathistory,
  ]

  // MARK: Rooms

  /// Asks to be let into a room. The key is empty where there is none.
  mutating func requestEntry(to room: [UInt8], key: [UInt8]) {
    link.bytes.appendCommand("JOIN", key.isEmpty ? [room] : [room, key])
    requests.append(EntryRequest(room: room, key: key))
  }

  /// The server sends on who asked for one room to another.
  mutating func forward(to room: [UInt8]) {
    requests.append(EntryRequest(room: room, key: []))
  }

  /// Whether this client has asked to be let into a room, as far as anybody knows: a line of the protocol may have.
  func hasRequested(_ room: [UInt8]) -> Bool {
    hasSentRaw || requests.contains { link.profile.caseMapping.equal($0.room, room) }
  }

  /// The key with which it asked last; empty where there was none.
  func key(of room: [UInt8]) -> [UInt8] {
    requests.last { link.profile.caseMapping.equal($0.room, room) }?.key ?? []
  }
}

/// How long the server has not said anything about a message that a person expects to see.
struct EchoWatch: Sendable {
  /// How long is usual, in milliseconds.
  private static let usual: Int64 = 1000

  private var patience = Patience(limit: EchoWatch.usual)
  /// Whether that is so long that the person should know.
  private(set) var isLate = false

  /// When that becomes so, on the monotonic clock; nil: it is, or nothing is expected.
  var deadline: Int64? { isLate ? nil : patience.deadline }

  /// A message is in flight.
  mutating func begin(_ now: Moment) { patience.begin(now) }

  /// The server has said something about one, and more are in flight.
  mutating func renew(_ now: Moment) {
    self = EchoWatch()
    patience.renew(now)
  }

  /// Gives whether it has become late since the last look.
  mutating func becomesLate(_ now: Moment) -> Bool {
    if isLate || !patience.hasEnded(now) { return false }
    isLate = true
    return true
  }
}
