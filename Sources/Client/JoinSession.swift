import Wire

/// The mind of `chatnet join`, in a pipe and on a terminal: registers, joins its rooms, turns what the server says into
/// records and what is typed into commands, and knows of each own message whether the server accepted it.
public struct JoinSession: ClientMind {
  enum Phase: Equatable {
    case registering
    /// The name was refused; another is waited for.
    case naming
    /// The rooms that are not joined yet.
    case entering([[UInt8]])
    case ready
    /// No more lines are taken. `isAsked`: a PING went out whose PONG says that all else has been answered.
    case leaving(isAsked: Bool)
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

  let request: JoinRequest
  var link: Link
  var phase = Phase.registering
  var rooms = RoomTable()
  var question: Question?
  var acknowledgements = Acknowledgements()
  var patience: Patience
  var keepAlive: KeepAlive
  var output = Output()
  /// The rooms whose members are being listed, in the order of asking; empty stands for everybody.
  var listings: [[UInt8]] = []
  /// Who wrote the last private message.
  var correspondent: [UInt8]?
  /// How many messages may still come before this leaves.
  var messagesLeft: Int?
  var farewell: [UInt8] = []
  /// The name that was asked for last.
  var nameWanted: [UInt8]?
  /// The reason that was given for being away.
  var awayReason: [UInt8] = []
  /// How many lines came in.
  private(set) var lineNumber = 0
  private var firstOutcome: Outcome?

  static let token = Array("chatnet-join".utf8)

  /// A session that has not begun.
  public init(_ request: JoinRequest, as identity: Identity) {
    self.request = request
    link = Link(
      identity,
      wanted: [
        .messageTags, .serverTime, .accountTag, .echoMessage, .labeledResponse, .batch, .multiPrefix,
        .capNotify,
        .awayNotify, .standardReplies,
      ])
    patience = Patience(limit: request.timeout)
    keepAlive = KeepAlive(limit: request.timeout)
    messagesLeft = request.count
  }

  // MARK: Inputs

  /// Begins to register.
  public mutating func connected(_ now: Moment) {
    patience.begin(now)
    if let event = link.start() { take(event, now) }
  }

  /// Takes what the server says.
  public mutating func received(_ bytes: borrowing Span<UInt8>, _ now: Moment) {
    keepAlive.hear(now)
    if isGettingReady { patience.renew(now) }
    var position = 0
    while phase != .over, let event = link.next(in: bytes, at: &position) { take(event, now) }
    proceed(now)
  }

  /// A lost connection ends the session: whoever wants another one makes a session for it.
  public mutating func disconnected(_ reason: String?, _ now: Moment) {
    guard phase != .over else { return }
    let text = link.farewell ?? reason
    if !request.isInteractive && link.isRegistered {
      tell(Record(.lost, time: now.wall, to: link.profile.name, text: Array((text ?? "").utf8)))
    }
    fail(link.loss(reason), now)
    finish(as: .noConnection)
  }

  /// Takes what is typed.
  public mutating func take(_ input: Input, _ now: Moment) {
    switch input {
    case .line(let line):
      guard phase == .ready else { return }
      lineNumber += 1
      take(line: line, now)
    case .overlong:
      lineNumber += 1
      fail(Failure(.badInput, about: Array("line \(lineNumber)".utf8), "longer than any message can be"), now)
    case .name(let name):
      guard phase == .naming else { return }
      phase = .registering
      patience.renew(now)
      if let event = link.rename(name) { take(event, now) }
    case .unreadable(let text):
      fail(Failure(.cannotReadInput, text), now)
      beginLeaving()
    case .end: beginLeaving()
    }
    proceed(now)
  }

  /// Gives up where nothing has moved for too long.
  public mutating func timePassed(_ now: Moment) {
    guard phase != .over else { return }
    if patience.hasEnded(now) {
      fail(.noAnswer(patience), now)
      if request.isInteractive, phase == .ready, acknowledgements.isEmpty {
        // A person sees which question was not answered, and goes on.
        question = nil
        return proceed(now)
      }
      return finish(as: .gaveUpWaiting)
    }
    switch keepAlive.look(now) {
    case .nothing: break
    case .ask: link.bytes.appendCommand("PING", Array("chatnet-alive".utf8))
    case .dead:
      fail(Failure(.noConnection, "the connection was lost: the server no longer answers"), now)
      finish(as: .noConnection)
    }
  }

  /// Says goodbye at once.
  public mutating func leave() {
    if phase != .over { finish(as: .done) }
  }

  // MARK: What the loop asks

  /// When it gives up, if nothing comes.
  public var deadline: Int64? {
    if phase == .over { return nil }
    let deadlines = [patience.deadline, keepAlive.deadline].compactMap(\.self)
    return deadlines.min()
  }

  /// Whether the rooms are entered, all questions answered, and the server is not too far behind.
  public var wantsInput: Bool {
    phase == .ready && question == nil && acknowledgements.hasRoom
  }

  /// The rooms and names known.
  public var roster: Roster { Roster(rooms) }

  /// What is to be sent and shown.
  public mutating func takeOutput() -> Output {
    output.take(from: &link)
  }

  // MARK: Getting ready, and leaving

  private var isGettingReady: Bool {
    switch phase {
    case .registering, .entering: true
    default: false
    }
  }

  /// Goes on where nothing stands in the way any more, and keeps the time of what is waited for.
  mutating func proceed(_ now: Moment) {
    if isGettingReady || phase == .over { return }
    if phase == .naming { return patience.end() }
    acknowledgements.pump(link.profile, to: &link.bytes)
    if phase == .leaving(isAsked: false), acknowledgements.isEmpty, question == nil {
      phase = .leaving(isAsked: true)
      link.bytes.appendCommand("PING", JoinSession.token)
    }
    let isWaiting = !acknowledgements.isEmpty || question != nil || phase != .ready
    if isWaiting { patience.begin(now) } else { patience.end() }
  }

  /// No more lines are taken; what was sent is to be answered first.
  mutating func beginLeaving() {
    switch phase {
    case .ready: phase = .leaving(isAsked: false)
    case .leaving, .over: break
    case .naming: finish(as: .nameRefused)
    case .registering, .entering: finish(as: .done)
    }
  }

  /// Says goodbye. The first failure tells how it ended, else `outcome`.
  mutating func finish(as outcome: Outcome) {
    phase = .over
    let lost = acknowledgements.unsettled.count
    if lost > 0 {
      output.notices.append(
        .remark("\(lost == 1 ? "1 message was" : "\(lost) messages were") not acknowledged"))
    }
    link.bytes.appendCommand("QUIT", farewell.isEmpty ? [] : [farewell])
    output.outcome = firstOutcome ?? outcome
    output.awaitsClose = link.isRegistered
  }

  // MARK: Telling

  /// Shows a record.
  mutating func tell(_ record: Record) {
    output.notices.append(.record(record))
  }

  /// Says what went wrong. In a pipe the first failure decides the exit code.
  mutating func fail(_ failure: Failure, _ now: Moment) {
    if !request.isInteractive && firstOutcome == nil { firstOutcome = failure.outcome }
    output.notices.append(.failure(failure))
    if request.recordsFailures {
      tell(Record(.error, time: now.wall, to: failure.about, text: Array(failure.text.utf8)))
    }
  }
}
