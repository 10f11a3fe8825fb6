import Wire

/// The mind of `chatnet join`, in a pipe and on a terminal: registers, joins its rooms, turns what the server says into
/// records and what is typed into commands, and knows of each own message whether the server accepted it. A connection
/// that is lost is had back, for as long as the request says.
public struct JoinSession: ClientMind {
  enum Phase: Equatable {
    case registering
    /// The name was refused; another is waited for.
    case naming
    /// The rooms that are not joined yet.
    case entering([[UInt8]])
    /// What was said before is being fetched.
    case catchingUp
    case ready
    /// The input has ended; answers are waited for until then, on the monotonic clock.
    case lingering(until: Int64)
    /// No more lines are taken. `isAsked`: a PING went out whose PONG says that all else has been answered.
    case leaving(isAsked: Bool)
    /// There is no connection; another try is made then, on the monotonic clock.
    case pausing(until: Int64)
    /// A connection is being made.
    case connecting
    /// There is a connection, but the own name is taken, by what is left of the lost one; it is asked for again then.
    case haunted(until: Int64)
    case over
  }

  /// What has to be answered before the next line can be understood.
  enum Question: Equatable {
    /// Whether this name, to which the line speaks, is there.
    case isOnline(name: [UInt8], text: [UInt8], whole: [UInt8])
    /// Whether this room, which becomes the current one, can be joined.
    case join([UInt8])
    /// Whether this room has been left.
    case part([UInt8])
  }

  static let token = Array("chatnet-join".utf8)

  // MARK: What belongs to one connection

  var link: Link
  var phase = Phase.registering
  var patience: Patience
  var keepAlive: KeepAlive
  var batches = Batches()
  /// The rooms whose members are being listed, in the order of asking; empty stands for everybody.
  var listings: [[UInt8]] = []
  /// Whether the first of them has been told of in part.
  var isListing = false
  /// Whether bytes can come and go.
  var hasConnection = false
  /// What was said before, while it is being fetched.
  var catchUp: CatchUp?

  // MARK: What outlives it

  let request: JoinRequest
  var identity: Identity
  var rooms = RoomTable()
  /// The keys with which rooms were joined, by the names that were typed.
  var keys: [[UInt8]: [UInt8]] = [:]
  var question: Question?
  var acknowledgements = Acknowledgements()
  var ids: MessageIDs
  var pauses: RetryPauses
  var outage: Outage?
  /// What a person typed while there was no connection.
  var typedLines: [[UInt8]] = []
  /// How far what was told has come.
  var cursor: Cursor
  var seen: SeenMessages
  /// Since when something may be missing, by the own clock, until it has been fetched.
  var missingSince: Timestamp?
  /// What came while that was not so, to be told behind it; nil: nothing need wait.
  var held: HeldRecords?
  var output = Output()
  /// Who wrote the last private message.
  var correspondent: [UInt8]?
  /// How many messages may still come before this leaves.
  var messagesLeft: Int?
  /// When the next of them is waited for no longer, on the monotonic clock.
  var countDeadline: Int64?
  var hasBeenReady = false
  /// Whether there is nothing to do without any room.
  var needsRoom = false
  /// Whether no more lines come.
  var isEnding = false
  /// How long to stay after the end of input, once all is answered, in milliseconds.
  var linger: Int64 = 0
  var lingerDeadline: Int64?
  var farewell: [UInt8] = []
  /// The name that was asked for last.
  var nameWanted: [UInt8]?
  /// The reason that was given for being away.
  var awayReason: [UInt8] = []
  /// When the server was last heard.
  var lastHeard = Timestamp(milliseconds: 0)
  /// How many lines came in.
  private(set) var lineNumber = 0
  private var firstOutcome: Outcome?

  /// A session that has not begun.
  public init(_ request: JoinRequest, as identity: Identity) {
    self.request = request
    self.identity = identity
    link = Link(identity, wanted: JoinSession.wanted)
    patience = Patience(limit: request.timeout)
    keepAlive = KeepAlive(limit: request.timeout)
    messagesLeft = request.count
    ids = MessageIDs(seed: identity.seed)
    pauses = RetryPauses(seed: identity.seed)
    cursor = request.cursor ?? Cursor()
    seen = SeenMessages(request.cursor)
  }

  static let wanted: Capabilities = [
    .messageTags, .serverTime, .accountTag, .echoMessage, .labeledResponse, .batch, .multiPrefix, .capNotify,
    .awayNotify, .standardReplies, .multiline, .chathistory,
  ]

