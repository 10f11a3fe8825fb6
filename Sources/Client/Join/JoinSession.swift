import Wire

/// The mind of `chatnet join`, in a pipe and on a terminal: registers, joins its rooms, turns what the server says into
/// records and what is typed into commands, and knows of each own message whether the server accepted it. When it loses
/// the connection it asks for another, for as long as the request says.
public struct JoinSession: ClientMind {
  enum Phase: Equatable {
    case registering
    /// The name was refused; another is waited for.
    case naming
    /// The server introduces itself, and may tell how it marks bots: this bot waits for that until then, on the
    /// monotonic clock.
    case introducing(until: Int64)
    case entering(Entering)
    /// What was said before is being fetched.
    case catchingUp(CatchUp)
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

  static let token = Array("chatnet-join".utf8)
  private static let mostUnmet = 8192

  // MARK: What it is to do

  let request: JoinRequest
  var identity: Identity

  // MARK: How far it has come

  var phase = Phase.registering
  /// What belongs to the connection, and goes with it.
  var connection: JoinConnection
  /// The time since the connection was lost, until all is as it was.
  var outage: Outage?
  /// What is missing of what was said, until it has been fetched.
  var gap: Gap?
  /// Whose history is being told; nil: nobody's.
  var openHistory: [UInt8]?
  /// Set once no more lines come.
  var leaving: Leaving?
  var hasBeenReady = false
  /// The messages after which the run ends.
  var counting: MessageCount?
  /// What the first failure ends the run with.
  var firstOutcome: Outcome?

  // MARK: What it knows

  var rooms = RoomTable()
  /// Who is away.
  var absences = Absences()
  /// What was told, and how far it has come.
  var told: ToldSoFar
  /// Whose messages are not shown.
  var ignoring: IgnoreList
  /// What was said lately.
  var recent = RecentTalk()
  /// Who wrote the last private message.
  var correspondent: [UInt8]?
  /// What the server says to everybody who comes.
  var motd = MessageOfTheDay()
  /// Whom texts go to alone; nil: they go to the current room.
  var queried: [UInt8]?
  /// Who is not there of those whom a line speaks to that is being typed.
  var absentee: [UInt8]?
  /// When the server was last heard.
  var lastHeard = Timestamp(milliseconds: 0)

  // MARK: What is open

  /// The messages that the server has not accepted yet.
  var acknowledgements = Acknowledgements()
  /// What the server has to answer before the next line can be understood.
  var question: BlockingQuestion?
  /// What else it was asked.
  var openQuestions = OpenQuestions()
  /// The lists of members that it was asked for.
  var lists = MemberLists()
  /// The private messages that wait for somebody who may come back.
  var returns = AwaitedReturns()
  /// The names to which `name:text` spoke in vain, folded.
  var unmetNames = RecentSet<[UInt8]>(capacity: JoinSession.mostUnmet)
  /// What was entered and is not done yet.
  var keptInputs: [KeptInput] = []
  /// Whether the person has been told that a word behind an exclamation mark is text.
  var hasHintedAtCommands = false
  /// What the person is being asked.
  var inquiry: OpenInquiry?
  /// Whether the server's password was asked for, and the server has not let the person in since.
  var isGivingPassword = false

  // MARK: What comes out

  var output = Output()
  var ids: MessageIDs
  var pauses: RetryPauses
  /// How many lines came in.
  var lineNumber = 0

  /// A session that has not begun.
  public init(_ request: JoinRequest, as identity: Identity) {
    self.request = request
    self.identity = identity
    connection = JoinConnection(identity, timeout: request.timeout)
    counting = request.count.map { MessageCount($0, timeout: request.countTimeout) }
    ids = MessageIDs(seed: identity.seed)
    pauses = RetryPauses(seed: identity.seed)
    told = ToldSoFar(request.cursor)
    ignoring = IgnoreList(request.ignored)
  }

  // MARK: Inputs

  /// Begins to register.
  public mutating func connected(_ now: Moment) {
    guard phase != .over else { return }
    connection.open(now)
    phase = .registering
    if let event = connection.link.start(now) { receive(event: event, now) }
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
    guard connection.isOpen else { return hear(atTheEnd: bytes) }
    connection.keepAlive.hear(now)
    lastHeard = now.wall
    var position = 0
    while connection.isOpen, let event = connection.link.next(in: bytes, at: &position) {
      receive(event: event, now)
    }
    if phase == .registering, connection.link.takeProgress() { connection.patience.prolong(now) }
    proceed(now)
  }

