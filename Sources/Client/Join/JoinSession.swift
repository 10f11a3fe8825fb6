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
    /// Whether an account can be used, or made.
    case account(AccountErrand)
    /// What was said before, which is to be shown once more.
    case history(HistoryFetch)
  }

  static let token = Array("chatnet-join".utf8)

  // MARK: What belongs to one connection

  var link: Link
  var phase = Phase.registering
  var patience: Patience
  var keepAlive: KeepAlive
  var batches = Batches()
  /// The lists of members that were asked for.
  var lists = MemberLists()
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
  /// What a person entered that is not done yet.
  var typedLines: [KeptInput] = []
  /// What the person is being asked.
  var inquiry: Inquiry?
  /// How many of ``typedLines`` that is about.
  var oldLines = 0
  /// The limits of the last connection, as long as the next one has not shown its own.
  var lastLimits = TextLimits()
  /// How long the oldest message has been in flight, or since the server last accepted one.
  var echoPatience = Patience(limit: 1000)
  /// Whether that is so long that the person should know.
  var isEchoLate = false
  /// The topics that the server told while rooms are entered, by room, where a person is told of them later.
  var topicsFound: [[UInt8]: [UInt8]] = [:]
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
  /// Whose messages are not shown.
  var ignoring: IgnoreList
  /// What was said lately.
  var recent = RecentTalk()
  /// What the password is for that the person is being asked.
  var asksPasswordFor: AccountErrand?
  /// Whether a line of the protocol was sent, whose answers nobody knows beforehand.
  var hasSentRaw = false
  /// How many entries there were so far of the list that the server is telling.
  var listed = 0
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
  /// When a person who wants to leave waits for answers no longer, on the monotonic clock.
  var leaveDeadline: Int64?
  /// The name that was asked for last.
  var nameWanted: [UInt8]?
  /// Who is away.
  var absences = Absences()
  /// When the server was last heard.
  var lastHeard = Timestamp(milliseconds: 0)
  /// How many lines came in.
  var lineNumber = 0
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
    ignoring = IgnoreList(request.ignored)
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
    if let event = link.start(now) { take(event, now) }
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
  public mutating func enter(input: PersonInput, _ now: Moment) {
    guard phase != .over else { return }
    switch input {
    case .line(let text), .block(let text):
      take(entered: KeptInput(text, replyingTo: correspondent, now), now)
    case .reply(let text, let name): take(entered: KeptInput(text, replyingTo: name, now), now)
    case .answer(let text): answer(text, now)
    case .overlong:
      lineNumber += 1
      fail(Failure(.badInput, about: placeOfLine, "longer than any message can be"), now)
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

  /// Whether the rooms are entered, all questions answered, and the server is not too far behind. A person is listened
  /// to all the same: to leave, and what else is entered is kept.
  public var wantsInput: Bool {
    if isEnding { return false }
    return request.isInteractive ? phase != .naming && phase != .over : wantsLine
  }

  /// The rooms and names known, and how the connection is.
  public var roster: Roster {
    var roster = Roster(rooms)
    roster.isConnected = outage == nil
    roster.isLeaving = isEnding
    roster.waitingLines = outage == nil ? 0 : typedLines.count + acknowledgements.count
    roster.unacknowledged = outage == nil && isEchoLate ? acknowledgements.count : 0
    roster.limits = limits
    roster.isLiteral = request.isLiteral
    roster.correspondent = correspondent
    roster.ignored = ignoring.names
    return roster
  }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.takeAll(with: &link)
  }

  // MARK: Lines

  /// Whether a line can be understood now.
  var wantsLine: Bool {
    phase == .ready && question == nil && inquiry == nil && acknowledgements.hasRoom
  }

  // MARK: Telling

  /// The line that came last, as a failure names it.
  var placeOfLine: [UInt8] { Array("line \(lineNumber)".utf8) }

  /// Shows a record.
  mutating func tell(_ record: Record) {
    show(record)
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
    tellOpenList()
    nameUnsent()
    if hasConnection { link.bytes.appendCommand("QUIT", farewell.isEmpty ? [] : [farewell]) }
    output.outcome = firstOutcome ?? outcome
    output.awaitsClose = hasConnection && link.isRegistered
    hasConnection = false
    phase = .over
  }
}