  // MARK: Inputs

  /// Begins to register.
  public mutating func connected(_ now: Moment) {
    guard phase != .over else { return }
    hasConnection = true
    phase = .registering
    patience.renew(now)
    if let event = link.start() { take(event, now) }
  }

  /// Without a first connection there is nothing to do; a later one is tried again.
  public mutating func connectionFailed(_ failure: Failure, _ now: Moment) {
    guard phase != .over else { return }
    if outage != nil { return tryLater(failure, now) }
    fail(failure, now)
    finish(as: failure.outcome)
  }

  /// Takes what the server says.
  public mutating func received(_ bytes: borrowing Span<UInt8>, _ now: Moment) {
    guard hasConnection else { return }
    keepAlive.hear(now)
    lastHeard = now.wall
    if isGettingReady { patience.renew(now) }
    var position = 0
    while hasConnection, let event = link.next(in: bytes, at: &position) { take(event, now) }
    proceed(now)
  }

  /// A lost connection is had back, where the request says so.
  public mutating func disconnected(_ reason: String?, _ now: Moment) {
    if hasConnection { lose(link.loss(reason), link.farewell ?? reason, now) }
  }

  /// Takes what is typed.
  public mutating func take(_ input: Input, _ now: Moment) {
    guard phase != .over else { return }
    switch input {
    case .line(let line): phase == .ready ? takeNext(line, now) : keep(line, now)
    case .overlong:
      lineNumber += 1
      fail(Failure(.badInput, about: placeOfLine, "longer than any message can be"), now)
    case .block, .answer: break
    case .name(let name):
      guard phase == .naming else { return }
      phase = .registering
      patience.renew(now)
      if let event = link.rename(name) { take(event, now) }
    case .unreadable(let text):
      fail(Failure(.cannotReadInput, text), now)
      beginLeaving(after: request.linger, now)
    case .end: beginLeaving(after: request.linger, now)
    }
    proceed(now)
  }

  /// Says goodbye at once.
  public mutating func leave() {
    if phase != .over { finish(as: .done) }
  }

  // MARK: What the loop asks

  /// Whether the rooms are entered, all questions answered, and the server is not too far behind. A person who has no
  /// connection is listened to all the same: to leave.
  public var wantsInput: Bool {
    if isEnding { return false }
    return wantsLine && typedLines.isEmpty || request.isInteractive && outage != nil && phase != .over
  }

  /// The rooms and names known.
  public var roster: Roster { Roster(rooms) }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.take(from: &link)
  }

  // MARK: Lines

  /// Whether a line can be understood now.
  var wantsLine: Bool { phase == .ready && question == nil && acknowledgements.hasRoom }

  /// Does what a line says.
  mutating func takeNext(_ line: [UInt8], _ now: Moment) {
    lineNumber += 1
    take(line: line, now)
  }

  // MARK: Telling

  /// The line that came last, as a failure names it.
  var placeOfLine: [UInt8] { Array("line \(lineNumber)".utf8) }

  /// Shows a record.
  mutating func tell(_ record: Record) {
    output.notices.append(.record(record))
    cursor.take(record)
    seen.insert(record)
  }

  /// Says something to know that is no failure.
  mutating func remark(_ text: String) {
    output.notices.append(.remark(text))
  }

  /// Says what went wrong. In a pipe the first failure decides the exit code.
  mutating func fail(_ failure: Failure, _ now: Moment) {
    if !request.isInteractive && firstOutcome == nil { firstOutcome = failure.outcome }
    output.notices.append(.failure(failure))
    if request.recordsFailures {
      tell(Record(.error, time: now.wall, to: failure.about, text: Array(failure.text.utf8)))
    }
  }

  /// Says goodbye. The first failure tells how it ended, else `outcome`.
  mutating func finish(as outcome: Outcome) {
    releaseRest()
    let lost = acknowledgements.unsettled.count
    if lost > 0 {
      remark("\(lost == 1 ? "1 message was" : "\(lost) messages were") not acknowledged")
    }
    if !typedLines.isEmpty {
      let count = typedLines.count
      remark("\(count == 1 ? "1 line was" : "\(count) lines were") not sent")
      typedLines = []
    }
    if hasConnection { link.bytes.appendCommand("QUIT", farewell.isEmpty ? [] : [farewell]) }
    output.outcome = firstOutcome ?? outcome
    output.awaitsClose = hasConnection && link.isRegistered
    hasConnection = false
    phase = .over
  }
}