  /// All is told, but the goodbye may have to wait: the server is answered where it asks whether anybody is there.
  private mutating func hear(atTheEnd bytes: borrowing Span<UInt8>) {
    var position = 0
    connection.link.isWrittenOut = false
    while phase == .over, connection.link.next(in: bytes, at: &position) != nil {}
  }

  /// Asks for another connection, where the request says so.
  public mutating func disconnected(_ reason: String?, _ now: Moment) {
    guard connection.isOpen else { return }
    lose(because: reason, now)
  }

  /// Takes what is typed.
  public mutating func enter(input: PersonInput, _ now: Moment) {
    guard phase != .over else { return }
    if isGivingPassword, input.isText { return remark("not sent: you are not let in yet") }
    switch input {
    case .line(let text), .block(let text): enter(text, replyingTo: correspondent, now)
    case .reply(let text, let name): enter(text, replyingTo: name, now)
    case .answer(let text): answer(text, now)
    case .room(let room): choose(room, now)
    case .wonders(let name): wonder(about: name)
    case .overlong:
      lineNumber += 1
      fail(Failure(.badInput, about: placeOfLine, "longer than any message can be"), now)
    case .name(let name):
      guard phase == .naming else { return }
      phase = .registering
      connection.patience.renew(now)
      if let event = connection.link.rename(name) { receive(event: event, now) }
    case .unreadable(let failure):
      fail(failure, now)
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
    if leaving != nil { return false }
    return request.isInteractive ? phase != .naming && phase != .over : wantsLine && keptInputs.isEmpty
  }

  /// The rooms and names known, and how the connection is.
  public var roster: Roster {
    var roster = Roster(rooms)
    let isLate = outage == nil && connection.echo.isLate
    roster.isConnected = outage == nil
    roster.isLeaving = leaving != nil
    roster.waitingLines = outage == nil ? 0 : keptInputs.count + acknowledgements.count
    roster.unacknowledged = isLate ? acknowledgements.count : 0
    roster.limits = limits
    roster.isLiteral = request.isLiteral
    roster.correspondent = correspondent
    roster.queried = queried
    roster.absentee = absentee
    roster.ignored = ignoring.names
    return roster
  }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.takeAll(with: &connection.link)
  }

  // MARK: The server

  /// What the server has told about itself; without a connection, what the last one showed.
  var profile: ServerProfile {
    connection.link.isRegistered ? connection.link.profile : outage?.profile ?? connection.link.profile
  }

  /// The name by which the server knows this client; without a connection, the one by which it did.
  var ownName: [UInt8] {
    connection.link.isRegistered ? connection.link.ownName : outage?.name ?? connection.link.ownName
  }

  /// What a text has to fit into; without a connection, as far as the last one has shown it.
  var limits: TextLimits {
    connection.link.isRegistered ? connection.link.limits : outage?.limits ?? TextLimits()
  }

  /// Whether a name is the own one.
  func isOwn(_ name: [UInt8]) -> Bool {
    connection.link.isRegistered
      ? connection.link.isOwn(name) : profile.caseMapping.equal(name, ownName)
  }

  /// Whether a line can be understood now.
  var wantsLine: Bool {
    phase == .ready && question == nil && inquiry == nil && acknowledgements.hasRoom && returns.hasRoom
  }

  /// Says goodbye. The first failure tells how it ended, else `outcome`.
  mutating func finish(as outcome: Outcome) {
    closeHistory(now: lastHeard)
    tellHeldAtEnd()
    tellOpenList()
    nameUnsent()
    if connection.isOpen {
      let farewell = leaving?.farewell ?? []
      output.goodbye.appendCommand("QUIT", farewell.isEmpty ? [] : [farewell])
    }
    output.outcome = firstOutcome ?? outcome
    output.awaitsClose = connection.isOpen && (connection.link.isRegistered || connection.link.wasRefused)
    connection.isOpen = false
    phase = .over
  }
}
